/**
 * Geometry of the embeddings: theorems about any W, and shapes whose dimensionality is known exactly.
 * These hold for the measures themselves, in float64, before any subject comes into it.
 *
 * Tolerances: n, m ≤ 12, so each of these sums has fewer than 200 terms; 200 roundings of 2⁻⁵³ are
 * 2e-14 of the sum of absolute values, and the quotients here stay below 12. 1e-11 leaves a factor of
 * forty; a wrong formula is off by hundredths.
 */
import fc from 'fast-check';
import { describe } from 'vitest';
import { theorem } from '../../src/claims/theorem.js';
import { dimensionality, totalDimensionality } from '../../src/measures/dimensionality.js';
import { identityDistance } from '../../src/measures/identity-distance.js';
import { rank } from '../../src/measures/spectrum.js';
import { column, matrix, multiply } from '../../src/models/matrix.js';
import type { TiedWeights } from '../../src/models/weights.js';
import { matrices, type Size, sizes, tiedWeights, untiedWeights } from './kit/arbitraries.js';
import { expectAtLeast, expectAtMost, expectWithin } from './kit/assertions.js';
import { check } from './kit/check.js';
import {
  cube,
  digon,
  embedded,
  octahedron,
  polygon,
  simplex,
  squareAntiprism,
  tegum,
  type Vectors,
} from './kit/frames.js';
import { orthogonalMatrices } from './kit/orthogonal.js';

const rounding = 1e-11;
const limit: Size = { n: 12, m: 6 };

describe('The rank bound', () => {
  theorem(
    {
      id: 'E5',
      source: 'own: rank m leaves n − m eigenvalues at 0',
      statement: 'WᵀW, or decoder · encoder, is at least √(n − m) away from the identity',
      criterion: '‖WᵀW − I‖_F ≥ √(n − m) for any weights, tied or untied',
    },
    async () => {
      const either = sizes(limit).chain((size) => fc.oneof(tiedWeights(size), untiedWeights(size)));
      await check(
        fc.property(either, (weights) => {
          const W = weights.kind === 'tied' ? weights.W : weights.encoder;
          const bound = Math.sqrt(Math.max(W.columns - W.rows, 0));
          expectAtLeast('‖WᵀW − I‖_F', identityDistance(weights), bound, rounding);
        }),
        500,
      );
    },
  );

  theorem(
    {
      id: 'E5.attained',
      source: 'own: projectors of rank m',
      statement: 'the bound is attained when WᵀW is a projector of rank m, as the dense solution is',
      criterion: '‖WᵀW − I‖_F = √(n − m) for W of m orthonormal rows; larger as soon as W is scaled',
    },
    async () => {
      const projectors = sizes({ n: 8, m: 8 })
        .filter(({ n, m }) => m <= n)
        .chain(({ n, m }) => orthogonalMatrices(n).map((O) => matrix(m, n, (h, i) => O.data[h * n + i]!)));
      await check(
        fc.property(projectors, (W) => {
          const b = new Float64Array(W.columns);
          const bound = Math.sqrt(W.columns - W.rows);
          // At n = m the bound is 0, of which a root leaves the square root of the rounding.
          const tolerance = W.columns === W.rows ? Math.sqrt(W.columns) * 1e-13 : rounding;
          expectWithin('‖WᵀW − I‖_F', identityDistance({ kind: 'tied', W, b }), bound, tolerance);
          const longer = { ...W, data: W.data.map((value) => 1.1 * value) };
          const distance = identityDistance({ kind: 'tied', W: longer, b });
          // m eigenvalues at 1.21 instead of 1.
          expectWithin(
            '‖WᵀW − I‖_F for 1.1 W',
            distance,
            Math.hypot(bound, Math.sqrt(W.rows) * 0.21),
            rounding,
          );
        }),
      );
    },
  );
});

