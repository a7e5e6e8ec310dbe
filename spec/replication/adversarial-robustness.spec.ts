/**
 * Elhage et al. 2022, "Superposition and Adversarial Examples".
 *
 * A feature that shares its dimension can be pushed by others: a small change along row i of WᵀW adds up in
 * output i. The paper attacks models of the uniform geometry with vectors of a tenth of the mean input norm
 * and finds that vulnerability grows by more than three as superposition forms, along with the features
 * per dimension ‖W‖_F²/m. src/measures/adversarial-vulnerability.ts derives why: where features of length
 * 1 have the share D of a dimension, the squared error of one output grows as 1/D. It is measured in
 * units of a model without superposition, which is 1.
 *
 * The other way round, a model that is attacked while it trains gives superposition up, but the attack has
 * to be "extremely large", about 80% of the input norm. With half as much as that nearly all of it stays,
 * and how much is needed depends on the sparsity: at S = .9 it is 80%, at S = .98 not even that is enough.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { adversarialVulnerability } from '../../src/measures/adversarial-vulnerability.js';
import { dimensionsPerFeature } from '../../src/measures/dimensions-per-feature.js';
import { lossOverFloor } from '../../src/measures/loss-over-floor.js';
import { representedByNorm } from '../../src/measures/represented.js';
import type { Weights } from '../../src/models/weights.js';
import type { Curves } from '../../src/report/figures/figure-data.js';
import { probabilities } from '../../src/setting/derived.js';
import type { Setting } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import { curves, dots, line, log, type Point } from './kit/curves.js';
import { judgement, short } from './kit/findings.js';
import { named } from './kit/named.js';
import { robust } from './kit/strength.js';
import { type Runs, uniformAt } from './kit/uniform.js';

const source = 'Elhage et al. 2022, "Superposition and Adversarial Examples"';

/** The runs of "The geometry of uniform superposition", n = 48, m = 6. */
const sweep = uniformAt(1, 0.65, 0.5, 0.3, 0.15, 0.05);

describe('Adversarial examples', () => {
  claim({
    id: 'J2',
    source,
    statement: 'Vulnerability to adversarial examples rises by more than 3 times as superposition forms.',
    // Measured over 40 seeds: 1.00 to 1.01 at p = 1; 3.6 to 4.0 times as much on the level of 1/2 (p = .3),
    // 12.7 to 15.2 times at p = .05. Untrained weights have 6 to 16 at every p.
    criterion:
      'with attacks of .1 of the mean input norm, the worst for each row: within .05 of 1 (no superposition) at p = 1, more than 3 times that at p = .3 and at p = .05',
    strength: robust,
    settings: sweep,
    judge: (runs) => {
      const V = vulnerabilities(runs).map(({ perRow }) => perRow);
      const [dense, half, sparse] = [V[0]!, V[3]!, V[5]!];
      return judgement(named(runs, V), [
        { found: `${short(dense)} at p = 1`, holds: Math.abs(dense - 1) < 0.05 },
        { found: `${short(half / dense)} times that at p = .3`, holds: half > 3 * dense },
        { found: `${short(sparse / dense)} times at p = .05`, holds: sparse > 3 * dense },
      ]);
    },
    figures: (runs) => [vulnerabilityAgainstSuperposition(runs), vulnerabilityAgainstSparsity(runs)],
  });

  claim({
    id: 'J2.tracks',
    source,
    statement: 'Vulnerability tracks the features per dimension, ‖W‖_F²/m.',
    // Measured over 40 seeds: a correlation of the logarithms of .988 to .994 (nine probabilities), with a slope
    // of 1.42 to 1.51: vulnerability grows faster than the features per dimension.
    criterion:
      'over six probabilities the logarithms of vulnerability and of ‖W‖_F²/m correlate at more than .97',
    strength: robust,
    settings: sweep,
    judge: (runs) => {
      const { correlation, slope } = fit(
        featuresPerDimension(runs).map(Math.log),
        vulnerabilities(runs).map(({ perRow }) => Math.log(perRow)),
      );
      return judgement({ correlation, slope }, [
        { found: `correlation ${short(correlation)}, slope ${short(slope)}`, holds: correlation > 0.97 },
      ]);
    },
  });

  claim({
    id: 'J2.common',
    source: `${source}; the comparison is the suite's`,
    statement:
      'Sparse, the attacker has to choose the feature for each input: one attack for all does less than a third of the harm.',
    // Measured over 40 seeds: the one attack adds 2.4 to 3.0 times what it adds at p = 1, against 12.7 to 15.2; it
    // hardly grows beyond the level of 1/2 (2.2 times), since any one feature is in the way of few rows. The
    // criterion was rewritten once after seeds that it is judged on had been seen, so it was held against 40 fresh
    // ones, from 500,000 on: all of them kept it, with .981 to .995 at p = 1 and .192 to .255 at p = .05.
    criterion:
      'at p = .05 the one δ_i that adds most on average adds less than a third of the worst δ_i of each row; at p = 1 they are within 5% of each other',
    strength: robust,
    profile: 'quick',
    settings: { 'p = 1': sweep['p = 1']!, 'p = .05': sweep['p = .05']! },
    judge: (runs) => {
      const [dense, sparse] = vulnerabilities(runs).map(({ common, perRow }) =>
        perRow === 0 ? 0 : common / perRow,
      );
      return judgement({ 'p = 1': dense!, 'p = .05': sparse! }, [
        { found: `${short(dense!)} of it at p = 1`, holds: dense! > 0.95 },
        { found: `${short(sparse!)} of it at p = .05`, holds: sparse! < 1 / 3 },
      ]);
    },
  });
});

