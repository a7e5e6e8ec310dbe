/**
 * How near the input of any ReLU is to its kink at 0. There the loss has no derivative: an
 * implementation may take any slope from 0 to 1, and central differences take one half. A row of zeros
 * with b = 0 sits exactly on it. Specs about gradients keep to weights and rows away from it.
 */
import type { Matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ModelName } from '../setting/schema.js';
import { nested, pass } from './reference.js';

/** The smallest |input of a ReLU|, hidden or output, over all rows; infinite for `linear`. */
export function distanceToKink(model: ModelName, weights: Weights, x: Matrix): number {
  const inputs = nested(x).flatMap((row) => {
    const { hiddenPreActivation, outputPreActivation } = pass(model, weights, row);
    return [...hiddenPreActivation, ...outputPreActivation];
  });
  return inputs.reduce((least, value) => Math.min(least, Math.abs(value)), Number.POSITIVE_INFINITY);
}
