/**
 * Elhage et al. 2022, "Phenomenon 2: Learning as Geometric Transformations".
 *
 * Two sets of three correlated features in three dimensions. From small weights a training finds the
 * principal component of either set first, which a linear model could find too, and rests there; then the
 * sets split into orthogonal bases, and at last the two bases turn against each other until each feature
 * is opposite to one of the other set: an octahedron. The paper shows one such trajectory and says that
 * there are others, which differ in how the antiprism in between is come by.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { embeddingNorms } from '../../src/measures/embedding-norms.js';
import { setCosines } from '../../src/measures/set-cosines.js';
import type { Weights } from '../../src/models/weights.js';
import type { Curves } from '../../src/report/figures/figure-data.js';
import type { Setting } from '../../src/setting/schema.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { curves, dots, line, linear, log, type Point } from './kit/curves.js';
import { judgement, short } from './kit/findings.js';
import { inSets } from './kit/in-sets.js';
import { robust } from './kit/strength.js';

const source = 'Elhage et al. 2022, "Phenomenon 2: Learning as Geometric Transformations"';

describe('Learning as geometric transformations', () => {
  claim({
    id: 'H8',
    source,
    statement:
      'Two sets of three correlated features in three dimensions are learned in stages: first their principal components, at last an octahedron with features of different sets antipodal.',
    criterion:
      'at some checkpoint every cosine within a set above .9 with every ‖W_i‖ > .4, at the end every |cos| within a set below .1 and three antipodal pairs (cos < −.9) across the sets, and the loss of the last stretch below a third of that at the last such checkpoint (measured over 120 seeds: 120 and 119; .051 to .064 p first, where the two principal components cost p/18 = .056 p, and .006 to .012 p last, each for nine of ten)',
    strength: robust,
    profile: 'quick',
    controls: ['untrained', 'linear'],
    settings: { sets: threeDimensions() },
    judge: ({ sets: run }) => {
      const merged = run.checkpoints.filter(({ weights }) => isMerged(weights)).at(-1);
      const { within, across } = setCosines(run.outcome.weights, 3);
      const opposite = across.filter((cosine) => cosine < -0.9).length;
      const [first, last] = [merged && lossAt(run, merged.step), run.losses.at(-1)?.loss];
      const fall = first === undefined || last === undefined ? 0 : first / last;
      return judgement({ 'merged until step': merged?.step ?? 0, opposite, 'loss, merged over last': fall }, [
        { found: `merged until step ${merged?.step ?? 'none'}`, holds: merged !== undefined },
        { found: `|cos| ≤ ${short(greatest(within))} within the sets`, holds: greatest(within) < 0.1 },
        { found: `${opposite} antipodal pairs across the sets`, holds: opposite === 3 },
        { found: `the loss fell ${short(fall)} times`, holds: fall > 3 },
      ]);
    },
    figures: ({ sets: run }) => [lossOverSteps(run), cosinesOverSteps(run)],
  });

  claim({
    id: 'H8.antiprism',
    source,
    statement:
      'Between the two, each set is an orthogonal basis already and its features are not yet opposite to those of the other: an antiprism, which then turns.',
    criterion:
      'at some checkpoint every |cos| within a set below .1, and fewer than three cosines below −.95 across them (measured over 120 seeds: 117; −.95 is 18° from opposite)',
    strength: robust,
    settings: { sets: threeDimensions() },
    judge: ({ sets: run }) => {
      const between = run.checkpoints.find(({ weights }) => {
        const { within, across } = setCosines(weights, 3);
        return greatest(within) < 0.1 && across.filter((cosine) => cosine < -0.95).length < 3;
      });
      return judgement({ step: between?.step ?? 0 }, [
        { found: `antiprism at step ${between?.step ?? 'none'}`, holds: between !== undefined },
      ]);
    },
  });
});

/** From weights so small that the sets have no order yet; at p = .05 with a checkpoint every 125 steps. */
function threeDimensions(): Setting {
  const steps = 5000;
  return inSets(
    { n: 6, m: 3, p: 0.05, dependence: { kind: 'correlated', size: 3 } },
    {
      optimiser: { kind: 'adam' },
      learningRate: 5e-3,
      steps,
      batch: 256,
      initialisation: { kind: 'normal', deviation: 0.01 },
      checkpoints: Array.from({ length: 40 }, (_, k) => ((k + 1) * steps) / 40),
    },
  );
}

/** Each set is one direction: its principal component, of which every feature has the part 1/√3 = .577. */
function isMerged(weights: Weights): boolean {
  return Math.min(...setCosines(weights, 3).within) > 0.9 && Math.min(...embeddingNorms(weights)) > 0.4;
}

/** The mean batch loss of the stretch that ends at this step or next after it. */
function lossAt({ losses }: FinishedRun, step: number): number | undefined {
  return losses.find((stretch) => stretch.step >= step)?.loss;
}

function lossOverSteps({ setting, losses }: FinishedRun): Curves {
  return curves(
    'The loss of two sets of three correlated features over training: principal components, then more',
    { x: linear('step'), y: log('mean batch loss') },
    [
      line(
        'loss',
        losses.map(({ step, loss }) => [step, loss]),
      ),
    ],
    // Of a set of three, v + 2c is kept and v − c = p/12 lost twice: 4 p/12 over six features.
    [{ name: 'two principal components', y: (setting.data.probability as number) / 18 }],
  );
}

function cosinesOverSteps({ checkpoints }: FinishedRun): Curves {
  const cosines = (name: string, of: 'within' | 'across') =>
    dots(
      name,
      checkpoints.flatMap(({ step, weights }) =>
        setCosines(weights, 3)[of].map((cosine): Point => [step, cosine]),
      ),
    );
  return curves(
    'Cosines between the embeddings over training: sets merge, split, and turn into an octahedron',
    { x: linear('step'), y: linear('cosine') },
    [cosines('within a set', 'within'), cosines('across the sets', 'across')],
  );
}

function greatest(cosines: readonly number[]): number {
  return Math.max(...cosines.map(Math.abs));
}
