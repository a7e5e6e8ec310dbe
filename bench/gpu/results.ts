/** What the benchmark of GPUs measured, as it lies in `benchmark-gpu.json`. */
import type { Environment } from '../environment.js';
import type { Device } from './device.js';
import type { Summary } from './summary.js';
import type { GpuWorkload } from './workloads.js';

export interface GpuResults {
  readonly environment: Environment & {
    /** The graphics processors that NVIDIA's driver names, with its version. */
    readonly nvidia: readonly string[];
  };
  readonly options: {
    readonly rounds: number;
    readonly seconds: number;
    /** The longest, in seconds, that one step of all instances of a workload may take. */
    readonly limit: number;
  };
  /** The device of WebGPU, and the most multiply-adds a second that a loop in registers did on it. */
  readonly webgpu: Peak | { readonly state: 'absent'; readonly reason: string };
  /** The same of all cores. */
  readonly cpu: Peak;
  readonly contenders: readonly Taking[];
  readonly workloads: readonly WorkloadResult[];
  readonly summary: Summary;
}

export interface Peak {
  readonly state: 'present';
  readonly device: Device;
  readonly multiplyAddsPerSecond: number;
}

/** How a contender took part. */
export type Taking = { readonly name: string; readonly kind: 'subject' | 'peer' } & (
  | {
      readonly state: 'present';
      readonly version: string;
      readonly device: Device;
      /** The largest resident set of its process; 0 when it measured nothing. */
      readonly peakMegabytes: number;
    }
  | { readonly state: 'absent'; readonly reason: string }
);

export interface WorkloadResult extends Pick<GpuWorkload, 'id' | 'group' | 'title'> {
  readonly size: {
    readonly model: string;
    readonly n: number;
    readonly m: number;
    readonly batch: number;
    readonly instances: number;
  };
  readonly rows: readonly Row[];
}

/** A contender on a workload. Those that are absent have no rows. */
export type Row = { readonly contender: string } & (
  | {
      readonly state: 'measured';
      /** Training steps of all instances per second, in each round. */
      readonly rounds: readonly number[];
      readonly compileSeconds: number;
      readonly deviceMegabytes?: number;
    }
  | { readonly state: 'not run'; readonly estimateSeconds: number }
  | { readonly state: 'failed'; readonly reason: string }
);
