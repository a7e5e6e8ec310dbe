/**
 * The models and their loss with the mistakes that implementations make, each as a choice: what a wrong
 * answer is compared with, to name the mistake. Plain float64, for sizes of a few.
 */
import { entry, type Matrix } from '../../../models/matrix.js';
import { decoderOf, encoderOf, type Weights } from '../../../models/weights.js';
import { importances } from '../../../setting/derived.js';
import { hasHiddenRelu, type ModelName } from '../../../setting/schema.js';
import type { Question } from './question.js';

export interface Variant {
  /** What is applied to the output. */
  readonly outputRelu: boolean;
  readonly hiddenRelu: boolean;
  /** What the bias is multiplied by. */
  readonly bias: number;
  readonly importance: (importance: number) => number;
  /** What the mean over rows and features is multiplied by. */
  readonly factor: number;
}

export function rightVariant(model: ModelName): Variant {
  return {
    outputRelu: model !== 'linear',
    hiddenRelu: hasHiddenRelu[model],
    bias: 1,
    importance: (importance) => importance,
    factor: 1,
  };
}

/** The outputs, rows × n, with the encoder of the one and decoder and bias of the other weights. */
export function outputsOf(
  { x }: Pick<Question, 'x'>,
  encoding: Weights,
  decoding: Weights,
  { outputRelu, hiddenRelu, bias }: Variant,
): number[][] {
  const E = encoderOf(encoding);
  const D = decoderOf(decoding);
  const c = encoding.kind === 'hidden-biased' ? encoding.c : new Float64Array(E.rows);
  return rowsOf(x).map((row) => {
    const h = rowsOf(E).map((weights, k) => relu(dot(weights, row) + c[k]!, hiddenRelu));
    return rowsOf(D).map((weights, i) => relu(dot(weights, h) + bias * decoding.b[i]!, outputRelu));
  });
}

export function lossOf(question: Question, encoding: Weights, decoding: Weights, variant: Variant): number {
  const { setting, x } = question;
  const I = importances(setting).map(variant.importance);
  const squares = outputsOf(question, encoding, decoding, variant).flatMap((row, r) =>
    row.map((y, i) => I[i]! * (y - targetOf(setting.model, entry(x, r, i))) ** 2),
  );
  return (variant.factor * squares.reduce((sum, square) => sum + square, 0)) / squares.length;
}

export function targetOf(model: ModelName, value: number): number {
  return model === 'absolute-value' ? Math.abs(value) : value;
}

export function rowsOf({ rows, columns, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function relu(value: number, applies: boolean): number {
  return applies ? Math.max(value, 0) : value;
}
