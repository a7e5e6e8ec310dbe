/**
 * Elhage et al. 2022, "Superposition and Learning Dynamics".
 *
 * The paper follows the dimensionality D_i of every feature while a model of the uniform geometry trains,
 * beside its loss: "discrete energy level jumps". Features stay at a dimensionality for long, change it at
 * once, now and then swap it with each other, and the loss falls when they do.
 *
 * Here five features train in two hidden dimensions, at p = .05, where they end as a pentagon, and are looked
 * at every 150 steps. The loss is the population loss, since that of a batch is mostly chance at this
 * sparsity. A stretch between two looks counts as falling where the loss loses more than 2%: after step 4,000
 * it changes by .08% in the median stretch, and by more than 1.3% in one of a hundred (20 seeds).
 * "Measured" means over the seeds 0 … 99.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { dimensionality } from '../../src/measures/dimensionality.js';
import { populationLoss } from '../../src/measures/population-loss.js';
import type { Curves } from '../../src/report/figures/figure-data.js';
import { parseSetting } from '../../src/setting/setting.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { curves, line, linear, log } from './kit/curves.js';
import { judgement, short } from './kit/findings.js';
import { fragile, robust } from './kit/strength.js';

const source = 'Elhage et al. 2022, "Superposition and Learning Dynamics", discrete energy level jumps';

const [steps, every] = [6000, 150];
const five = parseSetting({
  model: 'relu-output',
  n: 5,
  m: 2,
  data: { probability: 0.05 },
  training: {
    steps,
    batch: 256,
    checkpoints: Array.from({ length: steps / every }, (_, k) => (k + 1) * every),
  },
});

/** A relative fall of the loss between two looks that is no chance. */
const falling = 0.02;

describe('Learning dynamics', () => {
  claim({
    id: 'J1',
    source,
    statement:
      'The dimensionalities of the features jump when the loss drops, and stay where they are while it is level.',
    // Measured: 4.5 to 19 times, half of the seeds above 9; the loss falls in 8% to 54% of the stretches.
    criterion: `Σ_i |ΔD_i| of a stretch is on average at least 3 times as large where the loss falls by more than ${100 * falling}% as where it does not, which is at least a third of the stretches`,
    strength: robust,
    profile: 'quick',
    settings: { 'p = .05': five },
    judge: ({ 'p = .05': run }) => {
      const stretches = stretchesOf(run);
      const drops = stretches.filter(({ fall }) => fall > falling);
      const level = stretches.filter(({ fall }) => fall <= falling);
      const ratio = level.length === 0 ? 0 : meanMove(drops) / meanMove(level);
      return judgement({ 'falling / level': ratio, falling: drops.length, level: level.length }, [
        { found: `moves ${short(ratio)} times as large while the loss falls`, holds: ratio >= 3 },
        {
          found: `the loss is level in ${level.length} of ${stretches.length} stretches`,
          holds: level.length > 0 && 3 * level.length >= stretches.length,
        },
      ]);
    },
    figures: ({ 'p = .05': run }) => [lossOverTraining(run), dimensionalityOverTraining(run)],
  });

  claim({
    id: 'J1.stages',
    source,
    statement: 'The loss falls in several sudden drops, one for each rearrangement of the features.',
    // Measured: one drop in 48 seeds, two in 47, three in 5. With a pentagon for all five features the first
    // arrangement is as often as not the last.
    criterion:
      'at least two drops: the fall of the loss in a stretch passes 3%, goes below half of its peak, and rises to twice its lowest and 3% again',
    strength: fragile({ holds: 52, of: 100 }, 20),
    settings: { 'p = .05': five },
    judge: ({ 'p = .05': run }) => {
      const drops = countDrops(stretchesOf(run).map(({ fall }) => fall));
      return judgement({ drops }, [{ found: `${drops} drops`, holds: drops >= 2 }]);
    },
  });
});

/** What happens between two looks. */
interface Stretch {
  /** ln(loss before / loss after). */
  readonly fall: number;
  /** Σ_i |ΔD_i|. */
  readonly move: number;
}

function stretchesOf(run: FinishedRun): Stretch[] {
  const looks = run.checkpoints.map(({ weights }) => ({
    loss: lossOf(run, weights),
    D: dimensionality(weights),
  }));
  return looks.slice(1).map((after, k) => {
    const before = looks[k]!;
    return {
      fall: Math.log(before.loss / after.loss),
      move: after.D.reduce((sum, D, i) => sum + Math.abs(D - before.D[i]!), 0),
    };
  });
}

/** One active feature is most of the loss and exact; a thousand rows do for the rest, the same at every look. */
function lossOf({ setting }: FinishedRun, weights: FinishedRun['outcome']['weights']): number {
  return populationLoss(setting, weights, { rows: 1024 }).value;
}

/** 0 where there is none: a run without looks has moved nothing. */
function meanMove(stretches: readonly Stretch[]): number {
  if (stretches.length === 0) return 0;
  return stretches.reduce((sum, { move }) => sum + move, 0) / stretches.length;
}

/** Peaks above 3% with a dip to half between them. */
function countDrops(falls: readonly number[]): number {
  let drops = 0;
  let peak = 0;
  let dip = 0;
  let isFalling = true;
  for (const fall of falls) {
    if (isFalling) {
      peak = Math.max(peak, fall);
      if (peak > 0.03 && fall < peak / 2) {
        drops++;
        isFalling = false;
        dip = fall;
      }
    } else {
      dip = Math.min(dip, fall);
      if (fall > 0.03 && fall > 2 * dip) {
        isFalling = true;
        peak = fall;
      }
    }
  }
  return drops;
}

function lossOverTraining(run: FinishedRun): Curves {
  return curves('The population loss over training', { x: linear('step'), y: log('population loss') }, [
    line(
      'loss',
      run.checkpoints.map(({ step, weights }) => [step, lossOf(run, weights)]),
    ),
  ]);
}

function dimensionalityOverTraining(run: FinishedRun): Curves {
  return curves(
    'The dimensionality of each of five features over training',
    { x: linear('step'), y: linear('D_i') },
    Array.from({ length: run.setting.n }, (_, i) =>
      line(
        `feature ${i}`,
        run.checkpoints.map(({ step, weights }) => [step, dimensionality(weights)[i]!]),
      ),
    ),
    [
      { name: '1/2', y: 1 / 2 },
      { name: '2/5', y: 2 / 5 },
    ],
  );
}
