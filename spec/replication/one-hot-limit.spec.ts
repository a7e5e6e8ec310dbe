/**
 * Chen et al. 2023 (arXiv 2310.06301): the limit of high sparsity, where a row has one feature on at
 * most.
 *
 * In two dimensions the loss L = mean over rows u e_j of Σ_i (target_i − y_i)² has the regular k-gons as
 * critical points, each with its own length, bias and loss: 0 for the square of four features, .01583
 * for the pentagon of five, .04819 for the hexagon of six. Their values and zero gradients are theorems
 * in spec/properties/closed-forms.spec.ts (G.k-gon-4 … 8); here is where training ends.
 *
 * Settings: c equally important features, m = 2, the paper's data at p = .01 and .001, Adam at 3e-3 along
 * a half cosine, 10,000 steps of 1,024 rows, no weight decay (it would outweigh gradients of order p).
 * L is computed exactly from the weights (src/measures/one-active-loss.ts). "Measured" means over the
 * seeds 0 … 299.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { embeddingNorms } from '../../src/measures/embedding-norms.js';
import { oneActiveLoss } from '../../src/measures/one-active-loss.js';
import { populationLoss } from '../../src/measures/population-loss.js';
import { representedByNorm } from '../../src/measures/represented.js';
import { kGon, kGonLoss } from '../../src/oracle/k-gon.js';
import { probabilities } from '../../src/setting/derived.js';
import type { Setting } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import type { FinishedRun } from '../../src/subjects/subject.js';
import { judgement, short } from './kit/findings.js';
import { named } from './kit/named.js';
import { fragile, robust } from './kit/strength.js';

const source = 'Chen et al. 2023 (arXiv 2310.06301), section 3';
const pentagon = kGon(5);

describe('The one-hot limit', () => {
  claim({
    id: 'G.one-hot.pentagon',
    source,
    statement:
      'Five features end as the regular pentagon, with the length, bias and loss of the closed form.',
    criterion:
      `at p = .01: L from ${long(kGonLoss(5, 5))} to 1% above, every ‖W_i‖ within .02 of ${short(pentagon.l)} and every ` +
      `b_i within .02 of ${short(pentagon.b)} (measured: 297 of 300 seeds, L at most .25% above, ‖W_i‖ 1.160 to 1.168, ` +
      'b_i −.280 to −.270: the distance is what p leaves, as at p = .03 it is three times that; the others end as squares)',
    strength: robust,
    profile: 'quick',
    settings: { 'c = 5': oneHot(5, 0.01) },
    judge: ({ 'c = 5': run }) => {
      const L = oneHotLossOf(run);
      const lengths = embeddingNorms(run.outcome.weights);
      const biases = [...run.outcome.weights.b];
      return judgement({ L, 'mean ‖W_i‖': mean(lengths), 'mean b_i': mean(biases) }, [
        { found: `L = ${long(L)}`, holds: L >= kGonLoss(5, 5) - rounding && L < 1.01 * kGonLoss(5, 5) },
        {
          found: `lengths ${range(lengths)}`,
          holds: lengths.every((length) => Math.abs(length - pentagon.l) < 0.02),
        },
        { found: `biases ${range(biases)}`, holds: biases.every((b) => Math.abs(b - pentagon.b) < 0.02) },
      ]);
    },
  });

  claim({
    id: 'G.one-hot.no-lower',
    source: `${source} (that the pentagon is the global minimum is a conjecture there)`,
    statement: 'No restart ends below the regular polygon of all features, and with five some reach it.',
    criterion:
      `L at least L(c, c) = ${[5, 6, 7].map((c) => long(kGonLoss(c, c))).join(', ')} for c = 5, 6, 7 at p = .01 and .001, and within 1% ` +
      'of it for c = 5 at one of the two (measured over 300 seeds: never below .015828 and .048222; over 200 for c = 7: .0884)',
    strength: robust,
    settings: {
      'c = 5, p = .01': oneHot(5, 0.01),
      'c = 5, p = .001': oneHot(5, 0.001),
      'c = 6, p = .01': oneHot(6, 0.01),
      'c = 6, p = .001': oneHot(6, 0.001),
      'c = 7, p = .01': oneHot(7, 0.01),
      'c = 7, p = .001': oneHot(7, 0.001),
    },
    judge: (runs) => {
      const found = Object.values(runs).map((run) => ({
        L: oneHotLossOf(run),
        least: kGonLoss(run.setting.n, run.setting.n),
      }));
      const best = Math.min(...found.slice(0, 2).map(({ L }) => L));
      return judgement(
        named(
          runs,
          found.map(({ L }) => L),
          'L at ',
        ),
        [
          ...found.map(({ L, least }) => ({
            found: `L = ${long(L)} against ${long(least)}`,
            holds: L >= least - rounding,
          })),
          { found: `best of five: ${long(best)}`, holds: best < 1.01 * kGonLoss(5, 5) },
        ],
      );
    },
  });

  claim({
    id: 'G.one-hot.hexagon',
    source: 'own, against Elhage et al. 2022 ("six independent features do not form a hexagon")',
    statement:
      'Six features can form a regular hexagon, whose loss is lower than that of any pentagon and a sixth feature.',
    criterion:
      `at p = .01: six features with ‖W_i‖ > .5 and L from L(6, 6) = ${long(kGonLoss(6, 6))} to 2% above, ` +
      `where a pentagon and a dropped feature have at least ${long(kGonLoss(5, 6, true))}`,
    // The same at p = .03 and .001, where 27 and 30 of 300 seeds end so.
    strength: fragile({ holds: 34, of: 300 }, 100),
    settings: { 'c = 6': oneHot(6, 0.01) },
    judge: ({ 'c = 6': run }) => {
      const L = oneHotLossOf(run);
      const { length: kept } = representedByNorm(run.outcome.weights);
      return judgement({ L, kept }, [
        { found: `${kept} kept`, holds: kept === 6 },
        { found: `L = ${long(L)}`, holds: L >= kGonLoss(6, 6) - rounding && L < 1.02 * kGonLoss(6, 6) },
      ]);
    },
  });

  claim({
    id: 'G.one-hot.critical-points',
    source: `${source} (the table of critical points)`,
    statement: 'Training of six features ends at one of the k-gons of the table.',
    criterion: `at p = .01, L within 1% of L(4, 6), L(4+, 6), L(5, 6), L(5+, 6) or L(6, 6) = ${tableOfSix().map(long).join(', ')}`,
    strength: robust,
    expected: {
      verdict: 'refuted',
      because:
        '265 of 300 seeds end at L = .0669, below the pentagon with a dropped feature (.06874): the sixth embedding keeps a length of about .36 and b = 0, in the direction of one of the five, which is a little shorter for it; no seed ends at a "+" point, since rows of zeros, (1 − p)^6 = 94% of all, leave no positive bias',
    },
    settings: { 'c = 6': oneHot(6, 0.01) },
    judge: ({ 'c = 6': run }) => {
      const L = oneHotLossOf(run);
      const lengths = embeddingNorms(run.outcome.weights);
      return judgement({ L, 'least ‖W_i‖': Math.min(...lengths) }, [
        {
          found: `L = ${long(L)}, lengths ${range(lengths)}`,
          holds: tableOfSix().some((value) => Math.abs(L / value - 1) < 0.01),
        },
      ]);
    },
  });

  claim({
    id: 'G.one-hot.length-and-bias',
    source: 'Elhage et al. 2022',
    statement: 'Where features interfere, their length makes up for the bias: ‖W_i‖ = 1/(1 − b_i).',
    criterion: '‖W_i‖ (1 − b_i) within 10% of 1 for all five features at p = .01',
    strength: robust,
    expected: {
      verdict: 'refuted',
      because:
        'the product is 1.47 to 1.50 for the pentagons, 297 of 300 seeds, and 1.501 in the closed form: it holds only for the squares, where it says 1 = 1',
    },
    settings: { 'c = 5': oneHot(5, 0.01) },
    judge: ({ 'c = 5': run }) => {
      const { weights } = run.outcome;
      const products = embeddingNorms(weights).map((norm, i) => norm * (1 - weights.b[i]!));
      return judgement({ 'mean ‖W_i‖ (1 − b_i)': mean(products) }, [
        {
          found: `‖W_i‖ (1 − b_i) ${range(products)}`,
          holds: products.every((product) => Math.abs(product - 1) < 0.1),
        },
      ]);
    },
  });

  claim({
    id: 'G.one-hot.first-order',
    source: 'own: the loss as a mixture over the number of active features',
    statement: 'At finite sparsity the loss is n p (1 − p)^(n−1) L to first order in p.',
    criterion:
      'for the pentagon, n times the population loss over n p (1 − p)^(n−1) L(5, 5) exceeds 1 by less than .05 at p = .001 and by 8 to 12 times as ' +
      'much at p = .01 (measured: .031 and .32; the excess is 2p/(1 − p) times the loss of two active features over that of one)',
    strength: robust,
    settings: { 'p = .001': oneHot(5, 0.001), 'p = .01': oneHot(5, 0.01) },
    judge: (runs) => {
      const [sparser, sparse] = Object.values(runs).map(excess) as [number, number];
      return judgement(named(runs, [sparser, sparse], 'excess at '), [
        { found: `excess ${short(sparser)} at p = .001`, holds: sparser > 0 && sparser < 0.05 },
        {
          found: `${short(sparse / sparser)} times that at p = .01`,
          holds: sparse / sparser > 8 && sparse / sparser < 12,
        },
      ]);
    },
  });
});

/** L is evaluated in float64 at the weights as they are: sums of fewer than 100 terms below 1. */
const rounding = 1e-12;

