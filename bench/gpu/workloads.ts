/**
 * What is measured on GPUs: the standard workloads (bench/workloads.ts) and the sweep, many instances at
 * a time. An instance of the sweep takes 256 rows a step, a quarter of the standard's, so that software and
 * small machines come far in it too; how many steps are taken follows from the pace of each contender.
 */
import type { Work } from '../protocol.js';
import { logSpaced, workloads as standard, type Workload } from '../workloads.js';

export interface GpuWorkload {
  /** `sweep/n5-m2-x100`; of a standard workload its own. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly work: Work;
}

export const groups = ['sweep', 'standard'] as const;
export type Group = (typeof groups)[number];

const batch = 256;

/** Restarts of each cell of a phase diagram. */
const restarts = 10;

const sizes = [
  { n: 5, m: 2, base: 0.9, instances: [100, 1_000, 10_000, 100_000] },
  { n: 20, m: 5, base: 0.7, instances: [1_000] },
  { n: 80, m: 20, base: 0.9, instances: [100] },
  { n: 400, m: 30, base: 1, instances: [1, 16] },
] as const;

/** Those of one size are in the order of their instances, which the crossing relies on. */
export const gpuWorkloads: readonly GpuWorkload[] = [
  ...sizes.flatMap(({ n, m, base, instances }) =>
    instances.map((count) => ({
      id: `sweep/n${n}-m${m}-x${count}`,
      group: 'sweep' as const,
      title: `n=${n} m=${m}, ${count.toLocaleString('en-US')} ${count === 1 ? 'instance' : 'instances'}`,
      work: {
        model: 'relu-output' as const,
        n,
        m,
        batch,
        instances: count,
        probabilities: cells(count),
        importances: Array.from({ length: n }, (_, i) => base ** i),
      },
    })),
  ),
  ...standard.map(fromStandard),
];

/** Feature probabilities evenly in the logarithm from 1 to .01, each with its restarts where there are many. */
function cells(instances: number): number[] {
  const each = instances % restarts === 0 ? restarts : 1;
  return logSpaced(instances / each).flatMap((probability) =>
    Array.from({ length: each }, () => probability),
  );
}

function fromStandard({ id, table, title, work }: Workload): GpuWorkload {
  return { id, group: 'standard', title: table === 'sparse' ? `${title}, p = .01` : title, work };
}
