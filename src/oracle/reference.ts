/**
 * The reference: the models of the paper, one row at a time, in float64 with mathjs, written as
 * the formulas stand and with no thought of speed. It shares only the plain types with what it checks.
 *
 *     relu-output      y = ReLU(Wᵀ W x + b)
 *     linear           y = Wᵀ W x + b
 *     untied           y = ReLU(D E x + b)
 *     relu-hidden      h = ReLU(W x),  y = ReLU(Wᵀ h + b)
 *     relu-hidden-biased   h = ReLU(W x + c),  y = ReLU(Wᵀ h + b)
 *     absolute-value   h = ReLU(E x),  y = ReLU(D h + b),  target |x|
 *
 *     L = mean over rows and features of I_i (y_i − target_i)²  +  λ · mean over rows of Σ_k |h_k|
 *
 * with λ = 0 but where a setting has a hidden penalty.
 *
 * Source: Elhage et al. 2022, "Problem Setup", "Computation in Superposition".
 */

import type { Matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ModelName } from '../setting/schema.js';
import { abs, add, dotMultiply, map, mean, multiply, square, subtract, sum, transpose } from './mathjs.js';

/** What the model holds for one row: every number that a ReLU is applied to, and what comes out. */
export interface Pass {
  /** What the hidden layer holds, m numbers. */
  readonly hidden: readonly number[];
  /** The inputs of the hidden ReLU, m numbers; none for models without one. */
  readonly hiddenPreActivation: readonly number[];
  /** The inputs of the output ReLU, n numbers; none for `linear`. */
  readonly outputPreActivation: readonly number[];
  readonly output: readonly number[];
}

const relu = (vector: number[]): number[] => map(vector, (value) => Math.max(value, 0));

/** @throws TypeError when the weights are not of the kind that the model has. */
export function pass(model: ModelName, weights: Weights, x: number[]): Pass {
  const b = [...weights.b];
  switch (model) {
    case 'relu-output': {
      const W = tied(weights, model);
      const hidden = multiply(W, x);
      const before = add(multiply(transpose(W), hidden), b);
      return { hidden, hiddenPreActivation: [], outputPreActivation: before, output: relu(before) };
    }
    case 'linear': {
      const W = tied(weights, model);
      const hidden = multiply(W, x);
      const output = add(multiply(transpose(W), hidden), b);
      return { hidden, hiddenPreActivation: [], outputPreActivation: [], output };
    }
    case 'untied': {
      const { E, D } = untied(weights, model);
      const hidden = multiply(E, x);
      const before = add(multiply(D, hidden), b);
      return { hidden, hiddenPreActivation: [], outputPreActivation: before, output: relu(before) };
    }
    case 'relu-hidden': {
      const W = tied(weights, model);
      return throughHiddenRelu(multiply(W, x), transpose(W), b);
    }
    case 'relu-hidden-biased': {
      const { W, c } = hiddenBiased(weights, model);
      return throughHiddenRelu(add(multiply(W, x), c), transpose(W), b);
    }
    case 'absolute-value': {
      const { E, D } = untied(weights, model);
      return throughHiddenRelu(multiply(E, x), D, b);
    }
  }
}

/** From what enters the hidden ReLU to y = ReLU(D h + b). */
function throughHiddenRelu(hiddenPreActivation: number[], D: number[][], b: number[]): Pass {
  const hidden = relu(hiddenPreActivation);
  const before = add(multiply(D, hidden), b);
  return { hidden, hiddenPreActivation, outputPreActivation: before, output: relu(before) };
}

/** The output for each row of x, as nested arrays, rows × n. */
export function referenceForward(model: ModelName, weights: Weights, x: Matrix): number[][] {
  return nested(x).map((row) => [...pass(model, weights, row).output]);
}

/** What L may have besides. */
export interface Extras {
  /** λ. */
  readonly hiddenPenalty?: number | undefined;
  /** Rows that the model gets in place of x, whose targets stay: x under an attack. */
  readonly input?: Matrix | undefined;
}

/** L for the rows of x and the importance I_0 … I_{n−1}. */
export function referenceLoss(
  model: ModelName,
  importance: readonly number[],
  weights: Weights,
  x: Matrix,
  { hiddenPenalty = 0, input = x }: Extras = {},
): number {
  const targets = nested(x).map((row) => (model === 'absolute-value' ? abs(row) : row));
  const passes = nested(input).map((row) => pass(model, weights, row));
  const terms = passes.map(({ output }, r) =>
    dotMultiply(
      [...importance],
      map(subtract([...output], targets[r]!), (value) => square(value)),
    ),
  ) as number[][];
  const loss = mean(terms.flat());
  if (hiddenPenalty === 0) return loss;
  return loss + hiddenPenalty * mean(passes.map(({ hidden }) => sum(abs([...hidden]))));
}

/** The rows of a matrix as arrays. */
export function nested({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}

function tied(weights: Weights, model: ModelName): number[][] {
  if (weights.kind !== 'tied') throw new TypeError(`the model ${model} has tied weights`);
  return nested(weights.W);
}

function hiddenBiased(weights: Weights, model: ModelName): { W: number[][]; c: number[] } {
  if (weights.kind !== 'hidden-biased') throw new TypeError(`the model ${model} has a hidden bias`);
  return { W: nested(weights.W), c: [...weights.c] };
}

function untied(weights: Weights, model: ModelName): { E: number[][]; D: number[][] } {
  if (weights.kind !== 'untied') throw new TypeError(`the model ${model} has untied weights`);
  return { E: nested(weights.encoder), D: nested(weights.decoder) };
}
