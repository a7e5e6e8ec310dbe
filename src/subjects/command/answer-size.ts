/**
 * How long a line of a subject may be, so that memory stays bounded whatever it writes: a mebibyte for
 * words, and 64 bytes for each number that was asked for. A float64 takes up to 24 in JSON.
 */
import { weightsKind } from '../../models/weights.js';
import type { Setting } from '../../setting/schema.js';

/** @param numbers in the answer. */
export function longestLine(numbers: number): number {
  return 2 ** 20 + 64 * numbers;
}

/** How many numbers the weights of a model have. */
export function weightCount({ model, n, m }: Pick<Setting, 'model' | 'n' | 'm'>): number {
  return (weightsKind[model] === 'tied' ? 1 : 2) * m * n + n;
}

/** Those of a run: its weights, and those of its checkpoints. */
export function runCount(setting: Setting): number {
  return weightCount(setting) * (1 + setting.training.checkpoints.length);
}
