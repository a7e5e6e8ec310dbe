/** The measures on weights worked out by hand, and on seed 1's published models. */
import { describe, expect, test } from 'vitest';
import { antipodalPairs } from '../../src/measures/antipodal-pairs.js';
import { dimensionality, totalDimensionality } from '../../src/measures/dimensionality.js';
import { dimensionsPerFeature } from '../../src/measures/dimensions-per-feature.js';
import { embeddingNorms } from '../../src/measures/embedding-norms.js';
import { identityDistance } from '../../src/measures/identity-distance.js';
import { interference, rootInterference, unnormalisedInterference } from '../../src/measures/interference.js';
import { representedByDiagonal, representedByNorm } from '../../src/measures/represented.js';
import { response, responseDistance } from '../../src/measures/response.js';
import { rank, singularValues, symmetricEigenvalues } from '../../src/measures/spectrum.js';
import { entry, matrixOf } from '../../src/models/matrix.js';
import type { TiedWeights, UntiedWeights } from '../../src/models/weights.js';
import { readWeights } from '../../src/subjects/weights-file/read-weights.js';
import { digon, embedded, polygon, tegum } from '../properties/kit/frames.js';
import { publishedWeights, publishedWeightsMissing } from './helpers/published-weights.js';

describe('tied weights worked out by hand', () => {
  // W_0 = (3, 4) and W_1 = (−.6, −.8) are opposite, W_2 = 0, W_3 = (.48, −.36) is orthogonal to them.
  const weights: TiedWeights = {
    kind: 'tied',
    W: matrixOf([
      [3, -0.6, 0, 0.48],
      [4, -0.8, 0, -0.36],
    ]),
    b: Float64Array.from([-24, 2, 0.5, -0.36]),
  };

  test('norms and who is represented, by norm and by diagonal', () => {
    expectClose(embeddingNorms(weights), [5, 1, 0, 0.6]);
    expect(representedByNorm(weights)).toEqual([0, 1, 3]);
    expect(representedByNorm(weights, 0.7)).toEqual([0, 1]);
    expect(representedByDiagonal(weights)).toEqual([0, 1]);
    expect(representedByDiagonal(weights, 0.3)).toEqual([0, 1, 3]);
  });

  test('interference: normalised, unnormalised, and its root', () => {
    expectClose(interference(weights), [1, 25, 0, 0]);
    expectClose(unnormalisedInterference(weights), [25, 25, 0, 0]);
    expectClose(rootInterference(weights), [1, 5, 0, 0]);
  });

  test('dimensionality, its total and dimensions per feature', () => {
    expectClose(dimensionality(weights), [25 / 26, 1 / 26, 0, 1]);
    expectClose([totalDimensionality(weights), dimensionsPerFeature(weights)], [2, 2 / 26.36]);
  });

  test('distance of WᵀW from the identity', () => {
    expectClose([identityDistance(weights)], [Math.sqrt(24 ** 2 + 0 + 1 + 0.64 ** 2 + 2 * 25)]);
  });

  test('the response: row i answers feature i, and b_j is added in column j', () => {
    expectRows(response('relu-output', weights), [
      [1, 0, 0.5, 0],
      [0, 3, 0.5, 0],
      [0, 2, 0.5, 0],
      [0, 2, 0.5, 0],
    ]);
    expectClose([responseDistance('relu-output', weights)], [Math.sqrt(3 * 0.25 + 4 + 0.25 + 4 + 4 + 1)]);
  });

  test('the linear response keeps what ReLU would clip', () => {
    expectRows(response('linear', weights), [
      [1, -3, 0.5, -0.36],
      [-29, 3, 0.5, -0.36],
      [-24, 2, 0.5, -0.36],
      [-24, 2, 0.5, 0],
    ]);
  });

  test('the antipodal pair', () => {
    const pairs = antipodalPairs(weights);
    expect(pairs.map(({ features }) => features)).toEqual([[0, 1]]);
    expectClose([pairs[0]!.cosine], [-1]);
  });

  test('a tiny embedding has the dimensionality of its direction, and no number is lost to underflow', () => {
    const tiny = embedded([
      [1e-200, 0],
      [0, 1],
    ]);
    expectClose(dimensionality(tiny), [1, 1]);
  });

  test('weights of zero have no dimensionality, no interference and infinite dimensions per feature', () => {
    const none = embedded([
      [0, 0],
      [0, 0],
    ]);
    expect(dimensionality(none)).toEqual([0, 0]);
    expect(interference(none)).toEqual([0, 0]);
    expect(dimensionsPerFeature(none)).toBe(Number.POSITIVE_INFINITY);
    expect(antipodalPairs(none)).toEqual([]);
  });
});

