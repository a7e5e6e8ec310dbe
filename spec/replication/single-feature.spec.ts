/**
 * Elhage et al. 2022, "Perturbing a Single Feature".
 *
 * Five equally important features in two dimensions at p = .05 form a regular pentagon. The paper makes one of
 * them denser or sparser than the rest. Denser, it pushes the others away, sparser it lets them draw nearer,
 * and far enough beyond it is dropped: the four others stand as two digons (antipodal pairs). The two
 * geometries are separate minima whose losses cross, so the change is of first order.
 *
 * All of this holds but for the place of the change: the paper has it at about 2.5 times sparser than the
 * others, and here the losses cross at 3.8 times. "Measured" means over the seeds 0 … 199; the paper takes
 * the lowest loss of several fits, these claims the lowest of three.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { antipodalPairs } from '../../src/measures/antipodal-pairs.js';
import { type Direction, directions } from '../../src/measures/directions.js';
import { embeddingNorms } from '../../src/measures/embedding-norms.js';
import { populationLoss } from '../../src/measures/population-loss.js';
import { representedByNorm } from '../../src/measures/represented.js';
import type { Curves } from '../../src/report/figures/figure-data.js';
import type { Setting } from '../../src/setting/schema.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { curves, dots, line, log, type Point } from './kit/curves.js';
import { judgement, short } from './kit/findings.js';
import { inSets, modestTraining } from './kit/in-sets.js';
import { named } from './kit/named.js';
import { fragile, robust } from './kit/strength.js';

const source = 'Elhage et al. 2022, "Perturbing a Single Feature"';
const others = 0.05;

describe('Perturbing a single feature', () => {
  claim({
    id: 'H1.repulsion',
    source,
    statement: 'A denser feature pushes the other four of a pentagon away, a sparser one draws them near.',
    criterion:
      'five features with ‖W_i‖ > .5 where feature 0 is half as dense as the others, as dense, and twice as dense, and the mean angle from it to its ' +
      'neighbours rises by more than 1° each time (measured among the pentagons: 68.7°, 72.0° and 74.3°, nine in ten within .2°), in the best of three seeds (39 of 40 such trials)',
    strength: robust,
    profile: 'quick',
    bestOf: 3,
    settings: densities(0.5, 1, 2),
    judge: (runs) => {
      const kept = Object.values(runs).map(({ outcome }) => representedByNorm(outcome.weights).length);
      const angles = Object.values(runs).map(({ outcome }) => angleAround(0, directions(outcome.weights)));
      const [sparser, equal, denser] = angles as [number, number, number];
      return judgement(named(runs, angles, 'angle at '), [
        { found: `${kept.join(', ')} features kept`, holds: kept.every((count) => count === 5) },
        { found: `${short(equal - sparser)}° more at equal density`, holds: equal - sparser > 1 },
        { found: `${short(denser - equal)}° more when denser`, holds: denser - equal > 1 },
      ]);
    },
  });

  claim({
    id: 'H1.collapse',
    source,
    statement: 'Made sparse enough, the feature is dropped, and the pentagon turns into two digons.',
    criterion:
      'half as dense as the others, feature 0 is one of five with ‖W_i‖ > .5; a tenth as dense, it has ‖W_0‖ < .5 and the others form two antipodal pairs (cosine < −.9), in the best of three seeds (measured over 66 such trials: 65 and 65)',
    strength: robust,
    controls: ['untrained', 'linear'],
    bestOf: 3,
    settings: densities(0.1, 0.2, 1 / 3, 0.5, 1, 2),
    judge: (runs) => {
      const [sparsest, half] = [runs['× .1']!, runs['× .5']!].map(({ outcome }) => outcome.weights);
      const { length: kept } = representedByNorm(half!);
      const norm = embeddingNorms(sparsest!)[0]!;
      const { length: pairs } = antipodalPairs(sparsest!);
      return judgement({ 'kept at .5': kept, '‖W_0‖ at .1': norm, 'digons at .1': pairs }, [
        { found: `${kept} features kept at half the density`, holds: kept === 5 },
        { found: `‖W_0‖ = ${short(norm)} and ${pairs} digons at a tenth`, holds: norm < 0.5 && pairs === 2 },
      ]);
    },
    figures: (runs) => [lossesOfBoth(runs)],
  });

  claim({
    id: 'H1.threshold',
    source,
    statement: 'A feature that is more than about 2.5 times sparser than the others is dropped.',
    criterion: '‖W_0‖ < .5 where feature 0 is three times sparser, in the best of three seeds',
    strength: robust,
    bestOf: 3,
    expected: {
      verdict: 'refuted',
      because:
        'at a third of the density the best pentagon costs 1.27e-3 and the best pair of digons 1.40e-3; the losses cross at .26 of it, 3.8 times sparser (1.17e-3 and 1.15e-3 at a quarter, and with the official training of 10,000 steps alike); 63 of 66 trials keep the feature at a third, as single trainings do for 127 of 200 seeds',
    },
    settings: densities(1 / 3),
    judge: (runs) => {
      const norm = embeddingNorms(Object.values(runs)[0]!.outcome.weights)[0]!;
      return judgement({ '‖W_0‖': norm }, [{ found: `‖W_0‖ = ${short(norm)}`, holds: norm < 0.5 }]);
    },
  });

  claim({
    id: 'H1.first-order',
    source,
    statement:
      'The change is of first order: where the losses cross, trainings end in either geometry and in nothing between.',
    criterion:
      'at a quarter of the density, feature 0 is one of five with ‖W_i‖ > .5; of the other trainings 88 of 200 end with ‖W_0‖ < .1 and two drop another feature',
    strength: fragile({ holds: 110, of: 200 }, 40),
    settings: densities(0.25),
    judge: (runs) => {
      const { weights } = Object.values(runs)[0]!.outcome;
      const { length: kept } = representedByNorm(weights);
      const norm = embeddingNorms(weights)[0]!;
      return judgement({ kept, '‖W_0‖': norm }, [
        { found: `${kept} kept, ‖W_0‖ = ${short(norm)}`, holds: kept === 5 },
      ]);
    },
  });
});

/** Feature 0 at these densities relative to the other four. */
function densities(...relative: readonly number[]): Record<string, Setting> {
  // Twice the rows of the other settings of these sections: at a tenth of p = .05 a feature is rare.
  const training = { ...modestTraining, steps: 2000, batch: 512 };
  return Object.fromEntries(
    relative.map((density) => [
      nameOf(density),
      inSets({ n: 5, m: 2, p: [density * others, others, others, others, others] }, training),
    ]),
  );
}

