/**
 * Seed 1: selau642 (mirrored as darkmatter08/toy-models-for-superposition), "one weight" and "two
 * weights".
 *
 * Twenty features of importance .7^i in five hidden dimensions, with the paper's tied net
 * y = ReLU(WᵀWx + b) and with an untied one, y = ReLU(DEx + b), at S = 0, .7, .9, .99 and .999. Two
 * things differ from the paper. One draw u serves as mask and as value (kept if u ≤ p), and each row is
 * then divided by its length, so that a lone active value is always exactly 1 (its generator has the
 * right rate and the wrong distribution: E1.coupled-normalised). And one model goes through the
 * sparsities in turn, each time with a fresh optimiser, so that its figures are five stages of one
 * training and not five results.
 *
 * The second decides its main finding. Trained through all stages the untied net answers all twenty
 * features at S = .999; trained at S = .999 alone it ends with six to fourteen. At high sparsity a
 * feature is on in one row of a thousand, and the untied net leaves its bad starts no faster than that;
 * the dense stages before have already lined decoder up with encoder. The tied net has no such start to
 * leave: fresh it reaches 17 to 19. As published, warm-started, it ends with 15 to 18 for two seeds in
 * three and with exactly ten for the third (14 and 7 of 21 seeds): stuck in the five antipodal pairs of
 * S = .9, which interfere with nothing.
 *
 * Counts are seed 1's, by the diagonal of decoder · encoder. The stages here have 6,000 steps instead
 * of 10,000, which changes nothing that is claimed.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { answeredFeatures } from '../../src/measures/answered.js';
import { identityDistance } from '../../src/measures/identity-distance.js';
import { inhibition } from '../../src/measures/inhibition.js';
import { representedByDiagonal } from '../../src/measures/represented.js';
import { responseDistance } from '../../src/measures/response.js';
import { seed1 } from '../../src/setting/sources.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { judgement, list, short } from './kit/findings.js';
import { shortened } from './kit/shortened.js';
import { fragile, robust } from './kit/strength.js';

const source = 'seed 1: selau642, README and published weights';
const stage = 6000;

const tied = {
  dense: shortened(seed1('relu-output', 0, 'fresh'), stage),
  'S = .999': seed1('relu-output', 0.999, 'fresh'),
};
const untiedFresh = seed1('untied', 0.999, 'fresh');
const untiedWarm = shortened(seed1('untied', 0.999, 'warm-started'), stage);

/** The rank bound √(n − m), below which no decoder · encoder comes to the identity. */
const bound = Math.sqrt(15);
/** ‖R − I‖_F of a model that is silent. */
const silence = Math.sqrt(20);

