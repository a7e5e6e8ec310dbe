/**
 * The no-superposition floor: the least loss that a model without superposition can have, and, at
 * every sparsity, the least loss of any linear model.
 *
 * With independent features of variance v_i, an affine model of rank m leaves at best all but m of
 * the numbers I_i v_i (weighted Eckart–Young on diag(I_i v_i)); the dropped features get the bias E x_i:
 *
 *     floor = (1/n) · (sum of the n − m smallest I_i v_i),
 *     v = p/3 − p²/4 for uniform values (p/3 for signed values, whose mean is 0).
 *
 * The absolute-value model is the exception on signed features: |x_i| takes two neurons, so ⌊m/2⌋
 * features are exact and the rest cost the variance of |x_i|, p/3 − p²/4.
 *
 * Source: Elhage et al. 2022, "Demonstrating Superposition" (the linear model); the
 * construction for the absolute-value model is the suite's own.
 * Limits: features of normalised rows and those in sets are not independent, and a linear model gains by
 * the principal components of a set without giving a feature a dimension; a ReLU output cannot follow signed
 * features at all; there the floor is undefined. For the absolute-value model it is the loss of a
 * construction (a trained model should not be worse), not a bound.
 */
import { hasNormalisedRows, importances, probabilities } from '../setting/derived.js';
import type { Experiment } from './experiment.js';

/** Mean over features, as the loss is; undefined where no such floor is known (see above). */
export function noSuperpositionFloor(setting: Experiment): number | undefined {
  const { model, n, m, data } = setting;
  const signed = data.magnitude === 'signed';
  if (hasNormalisedRows(data.magnitude) || data.dependence) return undefined;
  if (signed && model !== 'linear' && model !== 'absolute-value') return undefined;
  const meanIsZero = signed && model === 'linear';
  const kept = signed && model === 'absolute-value' ? Math.floor(m / 2) : m;
  const I = importances(setting);
  const costs = probabilities(setting).map((p, i) => I[i]! * (p / 3 - (meanIsZero ? 0 : p ** 2 / 4)));
  const dropped = costs.sort((a, b) => b - a).slice(kept);
  return dropped.reduce((sum, cost) => sum + cost, 0) / n;
}
