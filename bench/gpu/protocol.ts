/**
 * What `npm run bench -- --gpu` and a contender say to each other, one JSON object a line: work is answered
 * by `Prepared`, and where it fits, each request for seconds by `Measured`. The Python programs
 * `peers/gpu_*.py` speak it too. Time is from the first step to the weights of all instances in the memory
 * of the program: nothing is taken for done because it was handed to a device.
 */
import type { Request, Work } from '../protocol.js';
import type { Device } from './device.js';

export type { Request };

export interface Preparation extends Work {
  /** The longest, in seconds, that a training of one step of all instances may take. */
  readonly limit: number;
}

export type Prepared = { readonly version: string; readonly device: Device } & (
  | {
      readonly kind: 'ready';
      /** What the first training took longer than a later one: shaders, graphs, kernels, memory. */
      readonly compileSeconds: number;
    }
  | {
      readonly kind: 'too long';
      /** Of a training of one step of all instances, in proportion to a pilot of some of them. */
      readonly estimate: number;
    }
);

export interface Measured {
  /** Training steps of all instances. */
  readonly steps: number;
  readonly seconds: number;
  /** The largest resident set of the contender's process since it started. */
  readonly peakMegabytes: number;
  /** The most memory of the device that was taken at a time for this work, where that can be known. */
  readonly deviceMegabytes?: number;
}

/** The answer of a roofline to anything but a request, as far as it computes on a device of WebGPU. */
export interface RooflineReady {
  readonly version: string;
  readonly device: Device;
}
