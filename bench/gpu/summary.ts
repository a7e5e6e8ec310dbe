/** What is read off the measurements: throughput, its share of the device's peak, and where the GPU wins. */
import { median } from '../statistics.js';
import type { Device } from './device.js';
import type { GpuResults, Row, Taking, WorkloadResult } from './results.js';

export interface Summary {
  readonly throughputs: readonly Throughput[];
  readonly crossing: Crossing;
}

export interface Throughput {
  readonly workload: string;
  readonly contender: string;
  readonly instanceStepsPerSecond: number;
  /** By the nominal count of the dense model, 5 · m · n a row. */
  readonly multiplyAddsPerSecond: number;
  /** Of the peak of its own device, where that was measured. */
  readonly shareOfPeak: number | undefined;
}

/** From how many instances of n = 5, m = 2 on `fused:webgpu` is faster than `fused`. */
export type Crossing =
  | { readonly kind: 'overtakes'; readonly instances: number; readonly ratio: number }
  /** At none of the sizes that both were measured at, or not at the largest. */
  | { readonly kind: 'stays behind'; readonly instances: number; readonly ratio: number }
  | { readonly kind: 'not measured' };

export function summarise({
  workloads,
  contenders,
  webgpu,
  cpu,
}: Pick<GpuResults, 'workloads' | 'contenders' | 'webgpu' | 'cpu'>): Summary {
  const peakOf = peaks(contenders, webgpu, cpu);
  return {
    throughputs: workloads.flatMap(({ id, size, rows }) =>
      rows.flatMap((row) => {
        if (row.state !== 'measured') return [];
        const instanceSteps = median(row.rounds) * size.instances;
        const multiplyAdds = instanceSteps * 5 * size.m * size.n * size.batch;
        const peak = peakOf(row.contender);
        return [
          {
            workload: id,
            contender: row.contender,
            instanceStepsPerSecond: instanceSteps,
            multiplyAddsPerSecond: multiplyAdds,
            shareOfPeak: peak === undefined ? undefined : multiplyAdds / peak,
          },
        ];
      }),
    ),
    crossing: crossingOf(workloads.filter(({ group, size }) => group === 'sweep' && size.n === 5)),
  };
}

/** @param workloads of one size, which differ in their instances. */
export function crossingOf(workloads: readonly Pick<WorkloadResult, 'size' | 'rows'>[]): Crossing {
  const ratios = workloads
    .flatMap(({ size: { instances }, rows }) => {
      const [device, cpu] = [paceOf(rows, 'fused:webgpu'), paceOf(rows, 'fused')];
      return device === undefined || cpu === undefined ? [] : [{ instances, ratio: device / cpu }];
    })
    .sort((a, b) => a.instances - b.instances);
  const last = ratios.at(-1);
  if (!last) return { kind: 'not measured' };
  // From there on it wins everywhere: a single lucky size is no crossing.
  const behind = ratios.findLastIndex(({ ratio }) => ratio <= 1);
  const first = ratios[behind + 1];
  return first ? { kind: 'overtakes', ...first } : { kind: 'stays behind', ...last };
}

function paceOf(rows: readonly Row[], name: string): number | undefined {
  const row = rows.find(({ contender }) => contender === name);
  return row?.state === 'measured' ? median(row.rounds) : undefined;
}

/**
 * What runs on the device of a roofline is held against it. The libraries name a GPU differently; WebGPU's
 * and theirs are taken for the same one, and where a machine has several, its environment names them all.
 */
function peaks(
  contenders: readonly Taking[],
  webgpu: GpuResults['webgpu'],
  cpu: GpuResults['cpu'],
): (contender: string) => number | undefined {
  const onWebgpu = webgpu.state === 'present' ? webgpu : undefined;
  return (name) => {
    const taking = contenders.find((one) => one.name === name);
    if (taking?.state !== 'present') return undefined;
    if (taking.device.kind === 'cpu') return cpu.multiplyAddsPerSecond;
    return onWebgpu && isSame(taking.device, onWebgpu.device) ? onWebgpu.multiplyAddsPerSecond : undefined;
  };
}

function isSame(device: Device, other: Device): boolean {
  return device.kind === other.kind && (device.kind === 'gpu' || device.name === other.name);
}
