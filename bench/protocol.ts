/**
 * What the benchmark and a contender say to each other: one JSON object a line, on the contender's stdin
 * and stdout. Work is answered by `Ready`, and after it each request for seconds by `Measured`. The
 * Python programs in `peers/` speak it too.
 */
import type { ModelName } from '../src/setting/schema.js';

/** Instances of one model that are trained side by side: Adam at 1e-3, fresh data at every step. */
export interface Work {
  readonly model: ModelName;
  readonly n: number;
  readonly m: number;
  readonly instances: number;
  /** Rows of a step, of each instance. */
  readonly batch: number;
  /** The feature probability of each instance. */
  readonly probabilities: readonly number[];
  /** The importance of each feature. */
  readonly importances: readonly number[];
}

export interface Ready {
  readonly ready: true;
  readonly version: string;
}

/** Asks for steps of the present work during about so many seconds. */
export interface Request {
  readonly seconds: number;
}

export interface Measured {
  /** Training steps of all instances; of the roofline, multiply-adds. */
  readonly steps: number;
  readonly seconds: number;
  /** The largest resident set of the contender's process since it started. */
  readonly peakMegabytes: number;
}

/** This process's own, as `Measured` wants it. */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
