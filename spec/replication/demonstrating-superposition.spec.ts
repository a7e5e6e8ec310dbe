/**
 * Elhage et al. 2022, "Demonstrating Superposition".
 *
 * The paper trains y = ReLU(WᵀWx + b) on n sparse features of falling importance, with m < n hidden
 * dimensions, and looks at W. With dense features the model does what a linear model would: it gives
 * the m most important features a dimension each and drops the rest. As features get sparser it
 * keeps more of them than it has dimensions, first as antipodal pairs, whose interference the ReLU
 * clips, and at last all of them, at angles.
 *
 * Training is that of the official notebook (src/setting/sources.ts); the paper states none.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { antipodalPairs } from '../../src/measures/antipodal-pairs.js';
import { identityDistance } from '../../src/measures/identity-distance.js';
import { lossOverFloor } from '../../src/measures/loss-over-floor.js';
import { representedByNorm } from '../../src/measures/represented.js';
import { responseDistance } from '../../src/measures/response.js';
import { unitEmbeddings } from '../../src/measures/unit-embeddings.js';
import { column, entry } from '../../src/models/matrix.js';
import { encoderOf, type Weights } from '../../src/models/weights.js';
import { paperFiveFeatures, paperTwentyFeatures } from '../../src/setting/sources.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { judgement, list, short } from './kit/findings.js';
import { robust } from './kit/strength.js';

const source = 'Elhage et al. 2022, "Demonstrating Superposition"';

describe('Demonstrating superposition', () => {
  claim({
    id: 'C1',
    source,
    statement:
      'Of five dense features, the two most important are learned, orthogonal, and the rest dropped.',
    criterion:
      'exactly features 0 and 1 have ‖W_i‖ > .5, and |cos(W_0, W_1)| < .1 (within 6° of a right angle)',
    strength: robust,
    controls: ['untrained', 'shuffled-importance'],
    settings: { dense: paperFiveFeatures(0) },
    judge: ({ dense }) => {
      const represented = representedByNorm(weightsOf(dense));
      const cosine = cosineBetween(weightsOf(dense), 0, 1);
      return judgement({ represented: represented.length, cosine }, [
        { found: `represented: ${list(represented)}`, holds: list(represented) === '0, 1' },
        { found: `cos(W_0, W_1) = ${short(cosine)}`, holds: Math.abs(cosine) < 0.1 },
      ]);
    },
  });

  claim({
    id: 'C2',
    source,
    statement:
      'At moderate sparsity four of five features are kept in two dimensions, as two antipodal pairs.',
    criterion: 'at S = .7, two antipodal pairs (cosine < −.9) and four features with ‖W_i‖ > .5',
    strength: robust,
    controls: ['untrained', 'linear'],
    settings: { moderate: paperFiveFeatures(0.7) },
    judge: ({ moderate }) => {
      const pairs = antipodalPairs(weightsOf(moderate));
      const represented = representedByNorm(weightsOf(moderate));
      return judgement({ pairs: pairs.length, represented: represented.length }, [
        { found: `${pairs.length} antipodal pairs`, holds: pairs.length === 2 },
        { found: `represented: ${list(represented)}`, holds: represented.length === 4 },
      ]);
    },
  });

  claim({
    id: 'C3',
    source,
    statement: 'Very sparse, all five features are kept in two dimensions, as a regular pentagon.',
    criterion:
      'at S = .99, five features with ‖W_i‖ > .5, and neighbouring directions 72° apart, each within 10°',
    strength: robust,
    controls: ['untrained', 'linear'],
    settings: { sparse: paperFiveFeatures(0.99) },
    judge: ({ sparse }) => {
      const represented = representedByNorm(weightsOf(sparse));
      const gaps = gapsBetweenDirections(weightsOf(sparse));
      const [least, greatest] = [Math.min(...gaps), Math.max(...gaps)];
      return judgement({ represented: represented.length, 'least gap': least, 'greatest gap': greatest }, [
        { found: `represented: ${list(represented)}`, holds: represented.length === 5 },
        { found: `gaps of ${short(least)}° to ${short(greatest)}°`, holds: least > 62 && greatest < 82 },
      ]);
    },
  });

  claim({
    id: 'C4',
    source,
    statement: 'Of twenty dense features, five hidden dimensions hold exactly the five most important.',
    criterion: 'exactly features 0 … 4 have ‖W_i‖ > .5',
    strength: robust,
    controls: ['untrained', 'shuffled-importance'],
    settings: { dense: paperTwentyFeatures(0) },
    judge: ({ dense }) => {
      const represented = representedByNorm(weightsOf(dense));
      return judgement({ represented: represented.length }, [
        { found: `represented: ${list(represented)}`, holds: list(represented) === '0, 1, 2, 3, 4' },
      ]);
    },
  });

  claim({
    id: 'C5',
    source,
    statement: 'A linear model keeps the five most important of twenty features, however sparse they are.',
    criterion: 'exactly features 0 … 4 have ‖W_i‖ > .5 at S = 0, .9, .99 and .999',
    strength: robust,
    controls: ['untrained', 'shuffled-importance'],
    settings: twentyFeatures('linear'),
    judge: (runs) => {
      const represented = Object.values(runs).map((run) => representedByNorm(weightsOf(run)));
      return judgement(
        named(
          runs,
          represented.map(({ length }) => length),
        ),
        represented.map((features, at) => ({
          found: `${Object.keys(runs)[at]}: ${list(features)}`,
          holds: list(features) === '0, 1, 2, 3, 4',
        })),
      );
    },
  });

  claim({
    id: 'C6',
    source,
    statement: 'The sparser the features, the more of twenty are kept in five dimensions.',
    criterion:
      'the number of features with ‖W_i‖ > .5 does not fall from S = 0 over .9 and .99 to .999, and at least doubles',
    strength: robust,
    controls: ['untrained', 'linear'],
    settings: twentyFeatures(),
    judge: (runs) => {
      const counts = Object.values(runs).map((run) => representedByNorm(weightsOf(run)).length);
      const [first, last] = [counts[0]!, counts.at(-1)!];
      return judgement(named(runs, counts), [
        {
          found: `represented ${counts.join(', ')}`,
          holds: counts.every((k, at) => at === 0 || k >= counts[at - 1]!),
        },
        { found: `${last} at last against ${first} at first`, holds: last >= 2 * first },
      ]);
    },
  });

  for (const { name, settings } of [
    { name: 'n=5', settings: fiveFeatures() },
    { name: 'n=20', settings: twentyFeatures() },
  ]) {
    const { n, m } = settings['S = 0'];
    const bound = Math.sqrt(n - m);
    claim({
      id: `C13.${name}`,
      source: 'Elhage et al. 2022, "Demonstrating Superposition"; the rank bound by Eckart and Young',
      statement:
        'With sparsity the response R = ReLU(WᵀW + b) approaches the identity, while WᵀW itself moves away from it.',
      criterion:
        `from S = 0 to the sparsest, ‖R − I‖_F falls to less than half; ‖WᵀW − I‖_F begins within 5% of ` +
        `√(n − m) = ${short(bound)}, which no W can go below, and grows by more than 10%`,
      strength: robust,
      controls: ['untrained', 'linear'],
      settings,
      judge: (runs) => {
        const all = Object.values(runs);
        const responses = all.map((run) => responseDistance(run.setting.model, weightsOf(run)));
        const grams = all.map((run) => identityDistance(weightsOf(run)));
        const [dense, sparse] = [grams[0]!, grams.at(-1)!];
        return judgement({ ...named(runs, responses, '‖R−I‖ '), ...named(runs, grams, '‖WᵀW−I‖ ') }, [
          {
            found: `‖R − I‖_F ${responses.map(short).join(', ')}`,
            holds: responses.at(-1)! < responses[0]! / 2,
          },
          {
            found: `‖WᵀW − I‖_F ${grams.map(short).join(', ')}`,
            holds: dense < 1.05 * bound && sparse > 1.1 * dense,
          },
        ]);
      },
    });
  }

  claim({
    id: 'C16',
    source: 'own, from the weighted Eckart–Young theorem; the paper shows the losses without the floor',
    statement:
      'Dense features cost what the best linear model costs; sparse ones cost less, the sparser the less.',
    criterion:
      'population loss over the no-superposition floor: within 2% of 1 at S = 0, then falling, and below .5 at the sparsest',
    strength: robust,
    controls: ['untrained', 'linear'],
    settings: twentyFeatures(),
    judge: (runs) => {
      const ratios = Object.values(runs).map((run) => lossOverFloor(run.setting, weightsOf(run))!.value);
      return judgement(named(runs, ratios), [
        { found: `loss / floor ${ratios.map(short).join(', ')}`, holds: Math.abs(ratios[0]! - 1) < 0.02 },
        { found: 'not falling', holds: ratios.every((ratio, at) => at === 0 || ratio < ratios[at - 1]!) },
        { found: `${short(ratios.at(-1)!)} at last`, holds: ratios.at(-1)! < 0.5 },
      ]);
    },
  });
});

function fiveFeatures() {
  return {
    'S = 0': paperFiveFeatures(0),
    'S = .7': paperFiveFeatures(0.7),
    'S = .99': paperFiveFeatures(0.99),
  };
}

function twentyFeatures(model: 'relu-output' | 'linear' = 'relu-output') {
  return {
    'S = 0': paperTwentyFeatures(0, model),
    'S = .9': paperTwentyFeatures(0.9, model),
    'S = .99': paperTwentyFeatures(0.99, model),
    'S = .999': paperTwentyFeatures(0.999, model),
  };
}

function weightsOf(run: FinishedRun): Weights {
  return run.outcome.weights;
}

function cosineBetween(weights: Weights, i: number, j: number): number {
  const unit = unitEmbeddings(weights);
  const [a, b] = [column(unit, i), column(unit, j)];
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}

/** The angles in degrees between neighbouring directions in the plane, all the way round (m = 2). */
function gapsBetweenDirections(weights: Weights): number[] {
  const W = encoderOf(weights);
  const angles = Array.from({ length: W.columns }, (_, i) => Math.atan2(entry(W, 1, i), entry(W, 0, i)));
  const degrees = angles.map((angle) => (angle * 180) / Math.PI).sort((a, b) => a - b);
  return degrees.map((angle, k) => (k === 0 ? angle + 360 - degrees.at(-1)! : angle - degrees[k - 1]!));
}

/** `{ 'S = 0': 5, 'S = .9': 8 }`: one number for each setting. */
function named(
  runs: Readonly<Record<string, unknown>>,
  values: readonly number[],
  prefix = '',
): Record<string, number> {
  return Object.fromEntries(Object.keys(runs).map((name, at) => [`${prefix}${name}`, values[at]!]));
}
