/** The losses of many rows at once are what the outputs row by row say, to the bit. */
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { DrawnRows } from '../../../src/measures/drawn-rows.js';
import { outputOf, type SparseRow } from '../../../src/measures/output.js';
import { rowLosses } from '../../../src/measures/row-losses.js';
import { entry, type Matrix } from '../../../src/models/matrix.js';
import { importances } from '../../../src/setting/derived.js';
import { modelNameSchema } from '../../../src/setting/schema.js';
import { questions } from '../../properties/kit/arbitraries.js';

describe('the losses of rows', () => {
  test.prop([questions(modelNameSchema.options)])('of any model', ({ setting, weights, x }) => {
    const rows = sparse(x);

    const losses = rowLosses(setting, weights, endToEnd(rows));

    const output = outputOf(setting.model, weights);
    const expected = rows.map((row, r) => {
      const y = output(row);
      return importances(setting).reduce((sum, I, i) => {
        const value = entry(x, r, i);
        return sum + I * (y[i]! - (setting.model === 'absolute-value' ? Math.abs(value) : value)) ** 2;
      }, 0);
    });
    expect([...losses]).toEqual(expected.map((loss) => loss / setting.n));
  });
});

/** The features that are on in each row; a row may have none. */
function sparse(x: Matrix): SparseRow[] {
  return Array.from({ length: x.rows }, (_, r) => {
    const all = Array.from({ length: x.columns }, (__, i) => entry(x, r, i));
    const active = all.flatMap((value, i) => (value === 0 ? [] : [i]));
    return { active, values: active.map((i) => all[i]!) };
  });
}

function endToEnd(rows: readonly SparseRow[]): DrawnRows {
  const starts = [0];
  for (const { active } of rows) starts.push(starts.at(-1)! + active.length);
  return {
    starts: Int32Array.from(starts),
    active: Int32Array.from(rows.flatMap(({ active }) => active)),
    values: Float64Array.from(rows.flatMap(({ values }) => values)),
  };
}
