/** The small question that `try` asks: all sides and importances differ, and both sides of each ReLU are met. */
import { type Matrix, matrixOf } from '../../../models/matrix.js';
import { type Weights, weightsKind } from '../../../models/weights.js';
import type { ModelName, Setting } from '../../../setting/schema.js';
import { parseSetting } from '../../../setting/setting.js';

export interface Question {
  readonly setting: Setting;
  readonly weights: Weights;
  readonly x: Matrix;
}

/** Multiples of 1/16, exact in every number type. */
const encoder = [
  [1.0625, -0.5, 0.3125, 0.75, -0.8125],
  [0.25, 0.9375, -0.625, 0.4375, 0.5625],
];
const decoder = [
  [0.875, 0.1875],
  [-0.4375, 0.8125],
  [0.25, -0.75],
  [0.625, 0.3125],
  [-0.5, 0.6875],
];
const hiddenBias = [-0.1875, 0.25];
const bias = [0.0625, -0.125, 0.1875, -0.0625, 0.125];
const rows = [
  [0.5, 0, 0.25, 0, 0],
  [0, 0.75, 0, 0.125, 0],
  [1, 0, 0, 0, 0.375],
];

export const probability = 0.2;

export function questionAbout(model: ModelName): Question {
  const signed = model === 'absolute-value';
  return {
    setting: smallSetting(model, signed ? 'signed' : 'uniform'),
    weights: weightsOf(weightsKind[model]),
    // Every other value turned negative, where the model is about those.
    x: matrixOf(signed ? rows.map((row) => row.map((value, i) => (i % 2 === 0 ? value : -value))) : rows),
  };
}

function weightsOf(kind: Weights['kind']): Weights {
  const W = matrixOf(encoder);
  const b = Float64Array.from(bias);
  switch (kind) {
    case 'tied':
      return { kind, W, b };
    case 'hidden-biased':
      return { kind, W, b, c: Float64Array.from(hiddenBias) };
    case 'untied':
      return { kind, encoder: W, decoder: matrixOf(decoder), b };
  }
}

export function smallSetting(model: ModelName, magnitude: Setting['data']['magnitude']): Setting {
  return parseSetting({
    model,
    n: 5,
    m: 2,
    importance: { kind: 'geometric', base: 0.5 },
    data: { probability, magnitude },
    training: { steps: 2000, batch: 128, learningRate: 0.01 },
  });
}
