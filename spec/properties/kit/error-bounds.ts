/**
 * How far a correct implementation may be from the exact value, from its number type alone.
 *
 * Output, loss and gradient are sums of products. Replace every weight, input and target in such a sum
 * by its absolute value, and every subtraction by an addition: the result is its majorant, the sum of
 * the absolute values of all products. If no product and its sums see more than k roundings, in
 * whatever order the sums are taken, the computed value is off by at most
 *
 *     γ_k · majorant,   γ_k = k u / (1 − k u),   u = 2⁻²⁴ (float32) or 2⁻⁵³ (float64).
 *
 * The majorant of the output is the output, and that of the loss the loss, of the same model with the
 * weights |θ|, the input |x| and the target −|x|; ReLU is then the identity. The gradient's is the
 * gradient of the loss's, since differentiating a polynomial with positive coefficients keeps them so.
 *
 * Counting k for n features, m hidden dimensions and r rows: n for x → h, m + 1 for h → y, 1 for the
 * error; the gradient goes on with 4 for 2 I / (n r) and the rounding of I, n (or m) and 1 back through
 * the decoder, r to sum the rows, 1 to add both paths. The loss squares the error, which doubles its
 * count, and sums n r terms. Both stay below 2 (n + m) + n r + 12, also where the one division, by n r, is
 * off by 5 u instead of u, as WGSL allows (2.5 ulp).
 *
 * Source: Higham, "Accuracy and Stability of Numerical Algorithms" (2002), sections 3.1 and 3.5.
 * Limits: ReLU's slope must not be in doubt, so inputs of ReLU stay clear of 0 by `clearance`.
 */
import type { Matrix } from '../../../src/models/matrix.js';
import { mapParameters, type Weights } from '../../../src/models/weights.js';
import { differenceStep } from '../../../src/oracle/central-difference.js';
import { type Extras, nested, pass } from '../../../src/oracle/reference.js';
import type { ModelName } from '../../../src/setting/schema.js';
import type { Description } from '../../../src/subjects/subject.js';

export type Precision = Description['precision'];

/** γ_k of a number type. */
export function gamma(k: number, precision: Precision): number {
  const u = precision === 'float32' ? 2 ** -24 : 2 ** -53;
  return (k * u) / (1 - k * u);
}

/** The count k above, for the loss without anything besides (kit/objective.ts adds its own). */
export function roundings({ n, m, rows }: { n: number; m: number; rows: number }): number {
  return 2 * (n + m) + n * rows + 12;
}

/**
 * Specs about gradients keep every input of ReLU at least this far from 0. With weights and biases up to
 * 1.5, inputs up to 1, n ≤ 6 and m ≤ 4 the majorant of such an input is at most 1.5² · 24 + 1.5 < 56,
 * so its float32 error is below γ_12 · 56 < 5e-5; and a step of 2⁻¹⁷ in every weight at once moves it
 * by at most 2⁻¹⁷ · (2 · 1.5 · 24 + 1) < 6e-4.
 */
export const clearance = 1e-3;

export function absolute(weights: Weights): Weights {
  return mapParameters(weights, (values) => values.map(Math.abs));
}

export function absoluteMatrix(x: Matrix): Matrix {
  return { ...x, data: x.data.map(Math.abs) };
}

/** The majorant of the output, row by row. */
export function outputMajorant(model: ModelName, weights: Weights, x: Matrix): number[][] {
  const positive = absolute(weights);
  return nested(absoluteMatrix(x)).map((row) => [...pass(model, positive, row).output]);
}

/**
 * The majorant of the loss, as a function of |θ|.
 * @param input at least |entries| of what the model gets in place of x.
 */
export function lossMajorant(
  model: ModelName,
  importance: readonly number[],
  x: Matrix,
  { hiddenPenalty = 0, input = absoluteMatrix(x) }: Extras = {},
): (positive: Weights) => number {
  const targets = nested(absoluteMatrix(x));
  const rows = nested(input);
  return (positive) => {
    let sum = 0;
    rows.forEach((row, r) => {
      const { output, hidden } = pass(model, positive, row);
      targets[r]!.forEach((target, i) => {
        sum += importance[i]! * (output[i]! + target) ** 2;
      });
      sum += x.columns * hiddenPenalty * hidden.reduce((total, value) => total + value, 0);
    });
    return sum / (x.rows * x.columns);
  };
}

/**
 * The error of a central difference of the loss itself. Rounding: the oracle's loss is off by γ_k in
 * float64 times its majorant at either end, so the difference by that over the step. The formula: at
 * most h² |f‴| / 6, and since the majorant's coefficients are positive, |f‴| / 6 is at most the
 * majorant with 1 added to every weight (the cubic term of its Taylor series).
 */
export function differenceError(
  majorant: (positive: Weights) => number,
  weights: Weights,
  k: number,
): number {
  const positive = absolute(weights);
  const raised = mapParameters(positive, (values) => values.map((value) => value + 1));
  const rounding = (gamma(k, 'float64') * majorant(positive)) / differenceStep;
  return rounding + differenceStep ** 2 * majorant(raised);
}
