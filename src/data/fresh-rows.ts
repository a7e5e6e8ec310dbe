/** Rows that are drawn anew, by the generator that a setting names. */
import { probabilities } from '../setting/derived.js';
import { onIntervals, setSize } from '../setting/feature-sets.js';
import type { Setting } from '../setting/schema.js';
import { coupledRows } from './coupled-rows.js';
import { dependentRows } from './dependent-rows.js';
import { independentRows } from './independent-rows.js';
import { normalisedRows } from './normalised-rows.js';
import type { RandomStream } from './random.js';
import type { RowSource } from './rows.js';

export function drawFreshRows(setting: Pick<Setting, 'n' | 'data'>, stream: RandomStream): RowSource {
  const p = probabilities(setting);
  const { magnitude, dependence } = setting.data;
  if (magnitude === 'coupled-normalised') return normalisedRows(coupledRows(p, stream), p.length);
  const value = magnitude === 'signed' ? () => 2 * stream.uniform() - 1 : () => stream.uniform();
  const rows = dependence
    ? dependentRows(onIntervals(setting), setSize(setting), value, stream)
    : independentRows(p, value, stream);
  return magnitude === 'uniform-normalised' ? normalisedRows(rows, p.length) : rows;
}