describe('Adversarial training', () => {
  claim({
    id: 'J3',
    source: `${source}, adversarial training`,
    statement: 'Adversarial training removes superposition only with attacks of about 80% of the input norm.',
    // Measured over 40 seeds: 3.4 to 3.9 features per dimension without attacks, 1.9 to 2.1 at .4, .34 to .92 at
    // .8; a loss of .58 to .61, .67 to .73 and 1.10 to 1.25 of the floor.
    criterion:
      'at p = .1: ‖W‖_F²/m above 1.7 and a loss below .8 of the no-superposition floor with attacks of .4, below 1 and above the floor with attacks of .8',
    strength: robust,
    settings: { 'no attack': attacked(0.1), 'size .4': attacked(0.1, 0.4), 'size .8': attacked(0.1, 0.8) },
    judge: (runs) => {
      const F = featuresPerDimension(runs);
      const losses = Object.values(runs).map((run) => ratioToFloor(run.setting, run.outcome.weights));
      return judgement(named(runs, F), [
        { found: `${short(F[0]!)} features per dimension without attacks`, holds: F[0]! > 1.7 },
        {
          found: `${short(F[1]!)} with attacks of .4, ${short(losses[1]!)} of the floor`,
          holds: F[1]! > 1.7 && losses[1]! < 0.8,
        },
        {
          found: `${short(F[2]!)} with attacks of .8, ${short(losses[2]!)} of the floor`,
          holds: F[2]! < 1 && losses[2]! > 1,
        },
      ]);
    },
  });

  claim({
    id: 'J3.sparser',
    source: `${source}, adversarial training; the sparsity is the suite's`,
    statement: 'Attacks of 80% of the input norm remove superposition at S = .98 too.',
    criterion: 'at p = .02 with attacks of .8: ‖W‖_F²/m below 1, at most m features with ‖W_i‖ > .5',
    strength: robust,
    profile: 'quick',
    expected: {
      verdict: 'refuted',
      because:
        'the mean input norm falls with the sparsity while the features stay as they are: at p = .02 there are 3.0 to 3.5 features per dimension with attacks of .8, in 40 seeds, and with n = 20, m = 5 still 2 with attacks of 1.2',
    },
    settings: { 'size .8': attacked(0.02, 0.8) },
    judge: ({ 'size .8': run }) => {
      const [F] = featuresPerDimension({ run });
      const kept = representedByNorm(run.outcome.weights).length;
      return judgement({ 'features per dimension': F!, kept }, [
        { found: `${short(F!)} features per dimension`, holds: F! < 1 },
        {
          found: `${kept} of ${run.setting.n} features in ${run.setting.m} dimensions`,
          holds: kept <= run.setting.m,
        },
      ]);
    },
  });
});

/** n = 16, m = 4, equally important; as in the uniform geometry, with fewer steps. */
function attacked(p: number, size?: number): Setting {
  return parseSetting({
    model: 'relu-output',
    n: 16,
    m: 4,
    data: { probability: p },
    training: {
      learningRate: 5e-3,
      schedule: { kind: 'cosine' },
      steps: 800,
      batch: 256,
      ...(size !== undefined && { attack: { size } }),
    },
  });
}

function ratioToFloor(setting: Setting, weights: Weights): number {
  return lossOverFloor(setting, weights, { rows: 4096 })!.value;
}

function vulnerabilities(runs: Runs): ReturnType<typeof adversarialVulnerability>[] {
  // 512 rows: a standard error of 1% to 2%.
  return Object.values(runs).map(({ setting, outcome }) =>
    adversarialVulnerability(setting, outcome.weights, { rows: 512 }),
  );
}

function featuresPerDimension(runs: Runs): number[] {
  return Object.values(runs).map(({ outcome }) => 1 / dimensionsPerFeature(outcome.weights));
}

function fit(x: readonly number[], y: readonly number[]): { correlation: number; slope: number } {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const xy = mean(x.map((value, k) => (value - mx) * (y[k]! - my)));
  const [xx, yy] = [mean(x.map((value) => (value - mx) ** 2)), mean(y.map((value) => (value - my) ** 2))];
  // Nothing is tracked by weights that are alike, or 0 (whose logarithm is infinite).
  const known = Number.isFinite(xy) && xx > 0 && yy > 0;
  return known ? { correlation: xy / Math.sqrt(xx * yy), slope: xy / xx } : { correlation: 0, slope: 0 };
}

function vulnerabilityAgainstSuperposition(runs: Runs): Curves {
  const F = featuresPerDimension(runs);
  const V = vulnerabilities(runs);
  return curves(
    'Vulnerability against superposition',
    {
      x: log('features per dimension, ‖W‖²/m'),
      y: log('harm, relative to a model without superposition'),
    },
    [
      dots(
        'the worst attack for each row',
        V.map(({ perRow }, at) => [F[at]!, perRow]),
      ),
      dots(
        'one attack for all rows',
        V.map(({ common }, at) => [F[at]!, common]),
      ),
    ],
    [{ name: 'no superposition', y: 1 }],
  );
}

function vulnerabilityAgainstSparsity(runs: Runs): Curves {
  const against = (values: readonly number[]): Point[] =>
    Object.values(runs).map(({ setting }, at) => [1 / probabilities(setting)[0]!, values[at]!]);
  return curves(
    'Vulnerability and features per dimension against 1/(1 − S)',
    { x: log('1/(1 − S)'), y: log('relative to no superposition') },
    [
      line('vulnerability', against(vulnerabilities(runs).map(({ perRow }) => perRow))),
      line('features per dimension', against(featuresPerDimension(runs))),
    ],
  );
}
