/**
 * The loss at high sparsity, when exactly one feature is on: rows u e_j, u ~ U[0, 1], j uniform.
 *
 * Along such a ray every output is ReLU(a u + b), with a kink at u = −b / a. Between neighbouring kinks
 * the loss and its gradient are quadratic in u, so that two-point Gauss–Legendre, which is exact to
 * degree 3 and whose two weights are equal, integrates both without error. A batch per interval, with
 * all its rows weighing the same, is therefore all that a subject has to be asked for.
 *
 * Source: Chen et al. 2023 (arXiv 2310.06301), section 3.
 */

import type { Matrix } from '../models/matrix.js';
import type { TiedWeights } from '../models/weights.js';
import { multiply, transpose } from './mathjs.js';
import { nested, referenceLoss } from './reference.js';

/** Rows for one interval of u, and the interval's length; the lengths sum to 1. */
export interface WeightedBatch {
  readonly weight: number;
  /** 2n × n: each feature alone, at the interval's two Gauss points. */
  readonly x: Matrix;
}

/** The exact quadrature of the one-hot rows for a relu-output model with these weights. */
export function oneHotBatches(weights: TiedWeights): WeightedBatch[] {
  const W = nested(weights.W);
  const G = multiply(transpose(W), W);
  const kinks = G.flatMap((row, i) => row.map((a) => -weights.b[i]! / a)).filter((u) => u > 0 && u < 1);
  // Kinks that symmetry makes equal differ by rounding: those nearer than 1e-12 are cut at once, which
  // changes the integrals by no more than that share.
  const inner = kinks.sort((a, b) => a - b).filter((u, at) => at === 0 || u - kinks[at - 1]! > 1e-12);
  const cuts = [0, ...inner, 1];
  const n = weights.b.length;
  return cuts.slice(1).map((high, at) => {
    const low = cuts[at]!;
    const middle = (low + high) / 2;
    const reach = (high - low) / 2 / Math.sqrt(3);
    const data = new Float64Array(2 * n * n);
    for (let j = 0; j < n; j++) {
      data[2 * j * n + j] = middle - reach;
      data[(2 * j + 1) * n + j] = middle + reach;
    }
    return { weight: high - low, x: { rows: 2 * n, columns: n, data } };
  });
}

/**
 * The one-hot loss of a relu-output model: mean over the n rows of the squared error SUMMED over
 * features, as in Chen et al.; the loss of the settings is this divided by n.
 */
export function oneHotLoss(weights: TiedWeights): number {
  const n = weights.b.length;
  const I = new Array<number>(n).fill(1);
  return oneHotBatches(weights).reduce(
    (sum, { weight, x }) => sum + weight * n * referenceLoss('relu-output', I, weights, x),
    0,
  );
}
