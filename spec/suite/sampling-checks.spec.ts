/** The checks of the data must reject what is drawn wrongly, and accept what is drawn rightly. */
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/data/random.js';
import { type Matrix, matrix } from '../../src/models/matrix.js';
import {
  checkConditionalMoments,
  checkIndependence,
  checkMoments,
  checkRates,
  checkRatios,
  checkUnitLength,
  checkValues,
  signedValues,
  uniformValues,
} from '../properties/kit/sampling-checks.js';

const p = [0.3, 0.1, 0.8];
const rows = 16_384;
const falseAlarm = 1e-8;

describe('Right rows are accepted', () => {
  test.each([uniformValues, signedValues])('with values from $low', (values) => {
    const x = draw(() => ({ value: (u) => values.low + (1 - values.low) * u }));

    checkRates(x, p, falseAlarm);
    checkValues(x, values, falseAlarm);
    checkConditionalMoments(x, values, falseAlarm);
    checkMoments(x, p, values, falseAlarm);
    checkIndependence(x, p, values, falseAlarm);
  });

  test('with the ratios of uniform values', () => {
    checkRatios(
      draw(() => ({})),
      falseAlarm,
    );
  });
});

describe('Wrong rows are rejected', () => {
  test('when one feature is on a little too often', () => {
    const x = draw((i) => ({ rate: i === 1 ? 0.14 : p[i]! }));

    expect(() => checkRates(x, p, falseAlarm)).toThrow(/^feature 1 is non-zero at a rate of 0\.1/);
  });

  test('when sparsity is taken for probability', () => {
    const x = draw((i) => ({ rate: 1 - p[i]! }));

    expect(() => checkRates(x, p, falseAlarm)).toThrow('feature 0 is non-zero at a rate of 0.69');
    expect(() => checkMoments(x, p, uniformValues, falseAlarm)).toThrow('the mean of feature 0 is');
  });

  test('when values are squared', () => {
    const x = draw(() => ({ value: (u) => u * u }));

    expect(() => checkValues(x, uniformValues, falseAlarm)).toThrow(/feature 0 are not uniform on \[0, 1\)/);
    expect(() => checkConditionalMoments(x, uniformValues, falseAlarm)).toThrow(/^the mean of the non-zero/);
  });

  test('when values have the right mean and too small a variance', () => {
    const x = draw(() => ({ value: (u) => 0.25 + u / 2 }));

    expect(() => checkConditionalMoments(x, uniformValues, falseAlarm)).toThrow(/^the variance of the non-z/);
    expect(() => checkMoments(x, p, uniformValues, falseAlarm)).toThrow(/^the mean square of feature 2/);
  });

  test('when values are unsigned that should be signed', () => {
    const x = draw(() => ({}));

    expect(() => checkValues(x, signedValues, falseAlarm)).toThrow(/are not uniform on \[-1, 1\)/);
  });

  test('when rows are not divided by their norm', () => {
    expect(() => checkUnitLength(draw(() => ({})))).toThrow(/^row \d+ has the norm/);
  });

  test('when the values under the norm are squared', () => {
    const x = draw(() => ({ value: (u) => u * u }));

    expect(() => checkRatios(x, falseAlarm)).toThrow(/^the ratios of features 0 and 1 are not those of two/);
  });

  test('when the values under the norm are coupled with their mask', () => {
    const x = draw((i) => ({ value: (u) => p[i]! * u }));

    expect(() => checkRatios(x, falseAlarm)).toThrow(/^the ratios of features 0 and [12] are not those/);
  });

  test('when two features share their mask', () => {
    const x = draw((i) => ({ maskFrom: i === 1 ? 0 : i, rate: 0.3 }));

    expect(() => checkIndependence(x, [0.3, 0.3, 0.3], uniformValues, falseAlarm)).toThrow(
      'features 0 and 1 are non-zero together at a rate of 0.29',
    );
  });

  test('when two features share their values only', () => {
    const x = draw((i) => ({ valueFrom: i === 2 ? 0 : i, rate: 0.5 }));

    expect(() => checkIndependence(x, [0.5, 0.5, 0.5], uniformValues, falseAlarm)).toThrow(
      'features 0 and 2 are above 0.5 together at a rate of 0.12',
    );
  });

  test('when every row comes twice', () => {
    const x = draw(() => ({}));
    const twice = matrix(rows, 3, (row, i) => x.data[Math.floor(row / 2) * 3 + i]!);

    expect(() => checkIndependence(twice, p, uniformValues, falseAlarm)).toThrow(
      'feature 0 is non-zero in a row and in the next one at a rate of 0.29',
    );
  });

  test('when a number is missing', () => {
    const x = draw(() => ({ value: () => Number.NaN }));

    expect(() => checkValues(x, uniformValues, falseAlarm)).toThrow('are not uniform');
    expect(() => checkConditionalMoments(x, uniformValues, falseAlarm)).toThrow('is NaN over');
  });
});

interface Way {
  readonly rate?: number;
  readonly value?: (u: number) => number;
  /** The features whose draws decide whether this one is on, and what its value is. */
  readonly maskFrom?: number;
  readonly valueFrom?: number;
}

/** Rows of three features, each drawn in its way; by default the right one for `p` and U[0, 1). */
function draw(way: (i: number) => Way): Matrix {
  const stream = openStream(0, 'evaluation');
  const ways = p.map((_, i) => way(i));
  const row = { mask: [0, 0, 0], value: [0, 0, 0] };
  return matrix(rows, 3, (_, i) => {
    if (i === 0) {
      row.mask = row.mask.map(() => stream.uniform());
      row.value = row.value.map(() => stream.uniform());
    }
    const { rate = p[i]!, value = (u) => u, maskFrom = i, valueFrom = i } = ways[i]!;
    return row.mask[maskFrom]! < rate ? value(row.value[valueFrom]!) : 0;
  });
}