/** Not a bare number: keys that are whole numbers would come before the others. */
function nameOf(density: number): string {
  return `× ${short(density).replace(/^0/, '')}`;
}

/** The mean of the angles from a feature to its neighbours on either side; 0 where it is not there. */
function angleAround(feature: number, around: readonly Direction[]): number {
  const at = around.findIndex((direction) => direction.feature === feature);
  return at < 0 ? 0 : (around[at]!.gap + around.at(at - 1)!.gap) / 2;
}

/** The paper's figure of the crossing losses: the best trained models, and the digons in closed form. */
function lossesOfBoth(runs: Readonly<Record<string, FinishedRun>>): Curves {
  const trained = Object.values(runs).map(({ setting, outcome: { weights } }) => {
    const [q] = setting.data.probability as number[];
    return {
      point: [q! / others, populationLoss(setting, weights, { rows: 16_384 }).value] as Point,
      isPentagon: representedByNorm(weights).length === 5,
    };
  });
  const those = (isPentagon: boolean): Point[] =>
    trained.filter((model) => model.isPentagon === isPentagon).map(({ point }) => point);
  const theory = Array.from({ length: 25 }, (_, k): Point => {
    const density = 0.1 * 20 ** (k / 24);
    return [density, lossOfDigons(density * others)];
  });
  return curves(
    'The lowest loss of three trainings against the density of one feature, and the loss of two digons',
    { x: log('density of feature 0, relative to the others'), y: log('population loss') },
    [
      dots('trained, five features kept', those(true)),
      dots('trained, feature 0 dropped', those(false)),
      line('two digons, closed form', theory),
    ],
  );
}

/**
 * Two antipodal pairs at p cost p²/3 each (as in phase-change.spec.ts, F2), and a dropped feature at q with the bias q/2 its
 * variance, q/3 − q²/4; mean over the five features.
 */
function lossOfDigons(q: number): number {
  return ((2 * others ** 2) / 3 + q / 3 - q ** 2 / 4) / 5;
}
