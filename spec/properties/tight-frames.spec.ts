/**
 * Tight frames: embeddings with WWᵀ = c I, which share the hidden space as evenly as can be. The paper
 * likens the geometry of uniform superposition to charges on a sphere; these are the exact statements
 * behind that, about the measures themselves, before any subject comes into it.
 *
 * Tolerance: as in geometry.spec.ts, where its derivation stands.
 */
import fc from 'fast-check';
import { describe } from 'vitest';
import { theorem } from '../../src/claims/theorem.js';
import { dimensionality, totalDimensionality } from '../../src/measures/dimensionality.js';
import { embeddingNorms } from '../../src/measures/embedding-norms.js';
import { frameTightness } from '../../src/measures/frame-tightness.js';
import { welchRatio } from '../../src/measures/welch-ratio.js';
import { matrix } from '../../src/models/matrix.js';
import type { TiedWeights } from '../../src/models/weights.js';
import { sizes, tiedWeights } from './kit/arbitraries.js';
import { expectAtLeast, expectWithin } from './kit/assertions.js';
import { check } from './kit/check.js';
import { cube, embedded, octahedron, polygon, simplex } from './kit/frames.js';
import { orthogonalMatrices } from './kit/orthogonal.js';

const rounding = 1e-11;
const embeddings = sizes({ n: 12, m: 6 }).chain(tiedWeights);

describe('Tight frames', () => {
  theorem(
    {
      id: 'G10.bound',
      source: 'Benedetto and Fickus 2003; Elhage et al. 2022, "The Geometry of Superposition"',
      statement: 'no embeddings have a frame potential below ‖W‖_F⁴ / m, the value of a tight frame',
      criterion: 'm Σ_ij (W_i · W_j)² / ‖W‖_F⁴ ≥ 1 for any W ≠ 0',
    },
    async () => {
      const any = embeddings.filter(({ W }) => W.data.some((w) => w !== 0));
      await check(
        fc.property(any, (weights) => {
          expectAtLeast('the frame potential over its least value', frameTightness(weights), 1, rounding);
        }),
        300,
      );
    },
  );

  theorem(
    {
      id: 'G10.tight',
      source: 'Benedetto and Fickus 2003',
      statement: 'a tight frame, WWᵀ = c I, attains the bound, and its dimensionalities sum to exactly m',
      criterion:
        'for W of m orthogonal rows of length √c: frame potential over its least value 1, D_i = ‖W_i‖² / c, Σ D_i = m; the first above 1 as soon as one row is scaled',
    },
    async () => {
      const frames = sizes({ n: 8, m: 8 })
        .filter(({ n, m }) => m <= n)
        .chain(({ n, m }) =>
          fc.record({
            c: fc.integer({ min: 1, max: 64 }).map((k) => k / 16),
            O: orthogonalMatrices(n).map((O) => matrix(m, n, (h, i) => O.data[h * n + i]!)),
          }),
        );
      await check(
        fc.property(frames, ({ c, O }) => {
          const W = { ...O, data: O.data.map((value) => Math.sqrt(c) * value) };
          const weights: TiedWeights = { kind: 'tied', W, b: new Float64Array(W.columns) };
          expectWithin('the frame potential over its least value', frameTightness(weights), 1, rounding);
          expectWithin('Σ D_i', totalDimensionality(weights), W.rows, rounding);
          const D = dimensionality(weights);
          embeddingNorms(weights).forEach((norm, i) => {
            expectWithin(`D_${i}`, D[i]!, norm ** 2 / c, rounding);
          });
          if (W.rows === 1) return;
          const longer = W.data.map((value, at) => (at < W.columns ? 2 * value : value));
          // One eigenvalue of m at 4 c: m (16 + m − 1) / (4 + m − 1)².
          const m = W.rows;
          expectWithin(
            'the frame potential with one row doubled',
            frameTightness({ ...weights, W: { ...W, data: longer } }),
            (m * (m + 15)) / (m + 3) ** 2,
            rounding,
          );
        }),
      );
    },
  );

  theorem(
    {
      id: 'G12.bound',
      source: 'Welch 1974',
      statement:
        'the mean squared cosine of k directions in m dimensions is at least (k − m) / (m (k − 1)), and polygons, simplices and antipodal pairs on orthogonal axes attain it',
      criterion: 'ratio ≥ 1 for any k > m directions; 1 for those shapes, and undefined for k ≤ m',
    },
    async () => {
      await check(
        fc.property(embeddings, (weights) => {
          const ratio = welchRatio(weights);
          const k = embeddingNorms(weights).filter((norm) => norm > 0.5).length;
          expectWithin(
            'whether the ratio is defined',
            Number(ratio !== undefined),
            Number(k > weights.W.rows),
            0,
          );
          if (ratio !== undefined)
            expectAtLeast('the mean squared cosine over its bound', ratio, 1, rounding);
        }),
        300,
      );
      for (const vectors of [polygon(5), simplex(3), simplex(7), octahedron, cube]) {
        expectWithin('the ratio at a tight shape', welchRatio(embedded(vectors))!, 1, rounding);
      }
      // Two opposite and one at right angles: squared cosines 0, 0 and 1, mean 1/3; the bound is 1/4.
      const uneven = embedded([
        [1, 0],
        [0, 1],
        [-1, 0],
      ]);
      expectWithin('the ratio of an antipodal pair and a third', welchRatio(uneven)!, 4 / 3, rounding);
    },
  );
});
