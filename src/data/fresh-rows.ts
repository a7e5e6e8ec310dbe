/** Rows that are drawn anew, by the generators that a setting can name. */
import { probabilities } from '../setting/derived.js';
import type { Setting } from '../setting/schema.js';
import { coupledRows } from './coupled-rows.js';
import { independentRows } from './independent-rows.js';
import { normalisedRows } from './normalised-rows.js';
import type { RandomStream } from './random.js';
import type { RowSource } from './rows.js';

export function drawFreshRows(setting: Pick<Setting, 'n' | 'data'>, stream: RandomStream): RowSource {
  const p = probabilities(setting);
  switch (setting.data.magnitude) {
    case 'uniform':
      return independentRows(p, () => stream.uniform(), stream);
    case 'signed':
      return independentRows(p, () => 2 * stream.uniform() - 1, stream);
    case 'coupled-normalised':
      return normalisedRows(coupledRows(p, stream), p.length);
    case 'uniform-normalised':
      return normalisedRows(
        independentRows(p, () => stream.uniform(), stream),
        p.length,
      );
  }
}