describe('Feature dimensionality', () => {
  theorem(
    {
      id: 'E6',
      source: 'Elhage et al. 2022, "The Geometry of Superposition"; Scherlis et al. 2022 (arXiv 2210.01892)',
      statement: 'every D_i lies between 0 and 1, and they sum to no more than the rank of W',
      criterion:
        '0 ≤ D_i ≤ 1 and Σ D_i ≤ rank W ≤ m for any W, columns of zeros and repeated rows among them',
    },
    async () => {
      await check(
        fc.property(embeddings(), (weights) => {
          dimensionality(weights).forEach((D, i) => {
            expectAtLeast(`D_${i}`, D, 0);
            expectAtMost(`D_${i}`, D, 1, rounding);
          });
          expectAtMost('Σ D_i', totalDimensionality(weights), rank(weights.W), rounding);
        }),
        500,
      );
    },
  );

  theorem(
    {
      id: 'K1',
      source: 'Scherlis et al. 2022 (arXiv 2210.01892), capacity',
      statement: 'the capacity (W_i · W_i)² / Σ_j (W_i · W_j)² is the same number',
      criterion: 'equal for every feature of any W; 0 for a zero column',
    },
    async () => {
      await check(
        fc.property(embeddings(), (weights) => {
          const columns = Array.from({ length: weights.W.columns }, (_, i) => column(weights.W, i));
          dimensionality(weights).forEach((D, i) => {
            const own = dot(columns[i]!, columns[i]!) ** 2;
            const all = columns.reduce((sum, other) => sum + dot(columns[i]!, other) ** 2, 0);
            expectWithin(`D_${i}`, D, own === 0 ? 0 : own / all, rounding);
          });
        }),
        300,
      );
    },
  );

  theorem(
    {
      id: 'E6.invariance',
      source: 'follows from the definition',
      statement: 'D does not change under a rotation of the hidden space or when all of W is scaled',
      criterion: 'equal for every feature of any W, rotation and factor',
    },
    async () => {
      const turned = embeddings().chain((weights) =>
        fc.record({
          weights: fc.constant(weights),
          O: orthogonalMatrices(weights.W.rows),
          factor: fc.integer({ min: 1, max: 1024 }).map((k) => k / 64),
        }),
      );
      await check(
        fc.property(turned, ({ weights, O, factor }) => {
          const W = multiply(O, weights.W);
          const scaled = { ...weights, W: { ...W, data: W.data.map((value) => factor * value) } };
          const after = dimensionality(scaled);
          dimensionality(weights).forEach((D, i) => {
            expectWithin(`D_${i} after rotation and scaling`, after[i]!, D, rounding);
          });
        }),
      );
    },
  );

  for (const { id, name, vectors, expected } of shapes()) {
    theorem(
      {
        id,
        source: 'Elhage et al. 2022, "The Geometry of Superposition"',
        statement: `${name}: D_i is ${expected.map(({ count, D }) => `${D} for ${count}`).join(' and ')}`,
        criterion: 'equal to rounding',
      },
      () => {
        const D = dimensionality(embedded(vectors));
        const values = expected.flatMap((group) => new Array<number>(group.count).fill(group.value));
        values.forEach((value, i) => {
          expectWithin(`D_${i} of ${name}`, D[i]!, value, rounding);
        });
        expectWithin(`the number of features of ${name}`, D.length, values.length, 0);
      },
    );
  }

  theorem(
    {
      id: 'G7.thomson',
      source: 'Elhage et al. 2022, "The Geometry of Superposition" (the Thomson problem)',
      statement: 'the square antiprism of least Coulomb energy (h = .5604) has D just below 3/8',
      criterion: 'D_i = .37437 to five digits: below 3/8, since only tight frames reach m/n',
    },
    () => {
      for (const D of dimensionality(embedded(squareAntiprism(0.5604)))) {
        expectWithin('D_i', D, 0.37437, 5e-6);
      }
    },
  );
});

interface Shape {
  readonly id: string;
  readonly name: string;
  readonly vectors: Vectors;
  readonly expected: readonly { readonly count: number; readonly D: string; readonly value: number }[];
}

function shapes(): Shape[] {
  const all = (count: number, over: number, under: number) => ({
    count,
    D: `${over}/${under}`,
    value: over / under,
  });
  return [
    { id: 'G7.digon', name: 'the digon', vectors: digon, expected: [all(2, 1, 2)] },
    ...[3, 4, 5, 6, 7, 8].map((k) => ({
      id: `G7.polygon-${k}`,
      name: `the regular ${k}-gon`,
      vectors: polygon(k),
      expected: [all(k, 2, k)],
    })),
    ...[2, 3, 4, 7].map((m) => ({
      id: `E13.simplex-${m}`,
      name: `the regular simplex in ${m} dimensions`,
      vectors: simplex(m),
      expected: [all(m + 1, m, m + 1)],
    })),
    { id: 'G7.octahedron', name: 'the octahedron', vectors: octahedron, expected: [all(6, 1, 2)] },
    { id: 'G7.cube', name: 'the cube', vectors: cube, expected: [all(8, 3, 8)] },
    {
      id: 'G7.antiprism',
      name: 'the square antiprism that is a tight frame (h² = 1/3)',
      vectors: squareAntiprism(Math.sqrt(1 / 3)),
      expected: [all(8, 3, 8)],
    },
    {
      id: 'G6.triangular-bipyramid',
      name: 'the triangular bipyramid',
      vectors: tegum(polygon(3), digon),
      expected: [all(3, 2, 3), all(2, 1, 2)],
    },
    {
      id: 'G6.pentagonal-bipyramid',
      name: 'the pentagonal bipyramid',
      vectors: tegum(polygon(5), digon),
      expected: [all(5, 2, 5), all(2, 1, 2)],
    },
  ];
}

/** Random embeddings, some with columns of zeros and with a row that repeats another. */
function embeddings(): fc.Arbitrary<TiedWeights> {
  return sizes(limit).chain(({ n, m }) =>
    fc
      .record({
        W: matrices(m, n),
        zero: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
        repeat: fc.boolean(),
      })
      .map(({ W, zero, repeat }) => ({
        kind: 'tied' as const,
        W: matrix(m, n, (h, i) => (zero[i]! ? 0 : W.data[(repeat ? 0 : h) * n + i]!)),
        b: new Float64Array(n),
      })),
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}
