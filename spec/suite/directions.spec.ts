/** Hidden vectors of rows, and the gaps between directions in the plane, on numbers worked out by hand. */
import { expect, test } from 'vitest';
import { directionGaps } from '../../src/measures/direction-gaps.js';
import { hiddenVectors } from '../../src/measures/hidden-vectors.js';
import { matrix, matrixOf } from '../../src/models/matrix.js';
import type { Weights } from '../../src/models/weights.js';

test('a row of data has the hidden vector W x, in a column of its own', () => {
  const W = matrixOf([
    [1, 0, 2],
    [0, 1, -1],
  ]);
  const x = matrixOf([
    [1, 0, 0],
    [1, 2, 3],
  ]);

  const tied: Weights = { kind: 'tied', W, b: new Float64Array(3) };
  const untied: Weights = { kind: 'untied', encoder: W, decoder: matrix(3, 2, () => 7), b: tied.b };

  const expected = matrixOf([
    [1, 7],
    [0, -1],
  ]);
  expect(hiddenVectors(tied, x)).toEqual(expected);
  expect(hiddenVectors(untied, x)).toEqual(expected);
});

test('a regular k-gon has k equal gaps, at any rotation and any lengths', () => {
  const k = 7;
  const angle = (i: number): number => 3 + (2 * Math.PI * i) / k;
  const vectors = matrix(2, k, (a, i) => (1 + i) * (a === 0 ? Math.cos(angle(i)) : Math.sin(angle(i))));

  const gaps = directionGaps(vectors);

  expect(gaps).toHaveLength(k);
  for (const gap of gaps) expect(gap).toBeCloseTo(360 / k, 10);
});

test('the gaps go all the way round: 90° and 270° for two vectors at right angles', () => {
  const gaps = directionGaps(
    matrixOf([
      [1, 0],
      [0, 2],
    ]),
  );

  expect(gaps.sort((a, b) => a - b)).toEqual([90, 270]);
});

test('vectors that do not lie in a plane are refused', () => {
  expect(() => directionGaps(matrix(3, 4, () => 1))).toThrow('directions in the plane need 2 × k, not 3 × 4');
});
