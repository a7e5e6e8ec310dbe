/**
 * The output of a model for one input row, in plain float64: what the measures that look at outputs
 * rather than at weights are made of. With h = encoder · x + c (ReLU of it where the model has a hidden
 * ReLU; c is 0 but for `relu-hidden-biased`), the output is decoder · h + b (ReLU of it, but for
 * `linear`).
 *
 * Source: Elhage et al. 2022; the models as named in src/setting/schema.ts.
 */
import type { Matrix } from '../models/matrix.js';
import { decoderOf, encoderOf, type Weights } from '../models/weights.js';
import { hasHiddenRelu, type ModelName } from '../setting/schema.js';

const relu = (value: number): number => Math.max(value, 0);

export const hasOutputRelu: Readonly<Record<ModelName, boolean>> = {
  'relu-output': true,
  linear: false,
  untied: true,
  'relu-hidden': true,
  'relu-hidden-biased': true,
  'absolute-value': true,
};

/** A row with few features on: `values[k]` is the value of feature `active[k]`; all others are 0. */
export interface SparseRow {
  readonly active: readonly number[];
  readonly values: readonly number[];
}

/** The model as a function from a sparse row to its n outputs; the array is reused by the next call. */
export function outputOf(model: ModelName, weights: Weights): (row: SparseRow) => Float64Array {
  const read = readingOf(model, weights);
  const { b } = weights;
  const output = new Float64Array(b.length);
  const bends = hasOutputRelu[model];
  return (row) => {
    const along = read(row);
    for (let i = 0; i < output.length; i++) {
      const before = along[i]! + b[i]!;
      output[i] = bends ? relu(before) : before;
    }
    return output;
  };
}

/**
 * decoder · h for a sparse row: the output before bias and ReLU. Without a hidden bias it grows in
 * proportion when the row is multiplied by a positive number. The array is reused.
 */
export function readingOf(model: ModelName, weights: Weights): (row: SparseRow) => Float64Array {
  const E = encoderOf(weights);
  const D: Matrix = decoderOf(weights);
  const hidden = new Float64Array(E.rows);
  const along = new Float64Array(D.rows);
  const clips = hasHiddenRelu[model];
  const c = weights.kind === 'hidden-biased' ? weights.c : undefined;
  const { data: read, columns: n } = E;
  const { data: written, columns: m } = D;
  return ({ active, values }) => {
    for (let h = 0; h < hidden.length; h++) {
      let sum = c ? c[h]! : 0;
      const place = h * n;
      for (let k = 0; k < active.length; k++) sum += read[place + active[k]!]! * values[k]!;
      hidden[h] = clips ? relu(sum) : sum;
    }
    for (let i = 0; i < along.length; i++) {
      let sum = 0;
      const place = i * m;
      for (let h = 0; h < m; h++) sum += written[place + h]! * hidden[h]!;
      along[i] = sum;
    }
    return along;
  };
}