describe('untied weights worked out by hand', () => {
  // decoder · encoder = (3, 6; 5, 10).
  const weights: UntiedWeights = {
    kind: 'untied',
    encoder: matrixOf([[1, 2]]),
    decoder: matrixOf([[3], [5]]),
    b: Float64Array.from([-1, 1]),
  };
  const inhibited: UntiedWeights = { ...weights, encoder: matrixOf([[-1, 2]]) };

  test('the distance is that of decoder · encoder, and so is the diagonal', () => {
    expectClose([identityDistance(weights)], [Math.sqrt(4 + 36 + 25 + 81)]);
    expect(representedByDiagonal(weights, 3)).toEqual([1]);
  });

  test('row i of the response is column i of decoder · encoder, plus b', () => {
    expectRows(response('untied', weights), [
      [2, 6],
      [5, 11],
    ]);
  });

  test('a hidden ReLU answers with the bias alone where the feature inhibits its neuron', () => {
    expectRows(response('absolute-value', inhibited), [
      [0, 1],
      [5, 11],
    ]);
    expectRows(response('relu-hidden', embedded([[-1], [2]])), [
      [0, 0],
      [0, 4],
    ]);
  });
});

describe('antipodal pairs', () => {
  test('each feature is in one pair at most, the most opposed first', () => {
    const doubled = embedded([
      [1, 0],
      [1, 0.2],
      [-1, 0],
      [-1, -0.15],
      [-1, 0],
    ]);
    expect(antipodalPairs(doubled).map(({ features }) => features)).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  test('an octahedron has three, a pentagon has none', () => {
    expect(antipodalPairs(embedded(tegum(tegum(digon, digon), digon)))).toHaveLength(3);
    expect(antipodalPairs(embedded(polygon(5)))).toEqual([]);
  });

  test('a feature that is not represented is in none', () => {
    expect(antipodalPairs(embedded([[1], [-0.4]]))).toEqual([]);
    expect(antipodalPairs(embedded([[1], [-0.4]]), -0.9, 0.3)).toHaveLength(1);
  });
});

describe('spectrum', () => {
  test('singular values of a wide and of a tall matrix, falling', () => {
    expectClose(
      singularValues(
        matrixOf([
          [3, 0, 0],
          [0, 0, 4],
        ]),
      ),
      [4, 3],
    );
    expectClose(
      singularValues(
        matrixOf([
          [3, 0],
          [0, 0],
          [0, 4],
        ]),
      ),
      [4, 3],
    );
  });

  test('rank counts what is above rounding', () => {
    expect(
      rank(
        matrixOf([
          [1, 2],
          [2, 4],
        ]),
      ),
    ).toBe(1);
    expect(
      rank(
        matrixOf([
          [1, 2],
          [2, 4 + 1e-9],
        ]),
      ),
    ).toBe(2);
    expect(rank(matrixOf([[0, 0]]))).toBe(0);
  });

  test('eigenvalues of a symmetric matrix, rising', () => {
    expectClose(
      symmetricEigenvalues(
        matrixOf([
          [0, 2],
          [2, 0],
        ]),
      ),
      [-2, 2],
    );
  });
});

describe("seed 1's published tied models", () => {
  // Claims, section 3; sums and squares are printed there to three digits, hence half of the last.
  const figures = [
    { sparsity: '0', represented: 5, answered: 5, squaredNorm: 4.95, pairs: 0 },
    { sparsity: '0.7', represented: 7, answered: 7, squaredNorm: 6.98, pairs: 2 },
    { sparsity: '0.9', represented: 9, answered: 9, squaredNorm: 8.94, pairs: 4 },
    { sparsity: '0.99', represented: 14, answered: 13, squaredNorm: 19.1 },
    { sparsity: '0.999', represented: 17, answered: 16, squaredNorm: 25.4 },
  ];

  test.for(figures)(
    'S = $sparsity: $represented represented, $answered answered above .9, ‖W‖_F² = $squaredNorm',
    async ({ sparsity, represented, answered, squaredNorm, pairs }, { skip }) => {
      if (publishedWeightsMissing) skip(publishedWeightsMissing);

      const { weights } = await readWeights(publishedWeights(sparsity));

      // Seed 1 counts by the diagonal; the norms give the same numbers here, though not everywhere.
      expect(representedByDiagonal(weights)).toHaveLength(represented);
      expect(representedByNorm(weights)).toHaveLength(represented);
      const R = response('relu-output', weights);
      expect(weights.b.filter((_, i) => entry(R, i, i) > 0.9)).toHaveLength(answered);
      const found = 5 / dimensionsPerFeature(weights);
      expect(Math.abs(found - squaredNorm)).toBeLessThanOrEqual(squaredNorm > 10 ? 0.05 : 0.005);
      if (pairs !== undefined) expect(antipodalPairs(weights)).toHaveLength(pairs);
    },
  );

  test('S = .7: three features have a dimension each, four share two', async ({ skip }) => {
    if (publishedWeightsMissing) skip(publishedWeightsMissing);

    const { weights } = await readWeights(publishedWeights('0.7'));

    const D = representedByNorm(weights).map((i) => dimensionality(weights)[i]!);
    expect(D.filter((d) => d > 0.9)).toHaveLength(3);
    expect(D.filter((d) => d >= 0.455 && d < 0.545)).toHaveLength(4);
  });
});

/** Equal to rounding: each of these is a handful of operations on numbers below 700. */
function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, at) => {
    expect(value, `number ${at}`).toBeCloseTo(expected[at]!, 11);
  });
}

function expectRows(found: Parameters<typeof entry>[0], expected: readonly (readonly number[])[]): void {
  expectClose([...found.data], expected.flat());
}
