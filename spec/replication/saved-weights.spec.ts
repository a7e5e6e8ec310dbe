/**
 * What can be said of somebody's trained weights without training anything: two bounds that no weights
 * pass, and what the paper's figures show along a sweep over sparsity.
 *
 * A sweep is judged as it stands, once: it may be one training or the best of hundreds. So these claims
 * have no error rates, and the criteria are about the two ends of a sweep, with nothing in between
 * but an order; the same outcomes over seeds, with rates, are C6, C12 and C13.
 */
import { describe } from 'vitest';
import { savedClaim } from '../../src/claims/saved-claim.js';
import { dimensionality, totalDimensionality } from '../../src/measures/dimensionality.js';
import { dimensionsPerFeature } from '../../src/measures/dimensions-per-feature.js';
import { identityDistance } from '../../src/measures/identity-distance.js';
import { representedByDiagonal } from '../../src/measures/represented.js';
import { responseDistance } from '../../src/measures/response.js';
import { decoderOf, encoderOf, type Weights } from '../../src/models/weights.js';
import type { SavedModel } from '../../src/subjects/weights-file/read-weights.js';
import { modelNameOf } from '../../src/subjects/weights-file/series.js';
import { short } from './kit/findings.js';
import { type Course, ofEachModel, ofEachSweep } from './kit/sweeps.js';

const paper = 'Elhage et al. 2022, "Demonstrating Superposition"';

describe('Weights as they were saved', () => {
  savedClaim({
    id: 'W.rank-bound',
    source: 'Eckart and Young 1936: rank m leaves n − m eigenvalues at 0',
    statement: 'WᵀW, or decoder · encoder, is at least √(n − m) away from the identity.',
    criterion: '‖WᵀW − I‖_F ≥ √(n − m), up to the rounding of the sum',
    judge: (models) =>
      ofEachModel(models, ({ weights }) => {
        const distance = identityDistance(weights);
        const bound = boundOf(weights);
        return {
          found: `‖WᵀW − I‖_F ${short(distance)} of at least ${short(bound)}`,
          holds: distance >= bound - roundingOf(weights),
        };
      }),
  });

  savedClaim({
    id: 'W.dimensions',
    source: 'Scherlis et al. 2022 (capacity); Elhage et al. 2022, "The Geometry of Superposition"',
    statement:
      'Features share the hidden dimensions there are: their dimensionalities sum to no more than m.',
    criterion: '0 ≤ D_i ≤ 1 for every feature, and Σ D_i ≤ m, up to rounding',
    judge: (models) =>
      ofEachModel(models, ({ weights }) => {
        const m = encoderOf(weights).rows;
        const total = totalDimensionality(weights);
        const outside = dimensionality(weights).filter((D) => !(D >= 0 && D <= 1 + shareRounding));
        return {
          found: `Σ D_i ${short(total)} of at most ${m}${outside.length > 0 ? `; D_i outside [0, 1]: ${outside.map(short).join(', ')}` : ''}`,
          holds: outside.length === 0 && total <= m + encoderOf(weights).columns * shareRounding,
        };
      }),
  });

  savedClaim({
    id: 'W.dense',
    source: `${paper}; the dense solution attains the rank bound`,
    statement: 'Dense, there is no superposition: m features are kept, each with a dimension of its own.',
    // 5% is what C13 allows: over its seeds the dense distance is within 1% of the bound.
    criterion: 'at S = 0, exactly m features have (WᵀW)_ii > .5, and ‖WᵀW − I‖_F ≤ 1.05 √(n − m)',
    judge: (models) => {
      const dense = models.filter(
        ({ about, weights }) => about.sparsity === 0 && encoderOf(weights).rows < encoderOf(weights).columns,
      );
      if (dense.length === 0) {
        return { kind: 'not applicable', because: 'none of the models is known to be of S = 0, with m < n' };
      }
      return ofEachModel(dense, ({ weights }) => {
        const kept = representedByDiagonal(weights).length;
        const distance = identityDistance(weights);
        return {
          found: `${kept} represented; ‖WᵀW − I‖_F ${short(distance)} beside √(n − m) = ${short(boundOf(weights))}`,
          holds: kept === encoderOf(weights).rows && distance <= 1.05 * boundOf(weights),
        };
      });
    },
  });

  savedClaim({
    id: 'W.represented',
    source: paper,
    statement: 'The sparser the features, the more of them are kept.',
    criterion:
      'the number of features with (WᵀW)_ii > .5 does not fall from one sparsity to the next, and rises',
    judge: (models) =>
      ofEachSweep(models, {
        title: 'Represented features against sparsity',
        measures: { represented: ({ weights }) => representedByDiagonal(weights).length },
        judge: ([represented]) => neverFalls(represented!) && rises(represented!),
      }),
  });

  savedClaim({
    id: 'W.response',
    source: `${paper}; the rank bound by Eckart and Young`,
    statement:
      'With sparsity the response R = ReLU(WᵀW + b) approaches the identity, while WᵀW itself moves away from it.',
    criterion: 'from the densest model to the sparsest, ‖R − I‖_F falls and ‖WᵀW − I‖_F rises',
    judge: (models) =>
      ofEachSweep(models, {
        title: 'Distances from the identity against sparsity',
        measures: {
          '‖R − I‖_F': (saved: SavedModel) => responseDistance(modelNameOf(saved), saved.weights),
          '‖WᵀW − I‖_F': ({ weights }: SavedModel) => identityDistance(weights),
        },
        judge: ([R, gram]) => falls(R!) && rises(gram!),
      }),
  });

  savedClaim({
    id: 'W.dimensions-per-feature',
    source: 'Elhage et al. 2022, "The Geometry of Superposition"',
    statement: 'The hidden dimensions per feature, D* = m/‖W‖², fall with sparsity.',
    criterion: 'm/‖W‖_F² is smaller for the sparsest model than for the densest',
    judge: (models) =>
      ofEachSweep(models, {
        title: 'Hidden dimensions per feature against sparsity',
        measures: { 'm/‖W‖_F²': ({ weights }) => dimensionsPerFeature(weights) },
        judge: ([perFeature]) => falls(perFeature!),
      }),
  });
});

/** D_i takes n sums of m products, each off by m + 2 roundings of 2⁻⁵³ of its size; m ≤ 1024. */
const shareRounding = 1024 * 4 * 2 ** -53;

function boundOf(weights: Weights): number {
  const { rows: m, columns: n } = encoderOf(weights);
  return Math.sqrt(Math.max(0, n - m));
}

/**
 * Each entry of decoder · encoder − I sees at most m + 1 roundings of its majorant, the sum of n² squares
 * and its root n² + 2 more; the Frobenius norm of the majorant is at most ‖D‖_F ‖E‖_F + √n.
 */
function roundingOf(weights: Weights): number {
  const { rows: m, columns: n } = encoderOf(weights);
  const majorant = norm(encoderOf(weights).data) * norm(decoderOf(weights).data) + Math.sqrt(n);
  return (m + n ** 2 + 3) * 2 ** -53 * majorant;
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
}

function rises({ values }: Course): boolean {
  return values.at(-1)! > values[0]!;
}

function falls({ values }: Course): boolean {
  return values.at(-1)! < values[0]!;
}

function neverFalls({ values }: Course): boolean {
  return values.every((value, at) => at === 0 || value >= values[at - 1]!);
}
