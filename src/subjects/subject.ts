/**
 * The one interface of everything under test: an implementation of the paper, whatever it is made of.
 * All methods but `describe` and `close` are optional; what is missing makes the claims that need it
 * `not applicable`, never passed.
 */
import type { Matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ModelName, Setting } from '../setting/schema.js';
import type { Option } from './capabilities.js';
import type { DigitsSubject } from './digits.js';
import type { SavedModel } from './weights-file/read-weights.js';

/** An implementation under test. */
export interface Subject {
  describe(): Promise<Description>;
  /** The models of a subject that is nothing else, weights in files; such a one has no method to run. */
  readonly saved?: readonly SavedModel[];
  /** The first `rows` rows of the data stream of this setting and seed: rows × n. */
  sample?(setting: Setting, rows: number, seed: number): Promise<Matrix>;
  /** The output of the model, rows × n, for an input x of rows × n. */
  forward?(setting: Setting, weights: Weights, x: Matrix): Promise<Matrix>;
  /**
   * The loss L = mean over rows and features of I_i (y_i − target_i)², with what the setting's training asks
   * for besides (a hidden penalty, an attack), and dL/d(each parameter).
   */
  lossAndGradient?(setting: Setting, weights: Weights, x: Matrix): Promise<LossAndGradient>;
  /**
   * Trains every instance and yields each run as soon as it is finished, in any order. The run of an
   * instance does not depend on which others are trained beside it. When the signal aborts, the
   * stream ends early; runs already yielded are whole.
   */
  train?(instances: readonly Instance[], options?: TrainOptions): AsyncIterable<Run>;
  /** What it can do with digits; see src/subjects/digits.ts. */
  readonly digits?: DigitsSubject;
  /** Ends workers and child processes. A closed subject is not used again. */
  close(): Promise<void>;
}

/** What a subject says of itself. */
export interface Description {
  readonly name: string;
  /** Changes whenever the results could: recorded runs are reused only under the same version. */
  readonly version: string;
  /** What computes: `CPU, WebAssembly SIMD, 2 threads`. */
  readonly device: string;
  /** The number type of the arithmetic, from which the specs derive their bounds. */
  readonly precision: 'float32' | 'float64';
  readonly models: readonly ModelName[];
  readonly magnitudes: readonly Setting['data']['magnitude'][];
  /** The options of settings that it knows (capabilities.ts); left out by one that knows them all. */
  readonly options?: readonly Option[] | undefined;
}

/** The unit of work: one training of one setting with one seed. */
export interface Instance {
  readonly setting: Setting;
  /** A whole number from 0 to 2³² − 1, the master seed of all random streams. */
  readonly seed: number;
}

/** How a training reports and is stopped. */
export interface TrainOptions {
  /** Called now and then with the steps done since the last call, summed over instances. */
  readonly onProgress?: ((steps: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The loss of weights on rows, and its slope in each parameter. */
export interface LossAndGradient {
  readonly loss: number;
  readonly gradient: Weights;
}

/** The record of one training. Immutable; everything that is judged is computed from runs. */
export interface Run extends Instance {
  readonly outcome: Outcome;
  /** Mean batch loss of each of (at most) 100 equal stretches of the training, by their last step. */
  readonly losses: readonly { readonly step: number; readonly loss: number }[];
  /** The weights after the steps that the setting names as checkpoints. */
  readonly checkpoints: readonly { readonly step: number; readonly weights: Weights }[];
}

/** A run that diverged or failed is evidence too: it is kept, and never counts as a success. */
export type Outcome =
  | { readonly kind: 'finished'; readonly weights: Weights }
  | { readonly kind: 'diverged'; readonly step: number; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A run that has weights. */
export type FinishedRun = Run & { readonly outcome: Extract<Outcome, { kind: 'finished' }> };

/**
 * The last steps of the (at most) 100 stretches over which a loss trace is averaged: the k-th ends at
 * ⌈k · steps / count⌉.
 */
export function traceSteps(steps: number): number[] {
  const stretches = Math.min(100, steps);
  return Array.from({ length: stretches }, (_, k) => Math.ceil(((k + 1) * steps) / stretches));
}
