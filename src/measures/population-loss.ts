/**
 * The population loss: the expected loss over the distribution of the data, not over a batch. At high
 * sparsity a batch sees next to no active features, so its loss says nothing; here the rows are
 * stratified by the number k of active features (claims E10),
 *
 *     loss = Σ_k P(k active) · L_k.
 *
 * - k = 0 is one number, (1/n) Σ_i I_i y_i(0)², exact.
 * - k = 1 is exact (one-active-loss.ts).
 * - k ≥ 2 is a Monte-Carlo mean over `rows` rows, with the quantiles of k cut into rows / 2 equal
 *   strata of two rows each. The differences within the strata give the standard error. The weight of
 *   this part falls as (n p)² / 2, which is why the relative error stays small at any sparsity.
 * - The linear model has a closed form: with A = WᵀW − I, E r_i² = (A μ + b)_i² + Σ_j A_ij² v_j.
 *
 * Source: Elhage et al. 2022 (the loss); the stratification is the suite's.
 * Limits: with a fixed set of rows this is the loss on the distribution that the rows were drawn from.
 */
import { openStream } from '../data/random.js';
import { entry } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { importances, probabilities } from '../setting/derived.js';
import type { Setting } from '../setting/schema.js';
import { activeCount } from './active-count.js';
import type { Experiment } from './experiment.js';
import { gram } from './gram.js';
import { oneActiveLoss } from './one-active-loss.js';
import { outputOf } from './output.js';

/** A number with what is not known of it. */
export interface Estimate {
  readonly value: number;
  /** One standard deviation of the estimate; 0 where it is exact. */
  readonly standardError: number;
}

/** How rows are drawn where the loss is not computed exactly. */
export interface Sampling {
  /** Rows drawn for k ≥ 2, even. */
  readonly rows?: number;
  readonly seed?: number;
}

/** The expected loss, mean over features as the loss is; the same arguments give the same bits. */
export function populationLoss(
  experiment: Experiment,
  weights: Weights,
  { rows = 65_536, seed = 0 }: Sampling = {},
): Estimate {
  const { model, data } = experiment;
  if (model === 'linear' && data.magnitude !== 'coupled-normalised') {
    return { value: linearLoss(experiment, weights), standardError: 0 };
  }
  const p = probabilities(experiment);
  const count = activeCount(p);
  const lossOf = rowLoss(experiment, weights);
  const alone = p.map((_, j) => (count.probabilities[1] === 0 ? 0 : onlyActive(p, j)));
  const exact =
    count.probabilities[0]! * lossOf([], []) +
    alone.reduce(
      (sum, chance, j) => sum + (chance === 0 ? 0 : chance * oneActiveLoss(experiment, weights, j)),
      0,
    );
  const several = count.probabilities.slice(2).reduce((sum, chance) => sum + chance, 0);
  if (several === 0) return { value: exact, standardError: 0 };

  const { uniform } = openStream(seed, 'evaluation');
  const drawRow = (k: number): number => {
    const active = count.draw(k, uniform);
    const draws = active.map((feature) => ({ p: p[feature]!, u: uniform() }));
    return lossOf(active, valuesFrom(data.magnitude, draws));
  };
  let sum = 0;
  let squares = 0;
  let k = 2;
  let below = 0;
  const strata = rows / 2;
  for (let stratum = 0; stratum < strata; stratum++) {
    const quantiles = [uniform(), uniform()].sort((a, b) => a - b);
    const losses = quantiles.map((quantile) => {
      const target = ((stratum + quantile) / strata) * several;
      while (k < p.length && below + count.probabilities[k]! <= target) below += count.probabilities[k++]!;
      return drawRow(k);
    });
    sum += losses[0]! + losses[1]!;
    squares += (losses[0]! - losses[1]!) ** 2;
  }
  return {
    value: exact + (several * sum) / rows,
    standardError: (several * Math.sqrt(squares)) / rows,
  };
}

/** The loss of one row with the given features on, mean over features. */
function rowLoss(
  { model, n, ...rest }: Experiment,
  weights: Weights,
): (active: readonly number[], values: readonly number[]) => number {
  const I = importances({ n, importance: rest.importance });
  const output = outputOf(model, weights);
  const target = new Float64Array(n);
  return (active, values) => {
    target.fill(0);
    active.forEach((feature, at) => {
      target[feature] = model === 'absolute-value' ? Math.abs(values[at]!) : values[at]!;
    });
    const y = output({ active, values });
    let sum = 0;
    for (let i = 0; i < n; i++) sum += I[i]! * (y[i]! - target[i]!) ** 2;
    return sum / n;
  };
}

/** The values of the active features, from their probabilities p and uniform draws u. */
function valuesFrom(
  magnitude: Setting['data']['magnitude'],
  draws: readonly { readonly p: number; readonly u: number }[],
): number[] {
  switch (magnitude) {
    case 'uniform':
      return draws.map(({ u }) => u);
    case 'signed':
      return draws.map(({ u }) => 2 * u - 1);
    case 'coupled-normalised': {
      // Given that it is on, the coupled value is U[0, p]; then the row is divided by its length.
      const length = Math.hypot(...draws.map(({ p, u }) => p * u));
      return draws.map(({ p, u }) => (p * u) / length);
    }
  }
}

/** P(feature j is on and no other). */
function onlyActive(p: readonly number[], j: number): number {
  return p.reduce((product, pi, i) => product * (i === j ? pi : 1 - pi), 1);
}

function linearLoss(experiment: Experiment, weights: Weights): number {
  const { n, data } = experiment;
  const I = importances(experiment);
  const p = probabilities(experiment);
  const mean = p.map((pj) => (data.magnitude === 'signed' ? 0 : pj / 2));
  const variance = p.map((pj, j) => pj / 3 - mean[j]! ** 2);
  const G = gram(weights);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    let bias = weights.b[i]!;
    let spread = 0;
    for (let j = 0; j < n; j++) {
      const a = entry(G, i, j) - (i === j ? 1 : 0);
      bias += a * mean[j]!;
      spread += a * a * variance[j]!;
    }
    loss += I[i]! * (bias * bias + spread);
  }
  return loss / n;
}
