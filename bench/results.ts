/** What the benchmark measured, as it lies in `benchmark.json`. */
import type { Environment } from './environment.js';
import type { Scaling } from './scaling.js';
import type { Summary } from './summary.js';
import type { Workload } from './workloads.js';

export interface Results {
  readonly environment: Environment;
  readonly options: { readonly rounds: number; readonly seconds: number };
  readonly contenders: readonly Taking[];
  readonly workloads: readonly WorkloadResult[];
  readonly scaling: readonly Scaling[];
  readonly summary: Summary;
}

/** How a contender took part. */
export type Taking = { readonly name: string; readonly family: string; readonly kind: string } & (
  | { readonly state: 'present'; readonly version: string; readonly peakMegabytes: number }
  | { readonly state: 'absent'; readonly reason: string }
);

export interface WorkloadResult extends Workload, Paces {}

export interface Paces {
  /** The kernel that `fused` takes for each instance, without repetitions. */
  readonly kernels: readonly string[];
  readonly measured: readonly Pace[];
  readonly failed: readonly { readonly contender: string; readonly reason: string }[];
}

/** Steps per second of a contender in each round; of a roofline, multiply-adds per second. */
export interface Pace {
  readonly contender: string;
  readonly rounds: readonly number[];
}