describe('Seed 1: one weight and two', () => {
  claim({
    id: 'C14.dense',
    source,
    statement: 'Dense, the tied net keeps the five most important of twenty features.',
    // Measured over 16 seeds: exactly these in 15 after 4,000 steps, 5 in all 16 after 10,000.
    criterion: 'exactly features 0 … 4 have (WᵀW)_ii > .5',
    strength: robust,
    controls: ['untrained', 'shuffled-importance'],
    settings: { 'S = 0': tied.dense },
    judge: ({ 'S = 0': run }) => {
      const represented = representedByDiagonal(run.outcome.weights);
      return judgement({ represented: represented.length }, [
        { found: `represented: ${list(represented)}`, holds: list(represented) === '0, 1, 2, 3, 4' },
      ]);
    },
  });

  claim({
    id: 'C8.seed-1',
    source,
    statement:
      'Dense, the biases are positive, larger for the features that are dropped; very sparse, those of the features that are kept turn negative.',
    // A dropped feature is predicted by its mean, E x = .194 on these data. Measured over 10 seeds at
    // S = 0: means of .096 to .098 and .207 to .208; over 20 at S = .999: none above −.16.
    criterion:
      'at S = 0, 0 < mean b of the represented < mean b of the others; at S = .999, every b of a represented feature < 0',
    strength: robust,
    controls: ['untrained', 'linear'],
    settings: tied,
    judge: ({ dense, 'S = .999': sparse }) => {
      const kept = representedByDiagonal(dense.outcome.weights);
      const [learned, dropped] = [biases(dense, kept), biases(dense, others(kept))].map(meanOf);
      const greatest = Math.max(...biases(sparse, representedByDiagonal(sparse.outcome.weights)));
      return judgement({ 'S = 0, kept': learned!, 'S = 0, dropped': dropped!, 'S = .999': greatest }, [
        {
          found: `mean b at S = 0: ${short(learned!)} of the kept, ${short(dropped!)} of the dropped`,
          holds: 0 < learned! && learned! < dropped!,
        },
        { found: `greatest b of the kept at S = .999: ${short(greatest)}`, holds: greatest < 0 },
      ]);
    },
  });

  claim({
    id: 'C14.tied',
    source,
    statement: 'At S = .999 the tied net keeps almost 18 of its twenty features, and not all.',
    // Measured over 20 seeds: 17 to 19. Untrained weights have at most 2, a linear net five.
    criterion: 'freshly trained at S = .999, 16 to 19 features have (WᵀW)_ii > .5',
    strength: robust,
    profile: 'quick',
    controls: ['untrained', 'linear'],
    settings: { 'S = .999': tied['S = .999'] },
    judge: ({ 'S = .999': run }) => {
      const represented = representedByDiagonal(run.outcome.weights);
      return judgement({ represented: represented.length, answered: answered(run) }, [
        {
          found: `${represented.length} of 20 represented`,
          holds: represented.length >= 16 && represented.length <= 19,
        },
      ]);
    },
  });

  claim({
    id: 'C14.warm-started',
    source,
    statement: 'The untied net learns all twenty features at S = .999, as published: warm-started.',
    // Measured over 20 seeds: 20 in all after 10,000 steps a stage, in 19 after 6,000 (19 in the other).
    criterion: 'trained through S = 0, .7, .9, .99 and .999 in turn, all 20 have (decoder · encoder)_ii > .5',
    strength: robust,
    settings: { 'S = .999': untiedWarm },
    judge: ({ 'S = .999': run }) => allTwenty(run),
  });

  claim({
    id: 'C14.fresh',
    source,
    statement: 'The untied net learns all twenty features at S = .999, trained at that sparsity alone.',
    criterion: 'trained at S = .999 from its initial weights, all 20 have (decoder · encoder)_ii > .5',
    strength: robust,
    settings: { 'S = .999': untiedFresh },
    expected: {
      verdict: 'refuted',
      because:
        'the published net came to S = .999 through four denser stages; from its own initial weights it ends with 6 to 14 of 20 (20 seeds), so the outcome is that of the warm start (C14.warm-started) and not of the sparsity',
    },
    judge: ({ 'S = .999': run }) => allTwenty(run),
  });

  claim({
    id: 'C14.more',
    source,
    statement: 'At S = .999 the untied net represents more features than the tied one.',
    criterion:
      'both trained at S = .999 alone: more features with (decoder · encoder)_ii > .5 untied than tied',
    strength: robust,
    settings: { tied: tied['S = .999'], untied: untiedFresh },
    expected: {
      verdict: 'refuted',
      because:
        'trained at that sparsity alone the tied net reaches 17 to 19 of 20 and the untied one 6 to 14 (20 seeds each); the published order is that of the warm start, which helps the untied net and holds the tied one back',
    },
    judge: (runs) => {
      const [one, two] = [runs.tied, runs.untied].map(
        ({ outcome }) => representedByDiagonal(outcome.weights).length,
      );
      return judgement({ tied: one!, untied: two! }, [
        { found: `${two} untied, ${one} tied`, holds: two! > one! },
      ]);
    },
  });

  claim({
    id: 'C13.seed-1-tied',
    source: `${source}; the rank bound by Eckart and Young`,
    statement:
      'From dense to very sparse the response of the tied net approaches the identity, while WᵀW moves away from it.',
    // Measured over 20 seeds: ‖R − I‖_F from 4.66 down to 1.07 … 1.73, ‖WᵀW − I‖_F from 3.873 up to 9.8 … 11.7.
    criterion: `‖R − I‖_F falls to less than half; ‖WᵀW − I‖_F begins within 5% of √(n − m) = ${short(bound)} and at least doubles`,
    strength: robust,
    controls: ['untrained', 'linear'],
    settings: tied,
    judge: ({ dense, 'S = .999': sparse }) => {
      const [before, after] = [dense, sparse].map(distances);
      return judgement(
        { '‖R−I‖ S = 0': before!.R, '‖R−I‖ S = .999': after!.R, '‖WᵀW−I‖ S = .999': after!.G },
        [
          { found: `‖R − I‖_F ${short(before!.R)}, ${short(after!.R)}`, holds: after!.R < before!.R / 2 },
          {
            found: `‖WᵀW − I‖_F ${short(before!.G)}, ${short(after!.G)}`,
            holds: before!.G < 1.05 * bound && after!.G > 2 * before!.G,
          },
        ],
      );
    },
  });

  claim({
    id: 'C13.seed-1-untied',
    source: `${source}; the rank bound by Eckart and Young`,
    statement:
      'Warm-started to S = .999, the response of the untied net is next to the identity, while decoder · encoder is far from it.',
    // Measured over 20 seeds: ‖R − I‖_F .07 to .79 (.04 to .13 after 10,000 steps a stage; published:
    // .079), ‖DE − I‖_F 48 to 60. A silent model is at √20 from the identity.
    criterion: `‖R − I‖_F < 1, where silence is at ${short(silence)}; ‖decoder · encoder − I‖_F above five times the bound ${short(bound)}`,
    strength: robust,
    settings: { 'S = .999': untiedWarm },
    judge: ({ 'S = .999': run }) => {
      const { R, G } = distances(run);
      return judgement({ '‖R−I‖': R, '‖DE−I‖': G }, [
        { found: `‖R − I‖_F ${short(R)}`, holds: R < 1 },
        { found: `‖decoder · encoder − I‖_F ${short(G)}`, holds: G > 5 * bound },
      ]);
    },
  });

  claim({
    id: 'C15',
    source,
    statement:
      'In the warm-started untied net the negative part of decoder · encoder goes from important features to less important ones.',
    // Published at .999: 550.6 against 22.8. Measured over 20 seeds: 7.9 to 14.4 times as much. Of
    // untrained weights the two are alike, .7 to 2.1 over 300 seeds; tied weights have 1 exactly.
    criterion: 'Σ|negative entries (i, j)| with j < i is more than four times that with j > i',
    strength: robust,
    settings: { 'S = .999': untiedWarm },
    judge: ({ 'S = .999': run }) => mostlyDownwards(run),
  });

  claim({
    id: 'C15.S=.99',
    source,
    statement:
      'Freshly trained at S = .99, the untied net inhibits from important features to less important ones.',
    // Published, warm-started: 603.6 against 19.7. Measured over 150 seeds: .8 to 16 times as much, half of
    // them above 4.5, two below 1.
    criterion: 'Σ|negative entries (i, j)| with j < i is more than four times that with j > i',
    strength: fragile({ holds: 96, of: 150 }, 20),
    settings: { 'S = .99': seed1('untied', 0.99, 'fresh') },
    judge: ({ 'S = .99': run }) => mostlyDownwards(run),
  });

  claim({
    id: 'C15.fresh',
    source,
    statement:
      'Freshly trained at S = .999, the untied net inhibits from important features to less important ones.',
    criterion: 'Σ|negative entries (i, j)| with j < i is more than four times that with j > i',
    strength: robust,
    settings: { 'S = .999': untiedFresh },
    expected: {
      verdict: 'refuted',
      because:
        'from its initial weights the net has .9 to 2.7 times as much downwards as upwards (60 seeds, half of them below 1.6), about what untrained weights have, .7 to 2.1; the order of the published net, 24 times, is learned in the denser stages before (C15) and, at S = .99 alone, by two seeds in three (C15.S=.99)',
    },
    judge: ({ 'S = .999': run }) => mostlyDownwards(run),
  });
});

function allTwenty(run: FinishedRun) {
  const represented = representedByDiagonal(run.outcome.weights).length;
  return judgement({ represented, answered: answered(run) }, [
    { found: `${represented} of 20 represented`, holds: represented === 20 },
  ]);
}

/** The published matrix has its source features in rows, so that there it is the upper triangle. */
function mostlyDownwards({ outcome }: FinishedRun) {
  const { downwards, upwards } = inhibition(outcome.weights);
  return judgement({ downwards, upwards }, [
    {
      found: `${short(downwards)} onto less important features, ${short(upwards)} onto more important ones`,
      holds: downwards > 4 * upwards,
    },
  ]);
}

function answered({ setting, outcome }: FinishedRun): number {
  return answeredFeatures(setting.model, outcome.weights).length;
}

function distances({ setting, outcome }: FinishedRun): { R: number; G: number } {
  return { R: responseDistance(setting.model, outcome.weights), G: identityDistance(outcome.weights) };
}

function biases({ outcome }: FinishedRun, features: readonly number[]): number[] {
  return features.map((i) => outcome.weights.b[i]!);
}

function others(features: readonly number[]): number[] {
  return Array.from({ length: 20 }, (_, i) => i).filter((i) => !features.includes(i));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
