/** The oracle against published numbers and against itself: two ways to one value. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { matrixOf } from '../../src/models/matrix.js';
import { parametersOf } from '../../src/models/weights.js';
import { centralDifferences, directionalDifference } from '../../src/oracle/central-difference.js';
import { floorInClosedForm } from '../../src/oracle/floor.js';
import { kGon, kGonLoss, kGonWeights } from '../../src/oracle/k-gon.js';
import { distanceToKink } from '../../src/oracle/kinks.js';
import { momentRows } from '../../src/oracle/moment-rows.js';
import { oneHotLoss } from '../../src/oracle/one-hot.js';
import { referenceForward, referenceLoss } from '../../src/oracle/reference.js';
import { tiedWeights } from '../properties/kit/arbitraries.js';

describe('the reference computes by hand-checked numbers', () => {
  const W = matrixOf([[2, -1]]);
  const tied = { kind: 'tied', W, b: Float64Array.from([0.5, 0.25]) } as const;
  const biased = { ...tied, kind: 'hidden-biased', c: Float64Array.from([0.125]) } as const;
  const untied = {
    kind: 'untied',
    encoder: matrixOf([[2, -1]]),
    decoder: matrixOf([[1], [-3]]),
    b: Float64Array.from([0.5, 0.25]),
  } as const;
  const x = matrixOf([
    [0.5, 0.25],
    [0.125, 0.5],
  ]);

  // h = 0.75 for the first row, −0.25 for the second.
  plain.each([
    [
      'relu-output',
      tied,
      [
        [2, 0],
        [0, 0.5],
      ],
    ],
    [
      'linear',
      tied,
      [
        [2, -0.5],
        [0, 0.5],
      ],
    ],
    [
      'relu-hidden',
      tied,
      [
        [2, 0],
        [0.5, 0.25],
      ],
    ],
    // W x = .75 and −.25, with c = .125: .875 and −.125.
    [
      'relu-hidden-biased',
      biased,
      [
        [2.25, 0],
        [0.5, 0.25],
      ],
    ],
    [
      'untied',
      untied,
      [
        [1.25, 0],
        [0.25, 1],
      ],
    ],
    [
      'absolute-value',
      untied,
      [
        [1.25, 0],
        [0.5, 0.25],
      ],
    ],
  ] as const)('the output of %s', (model, weights, expected) => {
    expect(referenceForward(model, weights, x)).toEqual(expected);
  });

  plain('the loss is the mean over rows and features, weighted by importance', () => {
    // Errors: (1.5, −.25) and (−.125, 0); with I = (1, 2): (2.25 + .125 + .015625) / 4.
    expect(referenceLoss('relu-output', [1, 2], tied, x)).toBe(0.59765625);
  });

  plain('a hidden penalty adds λ times the mean over rows of Σ |h|', () => {
    // |h| = .75 and .25 in the two rows.
    expect(referenceLoss('relu-output', [1, 2], tied, x, { hiddenPenalty: 0.5 })).toBe(0.59765625 + 0.25);
  });

  plain('a row that stands in for another keeps the target', () => {
    // The outputs of the second row against the targets of the first: errors (0 − .5, .5 − .25).
    const input = matrixOf([[0.125, 0.5]]);
    const first = matrixOf([[0.5, 0.25]]);
    expect(referenceLoss('relu-output', [1, 2], tied, first, { input })).toBe((0.25 + 2 * 0.0625) / 2);
  });

  plain('the target of the absolute-value model is |x|', () => {
    const negative = matrixOf([[-0.5, -0.25]]);
    // h = −.75, so y = ReLU(b) = (.5, .25) = |x|.
    expect(referenceLoss('absolute-value', [1, 1], untied, negative)).toBe(0);
  });

  plain('weights of the wrong kind are refused', () => {
    expect(() => referenceForward('untied', tied, x)).toThrow('the model untied has untied weights');
    expect(() => referenceForward('linear', untied, x)).toThrow('the model linear has tied weights');
    expect(() => referenceForward('relu-hidden-biased', tied, x)).toThrow('has a hidden bias');
  });

  plain('the nearest kink is found, hidden and at the output', () => {
    expect(distanceToKink('relu-output', tied, x)).toBe(0);
    expect(distanceToKink('relu-output', tied, matrixOf([[0.5, 0.25]]))).toBe(0.5);
    expect(distanceToKink('absolute-value', untied, matrixOf([[0.125, 0.5]]))).toBe(0.25);
    expect(distanceToKink('absolute-value', untied, matrixOf([[0, 0]]))).toBe(0.25);
    expect(distanceToKink('linear', tied, x)).toBe(Number.POSITIVE_INFINITY);
    // A hidden bias moves the hidden layer of a row of zeros, and a penalty bends at h = 0.
    expect(distanceToKink('relu-hidden-biased', biased, matrixOf([[0, 0]]))).toBe(0.125);
    expect(distanceToKink('linear', tied, x, true)).toBe(0.25);
  });
});

describe('central differences', () => {
  const size = { n: 3, m: 2 };

  test.prop([tiedWeights(size), tiedWeights(size)])(
    'are exact for a quadratic, but for rounding',
    (weights, direction) => {
      const half = (point: typeof weights): number =>
        parametersOf(point).reduce((sum, [, values]) => sum + values.reduce((s, v) => s + v * v, 0) / 2, 0);
      const gradient = new Map(
        parametersOf(centralDifferences((point) => half(point as typeof weights), weights)),
      );
      let slope = 0;
      const along = new Map(parametersOf(direction));
      // f ≤ 9 · 1.5² / 2, so rounding leaves 2⁻⁵³ · 20 · 10 / 2⁻¹⁷ < 3e-9 in each difference.
      for (const [name, values] of parametersOf(weights)) {
        values.forEach((value, at) => {
          expect(Math.abs(gradient.get(name)![at]! - value)).toBeLessThan(3e-9);
          slope += value * along.get(name)![at]!;
        });
      }
      const found = directionalDifference((point) => half(point as typeof weights), weights, direction);
      expect(Math.abs(found - slope)).toBeLessThan(3e-9);
    },
  );
});

describe('the no-superposition floor', () => {
  // Claims, section 2, to the digits printed there.
  plain.each([
    [20, 5, 0.7, [0.00232322, 0.0021606, 8.5959e-4, 2.7251e-4, 9.2232e-5, 2.7816e-5, 9.2859e-6]],
    [80, 20, 0.9, [0.00126415, 0.00117568, 4.6773e-4, 1.4828e-4, 5.0187e-5, 1.5136e-5, 5.0528e-6]],
    [5, 2, 0.9, [0.036585, 0.034024, 0.013536, 0.0042914, 0.0014524, 0.00043802, 0.00014623]],
  ])('n = %i, m = %i, I = %d^i', (n, m, base, expected) => {
    const importance = Array.from({ length: n }, (_, i) => base ** i);
    [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001].forEach((p, at) => {
      const floor = floorInClosedForm(m, importance, new Array<number>(n).fill(p));
      // The table has 4 to 6 digits; its fifth is not always rounded right.
      expect(Math.abs(floor / expected[at]! - 1)).toBeLessThan(5e-5);
    });
  });

  plain('keeps the features of the largest I v, not of the largest I', () => {
    // v(.1) = .0308, v(1) = .0833: the rare important feature costs less.
    expect(floorInClosedForm(1, [1, 0.5], [0.1, 1])).toBeCloseTo((0.1 / 3 - 0.0025) / 2, 15);
  });
});

describe('rows with the moments of the features', () => {
  const probabilities = fc.array(
    fc.integer({ min: 1, max: 64 }).map((k) => k / 64),
    { minLength: 1, maxLength: 6 },
  );

  test.prop([probabilities])('have mean p/2 and covariance diag(p/3 − p²/4)', (p) => {
    const { rows, columns: n, data } = momentRows(p);
    const at = (row: number, i: number): number => data[row * n + i]!;
    for (let i = 0; i < n; i++) {
      const all = Array.from({ length: rows }, (_, row) => row);
      const mean = all.reduce((sum, row) => sum + at(row, i), 0) / rows;
      expect(mean).toBeCloseTo(p[i]! / 2, 12);
      for (let j = 0; j < n; j++) {
        const covariance =
          all.reduce((sum, row) => sum + (at(row, i) - p[i]! / 2) * (at(row, j) - p[j]! / 2), 0) / rows;
        expect(covariance).toBeCloseTo(i === j ? p[i]! / 3 - p[i]! ** 2 / 4 : 0, 12);
      }
    }
  });
});

describe('the k-gons of the one-hot limit', () => {
  // Claims, section 1.5: k, l, b, h_k.
  plain.each([
    [4, 1, 0, 0],
    [5, 1.17046, -0.2823, 0.23738],
    [6, 1.32053, -0.61814, 0.86746],
    [7, 1.44839, -0.96691, 1.7487],
    [8, 1.55045, -1.29119, 2.77311],
  ])('k = %i: length, bias and h', (k, l, b, h) => {
    const found = kGon(k);
    // The table's fifth decimal is off by one in two places (.2822973, 2.7731024).
    expect(Math.abs(found.l - l)).toBeLessThan(1.1e-5);
    expect(Math.abs(found.b - b)).toBeLessThan(1.1e-5);
    expect(Math.abs(found.h - h)).toBeLessThan(1.1e-5);
  });

  plain.each([
    [4, 4, 0],
    [4, 5, 0.06667],
    [4, 6, 0.11111],
    [5, 5, 0.01583],
    [5, 6, 0.06874],
    [6, 6, 0.04819],
    [7, 7, 0.08327],
    [8, 8, 0.11555],
  ])('L(%i, %i)', (k, c, expected) => {
    expect(Math.abs(kGonLoss(k, c) - expected)).toBeLessThan(5.1e-6);
    expect(oneHotLoss(kGonWeights(k, c))).toBeCloseTo(kGonLoss(k, c), 11);
  });

  plain.each([
    [4, 5, 0.05667],
    [5, 6, 0.0618],
    [4, 6, 0.10417],
  ])('L(%i+, %i), with one positive bias', (k, c, expected) => {
    expect(Math.abs(kGonLoss(k, c, true) - expected)).toBeLessThan(5.1e-6);
    expect(oneHotLoss(kGonWeights(k, c, true))).toBeCloseTo(kGonLoss(k, c, true), 11);
  });

  plain('there is none to be had beyond 8', () => {
    expect(() => kGon(9)).toThrow('k must be 4 … 8');
    expect(() => kGon(3)).toThrow('k must be 4 … 8');
  });
});
