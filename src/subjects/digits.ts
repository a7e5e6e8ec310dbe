/**
 * What a subject may be able to do with digits (seed 3): the gradients of the two networks, and their
 * training one after the other. The digits are handed in, so that a subject reads no files.
 */
import type { DigitSet, Digits } from '../data/digits/digit-set.js';
import type { AutoEncoderWeights, ClassifierWeights } from '../models/digits/weights.js';
import type { Matrix } from '../models/matrix.js';
import type { DigitsSetting } from '../setting/digits.js';
import type { TrainOptions } from './subject.js';

export interface DigitsSubject {
  /** The mean cross-entropy of the digits, and its gradient. A pixel's input is its byte over 255. */
  classifierGradient(
    weights: ClassifierWeights,
    digits: DigitSet,
  ): Promise<{ readonly loss: number; readonly gradient: ClassifierWeights }>;
  /** The mean over rows and features of (y − f)², and its gradient, for features f of rows × hidden. */
  autoEncoderGradient(
    weights: AutoEncoderWeights,
    features: Matrix,
  ): Promise<{ readonly loss: number; readonly gradient: AutoEncoderWeights }>;
  /**
   * Trains every instance on these digits, in batches of the order and from the weights of
   * src/data/digits/initial-networks.ts, and yields each run as soon as it is finished. As `train` of a
   * subject: no run depends on the others, and the stream ends early when the signal aborts.
   */
  train(
    instances: readonly DigitsInstance[],
    digits: Digits,
    options?: TrainOptions,
  ): AsyncIterable<DigitsRun>;
}

/** One training of both networks. */
export interface DigitsInstance {
  readonly setting: DigitsSetting;
  /** A whole number from 0 to 2³² − 1. */
  readonly seed: number;
}

/** The losses of an epoch: over all its batches, and of its last batch, which is what seed 3 prints. */
export interface EpochLoss {
  readonly mean: number;
  readonly lastBatch: number;
}

/** The record of one training. */
export interface DigitsRun extends DigitsInstance {
  readonly outcome: DigitsOutcome;
}

export type DigitsOutcome =
  | {
      readonly kind: 'finished';
      readonly classifier: ClassifierWeights;
      readonly autoEncoder: AutoEncoderWeights;
      /** Epoch by epoch, with the test digits that were classified rightly after it. */
      readonly classifierEpochs: readonly (EpochLoss & { readonly correct: number })[];
      /** Epoch by epoch, with the weights after it. */
      readonly autoEncoderEpochs: readonly (EpochLoss & { readonly weights: AutoEncoderWeights })[];
    }
  | { readonly kind: 'diverged'; readonly step: number; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export type FinishedDigitsRun = DigitsRun & {
  readonly outcome: Extract<DigitsOutcome, { kind: 'finished' }>;
};
