/**
 * Elhage et al. 2022, "Correlated and Anticorrelated Features".
 *
 * Features that are on together, or instead of each other, do not take any place in superposition: the paper
 * finds an order of preferences. Correlated features want to be orthogonal, each interfering only with
 * features that are off when it is on; where that cannot be, they lie side by side, since positive
 * interference among them does less harm. Anticorrelated features want to be opposite: their interference
 * is negative, and the ReLU clips it.
 *
 * The paper names n, m and the sets, and no sparsity; the probabilities here are where its figures appear.
 * What happens where there is no room even side by side is in collapsing-features.spec.ts; ARENA's
 * replication, with another generator, in correlated-features-arena.spec.ts.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { directions } from '../../src/measures/directions.js';
import { representedByNorm } from '../../src/measures/represented.js';
import { setCosines } from '../../src/measures/set-cosines.js';
import type { Weights } from '../../src/models/weights.js';
import type { Setting } from '../../src/setting/schema.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { judgement, short } from './kit/findings.js';
import {
  angleOf,
  briskTraining,
  correlatedPairs,
  inSets,
  modestTraining,
  oneOfPair,
  threeCorrelatedPairs,
} from './kit/in-sets.js';
import { robust } from './kit/strength.js';

const paper = 'Elhage et al. 2022, "Organization of Correlated and Anticorrelated Features"';

describe('Correlated and anticorrelated features', () => {
  claim({
    id: 'H2',
    source: paper,
    statement: 'Correlated features are orthogonal: two pairs in two dimensions are two orthogonal bases.',
    criterion:
      'at p = .05 four features with ‖W_i‖ > .5, and |cos| < .1 within each pair, in the best of three seeds (measured over 200 single seeds: 157, and 66 of 66 times in the best of three)',
    strength: robust,
    profile: 'quick',
    controls: ['untrained', 'linear'],
    bestOf: 3,
    settings: { pairs: inSets({ n: 4, m: 2, p: 0.05, dependence: correlatedPairs }) },
    judge: ({ pairs }) => {
      const { within } = setCosines(weightsOf(pairs), 2);
      const { length: kept } = representedByNorm(weightsOf(pairs));
      return judgement({ kept, 'greatest |cos|': greatest(within) }, [
        { found: `${kept} features kept`, holds: kept === 4 },
        { found: `cosines ${within.map(short).join(', ')}`, holds: greatest(within) < 0.1 },
      ]);
    },
  });

  claim({
    id: 'H3',
    source: paper,
    statement: 'Anticorrelated features lie in opposite directions: two pairs in two dimensions, two digons.',
    criterion:
      'at p = .5 for either pair four features with ‖W_i‖ > .9 (a linear model keeps the difference of a pair, with ‖W_i‖ = √.5), and cos < −.9 within each pair, in the best of five seeds ' +
      '(measured over 200 single seeds: 121, the others stuck with each feature opposite to one of the other pair, at a higher loss; 40 of 40 times in the best of five)',
    strength: robust,
    controls: ['untrained', 'linear'],
    bestOf: 5,
    settings: { pairs: inSets({ n: 4, m: 2, p: 0.5, dependence: oneOfPair }) },
    judge: ({ pairs }) => {
      const { within } = setCosines(weightsOf(pairs), 2);
      const { length: kept } = representedByNorm(weightsOf(pairs), 0.9);
      return judgement({ kept, 'greatest cos': Math.max(...within) }, [
        { found: `${kept} features kept`, holds: kept === 4 },
        { found: `cosines ${within.map(short).join(', ')}`, holds: Math.max(...within) < -0.9 },
      ]);
    },
  });

  claim({
    id: 'H4',
    source: paper,
    statement:
      'Correlated features that cannot be orthogonal lie side by side: three pairs in two dimensions form a hexagon of neighbours.',
    criterion:
      'at p = .02 six features with ‖W_i‖ > .5, neighbouring directions 60° apart, each within 20°, and the two of each pair less than 90° apart, in the best of six seeds ' +
      '(measured over 120 single seeds: 72 without a collapsed pair, and 40 of 40 times in the best of six; the paper, too, reports that sets "collapse" where the optimisation fails)',
    strength: robust,
    controls: ['untrained', 'linear'],
    bestOf: 6,
    settings: { pairs: threeCorrelatedPairs(0.02) },
    judge: ({ pairs }) => {
      const gaps = directions(weightsOf(pairs)).map(({ gap }) => gap);
      const angles = withinPairs(weightsOf(pairs));
      return judgement({ kept: gaps.length, 'widest pair': Math.max(...angles) }, [
        { found: `gaps ${gaps.map(short).join(', ')}°`, holds: isRegular(gaps, 6, 20) },
        // Between a neighbour, 60°, and the one after it, 120°.
        { found: `pairs ${angles.map(short).join(', ')}° apart`, holds: Math.max(...angles) < 90 },
      ]);
    },
  });

  claim({
    id: 'H5',
    source: `${paper}, the note under the figure of three pairs`,
    statement: 'Six independent features do not form a hexagon in two dimensions.',
    criterion:
      'at p = .1 five features with ‖W_i‖ > .5 as a pentagon (neighbouring directions 72° apart, each within 10°) and the sixth below, in the best of three seeds (measured over 200 single seeds: 173 keep five, and five form a hexagon, at a loss that is 5% higher)',
    strength: robust,
    bestOf: 3,
    settings: { 'p = .1': sixFeatures(0.1) },
    judge: ({ 'p = .1': run }) => {
      const gaps = directions(weightsOf(run)).map(({ gap }) => gap);
      return judgement({ kept: gaps.length }, [
        { found: `gaps ${gaps.map(short).join(', ')}°`, holds: isRegular(gaps, 5, 10) },
      ]);
    },
  });

  claim({
    id: 'H5.sparse',
    source: `${paper}, the note under the figure of three pairs`,
    statement: 'Six independent features do not form a hexagon, however sparse they are.',
    criterion:
      'at p = .03 not all six features have ‖W_i‖ > .5, or neighbouring directions are not 60° apart, each within 15°, in the best of fifteen seeds',
    strength: robust,
    bestOf: 15,
    expected: {
      verdict: 'refuted',
      because:
        'the hexagon is the better solution where features are sparse: at p = .03 it costs 2.04e-3 and a pentagon with a sixth feature in its shadow 2.28e-3, at p = .01 5.56e-4 and 7.00e-4, at p = .05 3.93e-3 and 4.07e-3, and only at p = .1 is the pentagon cheaper; single trainings seldom find it (35 of 200 at p = .03), which is what the note describes, but the best of fifteen does 36 of 40 times',
    },
    settings: { 'p = .03': sixFeatures(0.03) },
    judge: ({ 'p = .03': run }) => {
      const gaps = directions(weightsOf(run)).map(({ gap }) => gap);
      return judgement({ kept: gaps.length }, [
        { found: `gaps ${gaps.map(short).join(', ')}°`, holds: !isRegular(gaps, 6, 15) },
      ]);
    },
  });

  claim({
    id: 'H6',
    source: 'Elhage et al. 2022, "Local Almost-Orthogonal Bases"',
    statement:
      'Two sets of ten correlated features in ten dimensions: in superposition as a whole, each set by itself is an almost orthogonal basis.',
    criterion:
      'at p = .03 all twenty features have ‖W_i‖ > .5, and |cos| < .1 within each set, in the best of two seeds (measured over 60 single seeds: 59, with .019 to .048 at most in nine of ten, and 40 of 40 times in the best of two; the root mean square across the sets is .316 = √(1/10), as for a random direction)',
    strength: robust,
    controls: ['untrained', 'linear'],
    bestOf: 2,
    settings: {
      sets: inSets(
        { n: 20, m: 10, p: 0.03, dependence: { kind: 'correlated', size: 10 } },
        { ...modestTraining, learningRate: 0.01, steps: 1000 },
      ),
    },
    judge: ({ sets }) => {
      const { within, across } = setCosines(weightsOf(sets), 10);
      const { length: kept } = representedByNorm(weightsOf(sets));
      const rms = Math.sqrt(across.reduce((sum, cosine) => sum + cosine ** 2, 0) / across.length);
      return judgement({ kept, 'greatest |cos| within': greatest(within), 'rms across': rms }, [
        { found: `${kept} features kept in 10 dimensions`, holds: kept === 20 },
        { found: `|cos| ≤ ${short(greatest(within))} within the sets`, holds: greatest(within) < 0.1 },
      ]);
    },
  });
});

function weightsOf(run: FinishedRun): Weights {
  return run.outcome.weights;
}

/** Six independent features in the plane. */
function sixFeatures(p: number): Setting {
  return inSets({ n: 6, m: 2, p }, briskTraining);
}

/** The angle between the two embeddings of each pair, in degrees. */
function withinPairs(weights: Weights): number[] {
  return setCosines(weights, 2).within.map(angleOf);
}

/** Whether there are k gaps of 360°/k, each within so many degrees. */
function isRegular(gaps: readonly number[], k: number, within: number): boolean {
  return gaps.length === k && gaps.every((gap) => Math.abs(gap - 360 / k) < within);
}

function greatest(cosines: readonly number[]): number {
  return Math.max(...cosines.map(Math.abs));
}
