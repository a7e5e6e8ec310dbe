/**
 * The losses of many drawn rows, for one set of weights: what output.ts says of a row, written out over
 * plain arrays. It does the same operations in the same order, so that either gives the same bits; of
 * millions of rows, this is where the time of a population loss goes.
 */
import { decoderOf, encoderOf, type Weights } from '../models/weights.js';
import { importances } from '../setting/derived.js';
import { hasHiddenRelu } from '../setting/schema.js';
import type { DrawnRows } from './drawn-rows.js';
import type { Experiment } from './experiment.js';
import { hasOutputRelu } from './output.js';

/** @returns for each row the loss, mean over features. */
export function rowLosses(
  { model, n, importance }: Experiment,
  weights: Weights,
  { starts, active, values }: DrawnRows,
): Float64Array {
  const I = Float64Array.from(importances({ n, importance }));
  const { data: read, rows: m } = encoderOf(weights);
  const { data: written } = decoderOf(weights);
  const { b } = weights;
  const c = weights.kind === 'hidden-biased' ? weights.c : new Float64Array(m);
  const [clips, bends, takesAbsolute] = [
    hasHiddenRelu[model],
    hasOutputRelu[model],
    model === 'absolute-value',
  ];
  const hidden = new Float64Array(m);
  const target = new Float64Array(n);
  const losses = new Float64Array(starts.length - 1);
  for (let r = 0; r < losses.length; r++) {
    const from = starts[r]!;
    const to = starts[r + 1]!;
    for (let h = 0; h < m; h++) {
      let sum = c[h]!;
      for (let k = from; k < to; k++) sum += read[h * n + active[k]!]! * values[k]!;
      hidden[h] = clips ? Math.max(sum, 0) : sum;
    }
    for (let k = from; k < to; k++) {
      target[active[k]!] = takesAbsolute ? Math.abs(values[k]!) : values[k]!;
    }
    let loss = 0;
    for (let i = 0; i < n; i++) {
      let along = 0;
      for (let h = 0; h < m; h++) along += written[i * m + h]! * hidden[h]!;
      const before = along + b[i]!;
      const error = (bends ? Math.max(before, 0) : before) - target[i]!;
      loss += I[i]! * error ** 2;
    }
    losses[r] = loss / n;
    for (let k = from; k < to; k++) target[active[k]!] = 0;
  }
  return losses;
}
