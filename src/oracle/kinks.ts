/**
 * How near the input of any ReLU is to its kink at 0. There the loss has no derivative: an
 * implementation may take any slope from 0 to 1, and central differences take one half. A row of zeros
 * with b = 0 sits exactly on it. Specs about gradients keep to weights and rows away from it.
 *
 * Without a hidden bias a row of zeros gives hidden inputs of 0 for every encoder, so that no change of the weights crosses
 * the hidden kink and every slope there gives the same gradient; its hidden inputs do not count.
 */
import type { Matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ModelName } from '../setting/schema.js';
import { nested, pass } from './reference.js';

/**
 * The smallest |input of a ReLU|, hidden or output, over all rows; infinite for `linear`.
 * @param penalised whether |h| is in the loss, which has a kink at h = 0 of its own.
 */
export function distanceToKink(model: ModelName, weights: Weights, x: Matrix, penalised = false): number {
  const inputs = nested(x).flatMap((row) => {
    const { hidden, hiddenPreActivation, outputPreActivation } = pass(model, weights, row);
    const bent = hiddenPreActivation.length === 0 && penalised ? hidden : hiddenPreActivation;
    const moves = weights.kind === 'hidden-biased' || row.some((value) => value !== 0);
    return [...(moves ? bent : []), ...outputPreActivation];
  });
  return inputs.reduce((least, value) => Math.min(least, Math.abs(value)), Number.POSITIVE_INFINITY);
}
