/**
 * Are these rows drawn as their setting says? Each check holds except with chance `falseAlarm` for rows
 * that are, whatever the setting, by the bounds of src/statistics/concentration.ts.
 *
 * Allowance for the number type. Random numbers lie on a grid, of which the coarsest in use (float32 with
 * 23 random bits) gives each value a chance of g = 2⁻²³. So a mask may have a probability that is off by
 * g; a feature that is on has the value 0, and looks off, with chance at most g; the distribution
 * function of values is off by g, and by 2 g once zeros are left out. An expected value of f is then off by
 * at most 2 g times the total variation of f, which is 2 or less for every f used here.
 */
import { column, entry, type Matrix } from '../../../src/models/matrix.js';
import { acceptedRates, cdfTolerance, meanTolerance } from '../../../src/statistics/concentration.js';

const grid = 2 ** -23;

/** The distribution of the values of features that are on: uniform on [low, 1). */
export interface Values {
  readonly low: -1 | 0;
  readonly mean: number;
  readonly variance: number;
}

/** U[0, 1): mean 1/2, variance 1/12. */
export const uniformValues: Values = { low: 0, mean: 1 / 2, variance: 1 / 12 };

/** U[−1, 1): mean 0, variance 1/3. */
export const signedValues: Values = { low: -1, mean: 0, variance: 1 / 3 };

/** @throws Error when a feature is non-zero more often or less often than chance explains. */
export function checkRates(x: Matrix, p: readonly number[], falseAlarm: number): void {
  p.forEach((probability, i) => {
    const on = column(x, i).filter((value) => value !== 0).length;
    const what = `feature ${i} is non-zero`;
    expectRate(what, on, x.rows, nonZeroRates(probability), falseAlarm / p.length);
  });
}

/** @throws Error when the non-zero values of a feature follow another distribution. */
export function checkValues(x: Matrix, { low }: Values, falseAlarm: number): void {
  for (let i = 0; i < x.columns; i++) {
    const values = column(x, i)
      .filter((value) => value !== 0)
      .sort();
    const cdf = (value: number): number => Math.min(1, Math.max(0, (value - low) / (1 - low)));
    const tolerance = cdfTolerance(values.length, falseAlarm / x.columns) + 2 * grid;
    values.forEach((value, rank) => {
      const observed = [rank / values.length, (rank + 1) / values.length];
      const off = Math.max(...observed.map((share) => Math.abs(share - cdf(value))));
      if (!(off <= tolerance)) {
        throw new Error(
          `the non-zero values of feature ${i} are not uniform on [${low}, 1): a share of ${(rank / values.length).toFixed(4)} lies below ${value}, where ${cdf(value).toFixed(4)} should; chance explains ${tolerance.toFixed(4)} among ${values.length} values`,
        );
      }
    });
  }
}

/**
 * @throws Error when a row that is not all zeros has another norm than 1. A float32 entry is within 2⁻²³ of
 * itself times the exact quotient (two roundings, of root and quotient) and √ΣS of n squares within n roundings
 * more, so the norm of n ≤ 64 entries lies within 64 · 2⁻²³ < 1e-5.
 */
export function checkUnitLength(x: Matrix): void {
  for (let row = 0; row < x.rows; row++) {
    const norm = Math.hypot(...x.data.subarray(row * x.columns, (row + 1) * x.columns));
    if (norm !== 0 && !(Math.abs(norm - 1) < 1e-5)) {
      throw new Error(`row ${row} has the norm ${norm}, but should have 1, or 0 where no feature is on`);
    }
  }
}

/**
 * What the division by the norm leaves of U[0, 1) values: of two features that are on, the ratio r of the
 * smaller index to the larger is that of two uniform numbers, P(r ≤ t) = t/2 up to 1 and 1 − 1/(2t) beyond.
 * The grid moves each number by g at most, so P(r ≤ t) by 4 g.
 * @throws Error when the ratios of a pair follow another distribution.
 */
export function checkRatios(x: Matrix, falseAlarm: number): void {
  const pairs = (x.columns * (x.columns - 1)) / 2;
  const cdf = (t: number): number => (t <= 1 ? t / 2 : 1 - 1 / (2 * t));
  for (let i = 0; i < x.columns; i++) {
    for (let j = i + 1; j < x.columns; j++) {
      const ratios = ratiosOf(x, i, j).sort();
      const tolerance = cdfTolerance(ratios.length, falseAlarm / pairs) + 4 * grid;
      ratios.forEach((ratio, rank) => {
        const below = rank / ratios.length;
        if (!(Math.abs(below - cdf(ratio)) <= tolerance + 1 / ratios.length)) {
          throw new Error(
            `the ratios of features ${i} and ${j} are not those of two uniform values: a share of ${below.toFixed(4)} lies below ${ratio.toPrecision(4)}, where ${cdf(ratio).toFixed(4)} should; chance explains ${tolerance.toFixed(4)} among ${ratios.length} rows`,
          );
        }
      });
    }
  }
}

/** x_i / x_j over the rows in which both are on. */
function ratiosOf(x: Matrix, i: number, j: number): Float64Array {
  const a = column(x, i);
  const b = column(x, j);
  const rows = Array.from(a, (_, row) => row).filter((row) => a[row] !== 0 && b[row] !== 0);
  return Float64Array.from(rows, (row) => a[row]! / b[row]!);
}

