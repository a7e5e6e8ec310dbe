/** Small made-up results of a benchmark. */
import type { Taking, WorkloadResult } from '../../../bench/results.js';
import { type Table, workloads } from '../../../bench/workloads.js';

export const exampleContenders: readonly Taking[] = (
  [
    ['fused, 2 threads', 'fused, 2 threads', 'fused'],
    ['fused, 1 thread', 'fused, 1 thread', 'fused'],
    ['tfjs:cpu', 'tfjs:cpu', 'subject'],
    ['JAX scan, 1 thread', 'JAX scan', 'peer'],
    ['JAX scan, 2 threads', 'JAX scan', 'peer'],
    ['roofline, 1 thread', 'roofline', 'roofline'],
    ['roofline, 2 threads', 'roofline', 'roofline'],
  ] as const
).map(([name, family, kind]) => ({ name, family, kind, state: 'present', version: '1', peakMegabytes: 100 }));

/** The first workload of a table, with these steps per second by contender and round. */
export function exampleWorkload(
  table: Table,
  paces: Readonly<Record<string, readonly number[]>>,
): WorkloadResult {
  const measured = Object.entries(paces).map(([contender, rounds]) => ({ contender, rounds }));
  const workload = workloads.find((candidate) => candidate.table === table)!;
  return { ...workload, kernels: ['dense Gram'], measured, failed: [] };
}
