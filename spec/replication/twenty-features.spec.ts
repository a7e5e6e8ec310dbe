/**
 * Elhage et al. 2022, "Demonstrating Superposition": how many features five dimensions keep, and which.
 *
 * Twenty features of importance .7^i, from dense to very sparse. The count grows with sparsity. Superposition begins
 * with the less important features, as antipodal pairs; only very sparse does everything interfere, and biases
 * turn negative to clip it.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { totalDimensionality } from '../../src/measures/dimensionality.js';
import { dimensionsPerFeature } from '../../src/measures/dimensions-per-feature.js';
import { embeddingNorms } from '../../src/measures/embedding-norms.js';
import { gram } from '../../src/measures/gram.js';
import { interference } from '../../src/measures/interference.js';
import { representedByNorm } from '../../src/measures/represented.js';
import { entry } from '../../src/models/matrix.js';
import type { Weights } from '../../src/models/weights.js';
import { paperTwentyFeatures } from '../../src/setting/sources.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { judgement, short } from './kit/findings.js';
import { mean } from './kit/mean.js';
import { named } from './kit/named.js';
import { judgePaired, pairedCriterion, pairedStatement } from './kit/paired.js';
import { againstSparsity } from './kit/sparsity-curve.js';
import { robust } from './kit/strength.js';
import { twentyFeatures } from './kit/twenty-features.js';

const source = 'Elhage et al. 2022, "Demonstrating Superposition"';

describe('Demonstrating superposition: twenty features in five dimensions', () => {
  claim({
    id: 'C6',
    source,
    statement: 'The sparser the features, the more of twenty are kept in five dimensions.',
    criterion:
      'over S = 0, .7, .9, .97, .99, .997 and .999 the number of features with ‖W_i‖ > .5 nowhere falls by more than one, and from first to last it at least doubles ' +
      '(measured over 20 seeds: 5; 7 to 9; 8 to 10; 10 or 11; 10 to 13; 12 to 14; 12 to 15; eight have one step down by one)',
    strength: robust,
    controls: ['untrained', 'linear'],
    settings: twentyFeatures(),
    judge: (runs) => {
      const counts = Object.values(runs).map((run) => representedByNorm(weightsOf(run)).length);
      const [first, last] = [counts[0]!, counts.at(-1)!];
      return judgement(named(runs, counts), [
        {
          found: `represented ${counts.join(', ')}`,
          holds: counts.every((k, at) => at === 0 || k >= counts[at - 1]! - 1),
        },
        { found: `${last} at last against ${first} at first`, holds: last >= 2 * first },
      ]);
    },
    figures: (runs) => [
      againstSparsity(
        runs,
        Object.values(runs).map((run) => representedByNorm(weightsOf(run)).length),
        { title: 'Represented features against sparsity', label: 'features with ‖Wᵢ‖ > .5', scale: 'linear' },
        [
          { name: 'm = 5', y: 5 },
          { name: 'n = 20', y: 20 },
        ],
      ),
    ],
  });

  claim({
    id: 'C7.n=20',
    source,
    statement: pairedStatement,
    criterion: `at S = .7, ${pairedCriterion} (measured over 40 seeds: 39, where 6 to 9 features share 5 dimensions)`,
    strength: robust,
    profile: 'quick',
    settings: { 'S = .7': paperTwentyFeatures(0.7) },
    judge: ({ 'S = .7': run }) => judgePaired(weightsOf(run)),
  });

  claim({
    id: 'C8',
    source,
    statement: 'At high sparsity biases turn negative, and embeddings may interfere positively.',
    criterion:
      'among features with ‖W_i‖ > .5: at S = 0 and .9 the mean bias above −.02 and no W_i · W_j above .1; at S = .999 every bias ' +
      'below 0, their mean below −.1, and W_i · W_j above .1 for more than ten pairs (measured over 40 seeds: means −.002 to .004, and −.19 to −.13; no pair, and 14 to 59)',
    strength: robust,
    settings: twentyFeatures(),
    judge: (runs) => {
      const [dense, sparse, sparsest] = [runs['S = 0'], runs['S = .9'], runs['S = .999']].map((run) => {
        const represented = representedByNorm(weightsOf(run));
        const G = gram(weightsOf(run));
        const biases = represented.map((i) => weightsOf(run).b[i]!);
        const positive = represented.flatMap((i) => represented.filter((j) => j > i && entry(G, i, j) > 0.1));
        return { mean: mean(biases), greatest: Math.max(...biases), positive: positive.length };
      });
      const before = [dense!, sparse!];
      return judgement(
        {
          'mean b at S = .9': sparse!.mean,
          'mean b at S = .999': sparsest!.mean,
          'positive pairs at S = .9': sparse!.positive,
          'positive pairs at S = .999': sparsest!.positive,
        },
        [
          {
            found: `mean b ${before.map((one) => short(one.mean)).join(', ')} at S = 0, .9`,
            holds: before.every((one) => one.mean > -0.02),
          },
          {
            found: `${before.map((one) => one.positive).join(', ')} positive pairs at S = 0, .9`,
            holds: before.every((one) => one.positive === 0),
          },
          {
            found: `b at S = .999: mean ${short(sparsest!.mean)}, greatest ${short(sparsest!.greatest)}`,
            holds: sparsest!.greatest < 0 && sparsest!.mean < -0.1,
          },
          { found: `${sparsest!.positive} positive pairs at S = .999`, holds: sparsest!.positive > 10 },
        ],
      );
    },
  });

  claim({
    id: 'C9',
    source,
    statement:
      'A feature is represented or not, with ‖W_i‖ near 1 or 0, and shares its dimension or not, with interference near 1 or 0.',
    criterion:
      'at S = 0, .7 and .9, no ‖W_i‖ between .25 and .75, and at most one represented feature with interference ' +
      'Σ_{j≠i} (Ŵ_i · W_j)² between .25 and .75 (measured over 40 seeds: none, and at most one for each S; sparser, at S = .999, 2 to 6 norms lie between)',
    strength: robust,
    settings: {
      'S = 0': paperTwentyFeatures(0),
      'S = .7': paperTwentyFeatures(0.7),
      'S = .9': paperTwentyFeatures(0.9),
    },
    judge: (runs) => {
      const between = (value: number): boolean => value > 0.25 && value < 0.75;
      const found = Object.values(runs).map((run) => {
        const shared = interference(weightsOf(run));
        return {
          norms: embeddingNorms(weightsOf(run)).filter(between).length,
          shared: representedByNorm(weightsOf(run)).filter((i) => between(shared[i]!)).length,
        };
      });
      const norms = found.map((one) => one.norms);
      const shared = found.map((one) => one.shared);
      return judgement(
        { ...named(runs, norms, 'norms between at '), ...named(runs, shared, 'interference between at ') },
        [
          { found: `${norms.join(', ')} norms between`, holds: norms.every((count) => count === 0) },
          { found: `${shared.join(', ')} interferences between`, holds: shared.every((count) => count <= 1) },
        ],
      );
    },
  });

  claim({
    id: 'C11',
    source: 'VeraChristina/Superposition (a replication with its weights)',
    statement:
      'At every sparsity the dimensionalities of the twenty features sum to the five dimensions there are.',
    criterion:
      'Σ D_i ≥ .95 m = 4.75 at each of the seven sparsities, where no W can exceed 5 (measured over 40 seeds: 4.90 or more; untrained weights: 3.6 to 4.6)',
    strength: robust,
    settings: twentyFeatures(),
    judge: (runs) => {
      const totals = Object.values(runs).map((run) => totalDimensionality(weightsOf(run)));
      return judgement(named(runs, totals, 'Σ D at '), [
        { found: `Σ D ${totals.map(short).join(', ')}`, holds: totals.every((total) => total >= 4.75) },
      ]);
    },
  });

  claim({
    id: 'C12',
    source: 'VeraChristina/Superposition (a replication with its weights)',
    statement: 'The hidden dimensions per feature, D* = m/‖W‖², fall with sparsity.',
    criterion:
      'D* within 2% of 1 at S = 0, less at .7, and over .9, .97, .99, .997 and .999 nowhere more than .03 above the one before, and below .4 at last ' +
      '(measured over 20 seeds: 1.00; .58 to .74; .50 to .63; .41 to .51; .35 to .48; .31 to .36; .31 to .36)',
    strength: robust,
    settings: twentyFeatures(),
    judge: (runs) => {
      const perFeature = Object.values(runs).map((run) => dimensionsPerFeature(weightsOf(run)));
      return judgement(named(runs, perFeature, 'D* at '), [
        {
          found: `D* ${perFeature.map(short).join(', ')}`,
          holds:
            perFeature.every((D, at) => at === 0 || D < perFeature[at - 1]! + (at < 2 ? 0 : 0.03)) &&
            perFeature.at(-1)! < 0.4,
        },
        { found: `D* ${short(perFeature[0]!)} at S = 0`, holds: Math.abs(perFeature[0]! - 1) < 0.02 },
      ]);
    },
    figures: (runs) => [
      againstSparsity(
        runs,
        Object.values(runs).map((run) => dimensionsPerFeature(weightsOf(run))),
        { title: 'Dimensions per feature against sparsity', label: 'D* = m/‖W‖²', scale: 'linear' },
        [
          { name: '1 own dimension', y: 1 },
          { name: '1/2 antipodal pairs', y: 1 / 2 },
        ],
      ),
    ],
  });
});

function weightsOf(run: FinishedRun): Weights {
  return run.outcome.weights;
}
