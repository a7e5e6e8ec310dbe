/**
 * Elhage et al. 2022, "Collapsing of Correlated Features".
 *
 * Where a model cannot represent both of two correlated features, it represents their principal component:
 * the two embeddings become one. So between PCA, for dense features, and superposition, for sparse ones, sets
 * collapse one after the other. A training goes the same way in time (learning-stages.spec.ts).
 *
 * Sets are collapsed when their embeddings are less than 45° apart, half of a right angle; a hexagon's
 * neighbours are 60° apart. "Measured" means over seeds
 * below 240.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { populationLoss } from '../../src/measures/population-loss.js';
import { representedByNorm } from '../../src/measures/represented.js';
import { setCosines } from '../../src/measures/set-cosines.js';
import type { Weights } from '../../src/models/weights.js';
import type { Curves } from '../../src/report/figures/figure-data.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { curves, dots, line, linear, log, type Point } from './kit/curves.js';
import { judgement, short } from './kit/findings.js';
import { angleOf, atEach, threeCorrelatedPairs } from './kit/in-sets.js';
import { named } from './kit/named.js';
import { robust } from './kit/strength.js';

const collapsing = 'Elhage et al. 2022, "Collapsing of Correlated Features"';
const sets = ['none', 'one', 'two', 'all three'] as const;

describe('Collapsing of correlated features', () => {
  claim({
    id: 'H7',
    source: collapsing,
    statement:
      'The denser three correlated pairs in two dimensions, the more of them collapse, from none to all.',
    criterion:
      'the number of pairs less than 45° apart does not fall from p = .02 over .1, .19 and .45 to .9, and is none at first and three at last, in the best of six seeds (measured: 40 of 40 such trials)',
    strength: robust,
    controls: ['untrained', 'linear'],
    bestOf: 6,
    settings: atEach([0.02, 0.1, 0.19, 0.45, 0.9], threeCorrelatedPairs),
    judge: (runs) => {
      const counts = Object.values(runs).map(collapsed);
      return judgement(named(runs, counts, 'collapsed at '), [
        {
          found: `${counts.join(', ')} collapsed`,
          holds:
            counts[0] === 0 &&
            counts.at(-1) === 3 &&
            counts.every((count, at) => at === 0 || count >= counts[at - 1]!),
        },
      ]);
    },
    figures: (runs) => [collapseOverDensity(runs)],
  });

  for (const { id, p, count, documented, measured } of [
    { id: 'H7.none', p: 0.02, count: 0, documented: '1 − S < .05', measured: 40 },
    { id: 'H7.one', p: 0.1, count: 1, documented: '.05 < 1 − S < .15', measured: 37 },
    { id: 'H7.two', p: 0.19, count: 2, documented: '.15 < 1 − S < .2', measured: 40 },
    { id: 'H7.three', p: 0.45, count: 3, documented: '.25 < 1 − S < .5', measured: 40 },
  ] as const) {
    claim({
      id,
      source: collapsing,
      statement: `Of three correlated pairs ${sets[count]} collapsed at ${documented}.`,
      criterion: `at p = ${short(p)}, ${sets[count]} of the pairs less than 45° apart and every ‖W_i‖ > .5, in the best of six seeds (measured: ${measured} of 40 such trials)`,
      strength: robust,
      bestOf: 6,
      settings: atEach([p], threeCorrelatedPairs),
      judge: (runs) => {
        const [run] = Object.values(runs);
        const angles = withinPairs(run!.outcome.weights);
        const { length: kept } = representedByNorm(run!.outcome.weights);
        const [least, middle, most] = angles.toSorted((a, b) => a - b) as [number, number, number];
        return judgement({ 'least angle': least, 'middle angle': middle, 'greatest angle': most }, [
          { found: `pairs ${angles.map(short).join(', ')}° apart`, holds: collapsed(run!) === count },
          { found: `${kept} features kept`, holds: kept === 6 },
        ]);
      },
    });
  }

  claim({
    id: 'H7.boundary',
    source: collapsing,
    statement: 'All three pairs are collapsed down to 1 − S = .25.',
    criterion: 'at p = .3, all three pairs less than 45° apart, in the best of six seeds',
    strength: robust,
    bestOf: 6,
    expected: {
      verdict: 'refuted',
      because:
        'the losses of two and of three collapsed pairs cross near p = .36: at p = .35 they cost .0782 p and .0790 p, at p = .3 .0713 p and .0745 p; single trainings end with three more often than with two (108 and 89 of 200), so that without restarts the boundary seems lower; the best of six has three in 2 of 40 trials',
    },
    settings: atEach([0.3], threeCorrelatedPairs),
    judge: (runs) => {
      const count = collapsed(Object.values(runs)[0]!);
      return judgement({ collapsed: count }, [{ found: `${count} collapsed`, holds: count === 3 }]);
    },
  });

  claim({
    id: 'H7.pca',
    source: collapsing,
    statement: 'In very dense regimes the solution becomes equivalent to PCA.',
    criterion:
      'at p = .9, all three pairs less than 45° apart, and the loss within 5% of that of the best linear model in the best of six seeds (measured over 200 single seeds: 177 with three collapsed, .986 to 1.033 times PCA in nine of ten; 40 of 40 times in the best of six)',
    strength: robust,
    profile: 'quick',
    bestOf: 6,
    settings: atEach([0.9], threeCorrelatedPairs),
    judge: (runs) => {
      const [run] = Object.values(runs);
      const ratio = overPca(run!);
      return judgement({ collapsed: collapsed(run!), 'loss over PCA': ratio }, [
        { found: `${collapsed(run!)} collapsed`, holds: collapsed(run!) === 3 },
        { found: `${short(ratio)} times the loss of PCA`, holds: Math.abs(ratio - 1) < 0.05 },
      ]);
    },
  });
});

function withinPairs(weights: Weights): number[] {
  return setCosines(weights, 2).within.map(angleOf);
}

/** How many pairs have become one direction. */
function collapsed({ outcome }: FinishedRun): number {
  return withinPairs(outcome.weights).filter((angle) => angle < 45).length;
}

/**
 * The population loss over that of the best linear model, PCA. A correlated pair has the variances
 * v = p/3 − p²/4 and the covariance c = p/4 − p²/4, hence principal components of v + c = 7p/12 − p²/2 and
 * v − c = p/12; of the three pairs two dimensions keep two of the former.
 */
function overPca({ setting, outcome }: FinishedRun): number {
  const p = setting.data.probability as number;
  const pca = ((7 * p) / 12 - p ** 2 / 2 + (3 * p) / 12) / 6;
  return populationLoss(setting, outcome.weights, { rows: 16_384 }).value / pca;
}

function collapseOverDensity(runs: Readonly<Record<string, FinishedRun>>): Curves {
  const models = Object.values(runs);
  const density = ({ setting }: FinishedRun): number => setting.data.probability as number;
  return curves(
    'Angles within three correlated pairs in two dimensions, and the loss over that of PCA, against density',
    { x: log('1 − S'), y: linear('angle over 90°; loss over PCA') },
    [
      dots(
        'angle within each pair, over 90°',
        models.flatMap((run) =>
          withinPairs(run.outcome.weights).map((angle): Point => [density(run), angle / 90]),
        ),
      ),
      line(
        'loss over PCA',
        models.map((run) => [density(run), overPca(run)]),
      ),
    ],
    [{ name: 'collapsed below', y: 0.5 }],
  );
}
