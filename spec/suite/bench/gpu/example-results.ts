/** Small made-up results of a benchmark of GPUs. */
import type { Device } from '../../../../bench/gpu/device.js';
import type { GpuResults, Row, Taking, WorkloadResult } from '../../../../bench/gpu/results.js';
import { summarise } from '../../../../bench/gpu/summary.js';

export const cpu: Device = { kind: 'cpu', name: '2 threads' };
export const software: Device = { kind: 'software', name: 'SwiftShader 5' };
export const gpu: Device = { kind: 'gpu', name: 'a large GPU' };

export function taking(name: string, device: Device): Taking {
  return { name, kind: 'subject', state: 'present', version: '1', device, peakMegabytes: 100 };
}

/** Instances of n = 5, m = 2 with 10 rows a step: 500 multiply-adds an instance-step. */
export function sweepOf(instances: number, rows: readonly Row[]): WorkloadResult {
  const title = `n=5 m=2, ${instances} instances`;
  const size = { model: 'relu-output', n: 5, m: 2, batch: 10, instances };
  return { id: `sweep/n5-m2-x${instances}`, group: 'sweep', title, size, rows };
}

export function measured(contender: string, ...rounds: number[]): Row {
  return { contender, state: 'measured', rounds, compileSeconds: 0.25 };
}

/** With peaks of 10⁶ multiply-adds a second on the device, and 10⁵ on the CPU. */
export function exampleResults(
  device: Device,
  workloads: readonly WorkloadResult[],
  more: readonly Taking[] = [],
): GpuResults {
  const found = {
    webgpu: { state: 'present', device, multiplyAddsPerSecond: 1e6 },
    cpu: { state: 'present', device: cpu, multiplyAddsPerSecond: 1e5 },
    contenders: [taking('fused', cpu), taking('fused:webgpu', device), ...more],
    workloads,
  } as const;
  return {
    environment: {
      date: '2022-09-14T00:00:00.000Z',
      suite: '0.1.0',
      node: '20.19.0',
      v8: '11.3',
      processor: 'a processor',
      cores: 2,
      memoryGigabytes: 8,
      platform: 'linux',
      loadBefore: 0.1,
      nvidia: [],
    },
    options: { rounds: 1, seconds: 1, limit: 3 },
    ...found,
    summary: summarise(found),
  };
}