function oneHot(c: number, p: number): Setting {
  return parseSetting({
    model: 'relu-output',
    n: c,
    m: 2,
    data: { probability: p },
    training: {
      optimiser: { kind: 'adam' },
      learningRate: 3e-3,
      schedule: { kind: 'cosine' },
      steps: 10_000,
      batch: 1024,
    },
  });
}

/**
 * Mean over the n one-hot rows of the squared error summed over features, as in Chen et al.; the loss of
 * the settings has the mean over the n features in place of the sum, so that n cancels.
 */
function oneHotLossOf({ setting, outcome: { weights } }: FinishedRun): number {
  return Array.from({ length: setting.n }, (_, j) => oneActiveLoss(setting, weights, j)).reduce(
    (sum, loss) => sum + loss,
    0,
  );
}

/** By how much the population loss exceeds its part with one active feature at the pentagon, relatively. */
function excess({ setting, outcome }: FinishedRun): number {
  const p = probabilities(setting)[0]!;
  const { n } = setting;
  const loss = n * populationLoss(setting, outcome.weights, { rows: 16_384 }).value;
  return loss / (n * p * (1 - p) ** (n - 1) * kGonLoss(5, 5)) - 1;
}

/** k = 4, 5, 6 of six features; "+" with one positive bias. */
function tableOfSix(): number[] {
  return [kGonLoss(4, 6), kGonLoss(4, 6, true), kGonLoss(5, 6), kGonLoss(5, 6, true), kGonLoss(6, 6)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function range(values: readonly number[]): string {
  return `${short(Math.min(...values))} to ${short(Math.max(...values))}`;
}

function long(value: number): string {
  return value.toFixed(5);
}
