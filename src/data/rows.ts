/**
 * The data stream of a setting and a seed: rows in the order in which training consumes them. Step t
 * (from 0) takes the rows t · batch to (t + 1) · batch − 1.
 */
import type { Setting } from '../setting/schema.js';
import { drawFixedRows } from './fixed-rows.js';
import { drawFreshRows } from './fresh-rows.js';
import { repeatRows } from './full-batch.js';
import { openStream } from './random.js';

/** Overwrites `into`, whole rows of n float32 values, with the next rows. */
export type RowSource = (into: Float32Array) => void;

export function openRows(setting: Setting, seed: number): RowSource {
  const stream = openStream(seed, 'data');
  const fresh = drawFreshRows(setting, stream);
  const { rows } = setting.data;
  switch (rows.kind) {
    case 'fresh':
      return fresh;
    case 'fixed':
      return drawFixedRows(fresh, rows.count, setting.n, stream);
    case 'full-batch':
      return repeatRows(fresh, setting.training.batch, setting.n);
  }
}