/** @throws Error when mean or variance of the non-zero values of a feature is off. */
export function checkConditionalMoments(
  x: Matrix,
  { low, mean, variance }: Values,
  falseAlarm: number,
): void {
  const each = falseAlarm / (2 * x.columns);
  const furthest = Math.max((1 - mean) ** 2, (low - mean) ** 2);
  for (let i = 0; i < x.columns; i++) {
    const values = column(x, i).filter((value) => value !== 0);
    const squares = values.map((value) => (value - mean) ** 2);
    expectMean(`the mean of the non-zero values of feature ${i}`, values, mean, 1 - low, each);
    expectMean(`the variance of the non-zero values of feature ${i}`, squares, variance, furthest, each);
  }
}

/** @throws Error when E x_i or E x_i² is off: p times those of the values. */
export function checkMoments(
  x: Matrix,
  p: readonly number[],
  { low, mean, variance }: Values,
  falseAlarm: number,
): void {
  const each = falseAlarm / (2 * x.columns);
  p.forEach((probability, i) => {
    const values = column(x, i);
    const squares = values.map((value) => value ** 2);
    expectMean(`the mean of feature ${i}`, values, probability * mean, 1 - low, each);
    expectMean(`the mean square of feature ${i}`, squares, probability * (variance + mean ** 2), 1, each);
  });
}

/**
 * Two features are on together at the rate p_i p_j, and both with a value above the median at a quarter of
 * it; so are a feature and itself in the next row, at p_i².
 * @throws Error when a joint rate is not the product of the single ones.
 */
export function checkIndependence(x: Matrix, p: readonly number[], values: Values, falseAlarm: number): void {
  checkJointRates(x, p, (i, j) => p[i]! * p[j]!, values, falseAlarm);
}

/**
 * Two features are on together at the rate `together`, and both with a value above the median at a quarter
 * of it, since values are drawn apart; a feature and itself in the next row are at p_i².
 * @throws Error when a joint rate is another.
 */
export function checkJointRates(
  x: Matrix,
  p: readonly number[],
  together: (i: number, j: number) => number,
  { mean: median }: Values,
  falseAlarm: number,
): void {
  const n = p.length;
  const each = falseAlarm / (n * (n - 1) + n);
  const on = (row: number, i: number): boolean => entry(x, row, i) !== 0;
  const above = (row: number, i: number): boolean => on(row, i) && entry(x, row, i) > median;
  const half: Rates = [1 / 2 - 2 * grid, 1 / 2 + 2 * grid];
  // Each of the two masks may be off by g, and each of the two values 0 though its feature is on.
  const jointRates = (rate: number): Rates => [
    Math.max(0, (rate - 2 * grid) * (1 - 2 * grid)),
    rate === 0 ? 0 : Math.min(1, rate + 2 * grid),
  ];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const both = countRows(x.rows, (row) => on(row, i) && on(row, j));
      const rates = jointRates(together(i, j));
      expectRate(`features ${j} and ${i} are non-zero together`, both, x.rows, rates, each);
      const high = countRows(x.rows, (row) => above(row, i) && above(row, j));
      const highRates = product(rates, product(half, half));
      expectRate(`features ${j} and ${i} are above ${median} together`, high, x.rows, highRates, each);
    }
    const pairs = Math.floor(x.rows / 2);
    const twice = countRows(pairs, (pair) => on(2 * pair, i) && on(2 * pair + 1, i));
    const rates = product(nonZeroRates(p[i]!), nonZeroRates(p[i]!));
    expectRate(`feature ${i} is non-zero in a row and in the next one`, twice, pairs, rates, each);
  }
}

type Rates = readonly [low: number, high: number];

function nonZeroRates(probability: number): Rates {
  return [Math.max(0, (probability - grid) * (1 - grid)), Math.min(1, probability + grid)];
}

function product(a: Rates, b: Rates): Rates {
  return [a[0] * b[0], a[1] * b[1]];
}

function countRows(rows: number, holds: (row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (holds(row)) count++;
  return count;
}

function expectRate(what: string, count: number, samples: number, rates: Rates, falseAlarm: number): void {
  const [low, high] = acceptedRates(samples, rates, falseAlarm);
  const rate = count / samples;
  if (rate >= low && rate <= high) return;
  const expected = ((rates[0] + rates[1]) / 2).toPrecision(4);
  throw new Error(
    `${what} at a rate of ${rate.toPrecision(4)} in ${samples} draws, but should be at ${expected}: chance explains ${low.toPrecision(4)} to ${high.toPrecision(4)}`,
  );
}

function expectMean(
  what: string,
  values: Float64Array,
  expected: number,
  width: number,
  falseAlarm: number,
): void {
  if (values.length === 0) return;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  // Of values from a mask and a draw, so one g more than the 4 g of the draw.
  const tolerance = meanTolerance(values.length, width, falseAlarm) + 5 * grid;
  if (Math.abs(mean - expected) <= tolerance) return;
  throw new Error(
    `${what} is ${mean.toPrecision(4)} over ${values.length} values, but should be ${expected.toPrecision(4)}: chance explains a difference of ${tolerance.toPrecision(2)}`,
  );
}
