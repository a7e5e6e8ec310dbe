/** The measures of seed 3's networks, on weights small enough to work out by hand. */
import { describe, expect, test } from 'vitest';
import { pixels } from '../../../src/data/digits/digit-set.js';
import { answersOf, featuresOf } from '../../../src/measures/digits/classification.js';
import { gatheredShare } from '../../../src/measures/digits/directions.js';
import { reconstructionError, unitImportances } from '../../../src/measures/digits/unit-importance.js';
import { unitPositions } from '../../../src/measures/digits/unit-positions.js';
import { leastSquaredCosine, meanSquaredCosine } from '../../../src/measures/mean-squared-cosine.js';
import type { AutoEncoderWeights, ClassifierWeights } from '../../../src/models/digits/weights.js';
import { matrix, matrixOf } from '../../../src/models/matrix.js';
import { referenceAutoEncoder } from '../../../src/oracle/digits.js';
import { rankCorrelation } from '../../../src/statistics/rank-correlation.js';

describe('classification', () => {
  // Unit 0 sees the first pixel, unit 1 its opposite; the score of digit 7 is unit 0, of digit 2 unit 1.
  const weights: ClassifierWeights = {
    kind: 'classifier',
    W1: matrix(2, pixels, (unit, pixel) => (pixel === 0 ? [1, -1][unit]! : 0)),
    b1: Float64Array.of(0, 0.5),
    W2: matrix(10, 2, (k, unit) => Number((k === 7 && unit === 0) || (k === 2 && unit === 1))),
    b2: new Float64Array(10),
  };
  const images = new Uint8Array(2 * pixels);
  images[0] = 255;
  const digits = { count: 2, images, labels: Uint8Array.of(7, 2) };

  test('gives the features max(0, tanh(W₁ x + b₁))', () => {
    const { data } = featuresOf(weights, digits);
    expect([...data]).toEqual([Math.tanh(1), 0, 0, Math.tanh(0.5)]);
  });

  test('answers with the highest score', () => {
    expect(answersOf(weights, featuresOf(weights, digits))).toEqual([7, 2]);
  });
});

describe('importance and position of a unit', () => {
  const weights: AutoEncoderWeights = {
    kind: 'auto-encoder',
    encoder: matrixOf([
      [1, 0, 0],
      [0, 2, 0],
    ]),
    codeBias: Float64Array.of(0.1, 0),
    decoder: matrixOf([
      [1, 0],
      [0, 1],
      [0, 0],
    ]),
    b: Float64Array.of(0, 0, -1),
  };
  const features = matrixOf([
    [0.5, 0, 0.2],
    [0, 0.4, 0.2],
  ]);

  test('the reconstruction error is the loss of the oracle', () => {
    expect(reconstructionError(weights, features)).toBeCloseTo(
      referenceAutoEncoder(weights, features).loss,
      12,
    );
  });

  test('importance is the growth of the error without the unit; 0 for one that is not encoded', () => {
    const [first, second, third] = unitImportances(weights, features);
    // The error is still against the whole features: (0.5 − 0)² where the first unit was zeroed.
    const y = Math.tanh(Math.tanh(0.6));
    const gone = Math.tanh(Math.tanh(0.1));
    expect(first).toBeCloseTo(((gone - 0.5) ** 2 - (y - 0.5) ** 2) / 6, 12);
    expect(second).toBeGreaterThan(0);
    expect(third).toBe(0);
  });

  test('position is the mean code with only that unit on', () => {
    const { data } = unitPositions(weights, features);
    const first = [(Math.tanh(0.6) + Math.tanh(0.1)) / 2, 0];
    const second = [Math.tanh(0.1), (0 + Math.tanh(0.8)) / 2];
    [...first, ...second, Math.tanh(0.1), 0].forEach((value, at) => {
      expect(data[at]).toBeCloseTo(value, 12);
    });
  });
});

describe('directions', () => {
  const at = (degrees: number, weight: number) => ({
    x: Math.cos((degrees * Math.PI) / 180),
    y: Math.sin((degrees * Math.PI) / 180),
    weight,
  });

  test('two bundles are gathered in two windows, also across 180°', () => {
    const bundles = [at(170, 1), at(-175, 2), at(10, 1), at(25, 1), at(90, 1)];
    expect(gatheredShare(bundles, 2, 30)).toBeCloseTo(5 / 6, 12);
  });

  test('vectors spread evenly are gathered as far as windows reach', () => {
    const even = Array.from({ length: 36 }, (_, k) => at(10 * k + 1, 1));
    // A window of 30° from one vector on holds it and the three at 10°, 20° and 30°.
    expect(gatheredShare(even, 2, 30.001)).toBeCloseTo(8 / 36, 12);
  });

  test('no weight at all counts as gathered', () => {
    expect(gatheredShare([at(0, 0)], 2, 30)).toBe(1);
  });
});

describe('mean squared cosine', () => {
  test('is 1 for parallel embeddings, and the least possible for a regular polygon', () => {
    const parallel = matrixOf([
      [1, -2, 3],
      [1, -2, 3],
    ]);
    expect(meanSquaredCosine(parallel)).toBeCloseTo(1, 12);
    const pentagon = matrix(2, 5, (a, i) => (a === 0 ? Math.cos : Math.sin)((2 * Math.PI * i) / 5));
    expect(meanSquaredCosine(pentagon)).toBeCloseTo(leastSquaredCosine(pentagon), 12);
    expect(leastSquaredCosine(matrix(2, 49, () => 1))).toBeCloseTo(23.5 / 48, 12);
  });
});

describe('rank correlation', () => {
  test('is 1 or −1 when one rises or falls with the other, however', () => {
    expect(rankCorrelation([1, 2, 3, 4], [1, 10, 11, 1000])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, -9])).toBeCloseTo(-1, 12);
  });

  test('gives equal values their mean rank', () => {
    // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3: 4.5 / √(4.5 · 5).
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
  });

  test('refuses lists of two lengths', () => {
    expect(() => rankCorrelation([1], [1, 2])).toThrow('1 values cannot be compared with 2');
  });
});
