/**
 * Seed 2 (a notebook over ARENA's `mech_interp.utils`), and the two sections of the paper that it
 * replicates: "Superposition in a Privileged Basis" and "Computation in Superposition".
 *
 * A ReLU in the hidden layer gives it a basis: a neuron can stand for one feature (monosemantic) or for
 * several. Dense features get a neuron each, and the rest is dropped; sparse ones share neurons. The
 * same net computes |x| of signed features, which takes two neurons, one for either sign. Dense, this
 * is what it learns; sparse, neurons that read one feature strongly and another one weakly, and write
 * them the other way round, with other neurons to inhibit what goes wrong.
 *
 * What a monosemantic net costs is known exactly (src/measures/no-superposition-floor.ts), and seed 2's
 * reported losses stand beside it:
 *
 *   neurons, n = 10, m = 5, mean over seven p   .00212 against .002324
 *   |x|, n = 100, m = 40, mean over seven p     7.73e-5 against 1.358e-5
 *   |x|, n = 20, m = 10, p = .5                 .00664 against .0065865
 *   |x|, n = 10, m = 10, p = .35                .00795 against .0075822
 *
 * The first is superposition. The second is a training that stopped too early: the published 5,000 steps
 * end here at 7.45e-5 on average too (one seed each), worse than the net that one can write down.
 *
 * The paper's other codes of neurons, its hidden bias and its L1 penalty are in privileged-basis.spec.ts.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { lossOverFloor } from '../../src/measures/loss-over-floor.js';
import {
  monosemanticAbove,
  monosemanticNeurons,
  monosemanticShare,
} from '../../src/measures/monosemanticity.js';
import { noSuperpositionFloor } from '../../src/measures/no-superposition-floor.js';
import { populationLoss } from '../../src/measures/population-loss.js';
import {
  seed2AbsoluteTen,
  seed2AbsoluteTwenty,
  seed2NeuronProbabilities,
} from '../../src/setting/sources.js';
import { judgement, list, short } from './kit/findings.js';
import { mean } from './kit/mean.js';
import { asymmetry, featuresOf, oneFeatureEach, polysemantic, signedPairs } from './kit/neuron-codes.js';
import { readStacks, writtenStacks } from './kit/neuron-stacks.js';
import { absoluteValue, hundred, neurons, quick, withTraining } from './kit/seed-2-settings.js';
import { fragile, robust } from './kit/strength.js';

const privilegedBasis = 'Elhage et al. 2022, "Superposition in a Privileged Basis"; seed 2, section 1';
const computation = 'Elhage et al. 2022, "Computation in Superposition"; seed 2';

describe('Superposition in a privileged basis', () => {
  const dense = neurons(0.75);
  const sparse = neurons(0.01);

  claim({
    id: 'J4.dense',
    source: privilegedBasis,
    statement: 'Dense, each of the five neurons stands for one feature, and these are the most important.',
    // Measured over 40 seeds: five neurons above .99 in all.
    criterion: `p = .75: max|W_h| / ‖W_h‖ > ${monosemanticAbove.code} for all five neurons, whose features are 0 … 4`,
    strength: robust,
    controls: ['untrained', 'shuffled-importance'],
    settings: { 'p = .75': dense },
    judge: ({ 'p = .75': run }) => oneFeatureEach(run.outcome.weights, monosemanticAbove.code),
  });

  claim({
    id: 'J4.half',
    source: privilegedBasis,
    statement:
      'Between dense and sparse, three neurons stand for one feature each, and two share three features.',
    // Measured over 120 seeds. It is the code of least loss: of eight seeds in a row the best has it in
    // nine of ten cases, while the single training also ends with two, none or five dedicated neurons.
    criterion: `p = .35: exactly three neurons above ${monosemanticAbove.text}, and three features with a weight above .5 in the other two`,
    strength: fragile({ holds: 34, of: 120 }, 20),
    settings: { 'p = .35': neurons(0.35, quick) },
    judge: ({ 'p = .35': run }) => {
      const { weights } = run.outcome;
      const alone = monosemanticNeurons(weights);
      const shared = featuresOf(
        weights,
        [0, 1, 2, 3, 4].filter((h) => !alone.includes(h)),
      );
      return judgement({ monosemantic: alone.length, 'features shared': shared.length }, [
        { found: `${alone.length} neurons with one feature`, holds: alone.length === 3 },
        { found: `the others share features ${list(shared)}`, holds: shared.length === 3 },
      ]);
    },
    figures: ({ 'p = .35': run }) => [
      {
        kind: 'stacks',
        title: 'The five neurons at p = .35',
        panels: [readStacks('p = .35', run.outcome.weights)],
      },
    ],
  });

  claim({
    id: 'J4.sparse',
    source: privilegedBasis,
    statement:
      'Sparse, neurons are polysemantic: next to none stands for one feature, and all lose less for it.',
    // Measured over 25 seeds: no such neuron in 20, one in 4, two in 1; a loss of .25 to .37 of the floor.
    // The initial weights are polysemantic too, but cost more than the floor.
    criterion: `p = .01: at most one neuron above ${monosemanticAbove.text}, and a population loss below half of the no-superposition floor`,
    strength: robust,
    profile: 'quick',
    settings: { 'p = .01': sparse },
    judge: ({ 'p = .01': run }) => polysemantic(run.setting, run.outcome.weights),
  });

  claim({
    id: 'J4.initialisation',
    source: `${privilegedBasis}; xavier_normal_ on a tensor of all instances`,
    statement:
      'The scale of the initial weights, which comes from how many instances are stacked, does not matter.',
    // Xavier's rule on the matrix gives .365, on seed 2's stack of seven .129. Measured over 16 seeds: all
    // five neurons above .9 in 15 at p = .75, at most one at p = .01 in 16.
    criterion: 'J4.dense (by .9) and J4.sparse hold with Xavier initialisation of the n × m matrix too',
    strength: robust,
    settings: {
      'p = .75': neurons(0.75, { ...quick, initialisation: { kind: 'xavier-normal' } }),
      'p = .01': neurons(0.01, { ...quick, initialisation: { kind: 'xavier-normal' } }),
    },
    judge: ({ 'p = .75': many, 'p = .01': few }) => {
      const parts = [
        oneFeatureEach(many.outcome.weights, monosemanticAbove.text),
        polysemantic(few.setting, few.outcome.weights),
      ];
      return judgement(
        { 'p = .75': parts[0]!.measured['monosemantic']!, 'p = .01': parts[1]!.measured['monosemantic']! },
        parts.map(({ holds, because }) => ({ found: because, holds })),
      );
    },
  });

  claim({
    id: 'J4.loss',
    source: 'seed 2, section 1: the printed loss',
    statement:
      'Over its seven probabilities the neuron model loses .00212 on average, less than any model without superposition.',
    // The floor is .002324. What seed 2 prints is the loss of one batch of 1,024 rows in each of seven
    // models, off by some 2% by chance; measured over 10 seeds: .00206 to .00215.
    criterion: 'the mean of the seven population losses is within 5% of .00212',
    strength: robust,
    settings: Object.fromEntries(
      seed2NeuronProbabilities.map((p) => [`p = ${p}`, neurons(p, p === 0.75 || p < 0.05 ? {} : quick)]),
    ),
    judge: (runs) => {
      const all = Object.values(runs);
      // A quarter of the usual rows: a standard error of about .4% for each, far below the 5%.
      const rows = 16_384;
      const loss = mean(all.map((run) => populationLoss(run.setting, run.outcome.weights, { rows }).value));
      const floor = mean(all.map((run) => noSuperpositionFloor(run.setting)!));
      return judgement({ loss, floor }, [
        { found: `mean loss ${short(loss)}`, holds: Math.abs(loss / 0.00212 - 1) < 0.05 },
        { found: `the floor is ${short(floor)}`, holds: loss < floor },
      ]);
    },
    figures: (runs) => [
      {
        kind: 'stacks',
        title: 'The five neurons over the seven feature probabilities',
        panels: Object.entries(runs).map(([name, { outcome }]) => readStacks(name, outcome.weights)),
      },
    ],
  });
});

describe('Computing the absolute value', () => {
  claim({
    id: 'J6',
    source: computation,
    statement:
      'Three dense features in six neurons: each has one neuron for its positive and one for its negative side.',
    // Measured over 60 seeds: 50 end so, the others lose a neuron; the best of three does unless all
    // three lose one, (1/6)³.
    criterion:
      'for each feature, exactly two neurons read it alone (above .9), with opposite signs, and both write it with a positive weight',
    strength: robust,
    bestOf: 3,
    settings: { 'p = 1': absoluteValue(3, 6, 1, 2000, { kind: 'geometric', base: 1 }) },
    judge: ({ 'p = 1': run }) => {
      const { weights } = run.outcome;
      const pairs = signedPairs(weights);
      return judgement({ 'features with a pair': pairs.length }, [
        { found: `a pair of neurons for features ${list(pairs)}`, holds: pairs.length === 3 },
      ]);
    },
    figures: ({ 'p = 1': { outcome } }) => [
      {
        kind: 'stacks',
        title: 'Two neurons for each feature, one a sign',
        panels: [readStacks('read', outcome.weights), writtenStacks('written', outcome.weights)],
      },
    ],
  });

  claim({
    id: 'J7',
    source: `${computation}, section 2`,
    statement: 'The sparser the hundred features, the fewer of the forty neurons stand for one.',
    // 5,000 batches of 1,024 take too long here; 1,000 of 256 at three times the rate show the same.
    // Measured over 8 seeds: shares of .88 to .97 at p = 1, .30 to .50 at .1, 0 at .01; after the
    // published training (one seed) 1, .83 and 0. The limits lie in the gaps between.
    criterion: `share of neurons above ${monosemanticAbove.text}: over .75 at p = 1, .15 to .65 at p = .1, under .1 at p = .01`,
    strength: robust,
    settings: { 'p = 1': hundred(1), 'p = .1': hundred(0.1), 'p = .01': hundred(0.01) },
    judge: ({ 'p = 1': dense, 'p = .1': middle, 'p = .01': sparse }) => {
      const [one, two, three] = [dense, middle, sparse].map(({ outcome }) =>
        monosemanticShare(outcome.weights),
      );
      return judgement({ 'p = 1': one!, 'p = .1': two!, 'p = .01': three! }, [
        { found: `${short(one!)} at p = 1`, holds: one! > 0.75 },
        { found: `${short(two!)} at p = .1`, holds: two! > 0.15 && two! < 0.65 },
        { found: `${short(three!)} at p = .01`, holds: three! < 0.1 },
      ]);
    },
    figures: (runs) => [
      {
        kind: 'stacks',
        title: 'What forty neurons read of a hundred features',
        panels: Object.entries(runs).map(([name, { outcome }]) => readStacks(name, outcome.weights)),
      },
    ],
  });

  for (const { n, setting, reported } of [
    { n: 20, setting: seed2AbsoluteTwenty, reported: '.00664 (1.008)' },
    { n: 10, setting: seed2AbsoluteTen, reported: '.00795 (1.049)' },
  ]) {
    claim({
      id: `J10.n=${n}`,
      source: `${computation}, section 3; the anchor is the suite's`,
      statement: `At seed 2's density ${n} features in ten neurons are computed by neurons that stand for one each, at the loss of the best such net.`,
      // Measured over 20 seeds: all ten neurons, and 1.000 to 1.22 (n = 20) or 1.15 (n = 10) times the
      // build, which keeps the five most important features exactly: a run loses what it has of less
      // important ones. A constant output costs 3.1 times the build at n = 20 and 4.1 times at n = 10.
      criterion: `all neurons above ${monosemanticAbove.text}, and a population loss of .98 to 1.3 times the monosemantic build (seed 2 reports ${reported})`,
      strength: robust,
      settings: { published: withTraining(setting, { learningRate: 3e-3, steps: 2000 }) },
      judge: ({ published: run }) => {
        const ratio = lossOverFloor(run.setting, run.outcome.weights, { rows: 16_384 })!.value;
        const alone = monosemanticNeurons(run.outcome.weights).length;
        return judgement({ 'loss / build': ratio, monosemantic: alone }, [
          { found: `${alone} of 10 neurons with one feature`, holds: alone === 10 },
          { found: `${short(ratio)} times the build`, holds: ratio > 0.98 && ratio < 1.3 },
        ]);
      },
    });
  }

  claim({
    id: 'J8.seed-2',
    source: `${computation}, section 3`,
    statement: 'Ten features in ten neurons at p = .35 show the asymmetric motif with inhibition.',
    criterion:
      'at least one neuron reads one feature twice as strongly as another and writes them the other way round, inhibited by a third weight (src/measures/asymmetric-motif.ts)',
    strength: robust,
    settings: { 'p = .35': withTraining(seed2AbsoluteTen, { learningRate: 3e-3, steps: 2000 }) },
    expected: {
      verdict: 'refuted',
      because:
        'at p = .35 the ten neurons are monosemantic: no motif in 48 seeds (20 of them with the published training), and any inhibiting weight at all, below −.5, in four; it takes sparser features (J8)',
    },
    judge: ({ 'p = .35': run }) => asymmetry(run.outcome.weights),
  });

  claim({
    id: 'J8',
    source: `${computation}; the sparsity is the suite's`,
    statement:
      'Sparser, neurons read one feature strongly and another weakly, write them the other way round, and inhibit each other.',
    // Measured over 20 seeds at p = .1: 2 to 7 of ten neurons.
    criterion: 'as J8.seed-2, at p = .1',
    strength: robust,
    profile: 'quick',
    settings: {
      'p = .1': withTraining(
        { ...seed2AbsoluteTen, data: { ...seed2AbsoluteTen.data, probability: 0.1 } },
        { learningRate: 3e-3, steps: 2000 },
      ),
    },
    judge: ({ 'p = .1': run }) => asymmetry(run.outcome.weights),
    figures: ({ 'p = .1': { outcome } }) => [
      {
        kind: 'stacks',
        title: 'Ten neurons that read ten features at p = .1, and write their absolute values',
        panels: [readStacks('read', outcome.weights), writtenStacks('written', outcome.weights)],
      },
    ],
  });
});
