/**
 * The population loss: the expected loss over the distribution of the data, not over a batch. At high
 * sparsity a batch sees next to no active features, so its loss says nothing; here the rows are
 * stratified by the number k of active sets, where a set is what is drawn together
 * (src/setting/feature-sets.ts): a feature, unless features depend on each other. A set is active when
 * any of it is on.
 *
 *     loss = Σ_k P(k active) · L_k.
 *
 * - k = 0 is one number, (1/n) Σ_i I_i y_i(0)², exact.
 * - k = 1 is exact where at most one feature of a set can be on (one-active-loss.ts).
 * - The rest is a Monte-Carlo mean over `rows` rows, with the quantiles of k cut into rows / 2 equal
 *   strata of two rows each. The differences within the strata give the standard error. The weight of
 *   this part falls as (n p)² / 2, or as n p / size where several of a set are on: with sets of
 *   correlated features the error stays a share of the loss that does not fall with sparsity.
 * - The linear model has a closed form (linear-loss.ts).
 *
 * Source: Elhage et al. 2022 (the loss); the stratification is the suite's.
 * Limits: with a fixed set of rows this is the loss on the distribution that the rows were drawn from.
 */
import { openStream } from '../data/random.js';
import type { Weights } from '../models/weights.js';
import { hasNormalisedRows, probabilities } from '../setting/derived.js';
import { type SetOutcome, setOutcomes } from '../setting/feature-sets.js';
import type { Setting } from '../setting/schema.js';
import { canonicalJson } from '../setting/setting.js';
import { activeCount } from './active-count.js';
import { type DrawnRows, drawnRows } from './drawn-rows.js';
import type { Experiment } from './experiment.js';
import { linearLoss } from './linear-loss.js';
import { oneActiveLoss } from './one-active-loss.js';
import { rowLosses } from './row-losses.js';

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

const rowOfZeros: DrawnRows = {
  starts: new Int32Array(2),
  active: new Int32Array(),
  values: new Float64Array(),
};

/** The expected loss, mean over features as the loss is; the same arguments give the same bits. */
export function populationLoss(
  experiment: Experiment,
  weights: Weights,
  { rows = 65_536, seed = 0 }: Sampling = {},
): Estimate {
  const { model, data } = experiment;
  if (model === 'linear' && !hasNormalisedRows(data.magnitude)) {
    return { value: linearLoss(experiment, weights), standardError: 0 };
  }
  const p = probabilities(experiment);
  const sets = setOutcomes(experiment);
  const whenOn = sets.map((outcomes) => outcomes.filter(({ active }) => active.length > 0));
  const count = activeCount(whenOn.map((outcomes) => total(outcomes)));
  const oneAtMost = whenOn.every((outcomes) => outcomes.every(({ active }) => active.length === 1));
  const sampledFrom = oneAtMost ? 2 : 1;
  const exact =
    count.probabilities[0]! * rowLosses(experiment, weights, rowOfZeros)[0]! +
    (oneAtMost && count.probabilities[1] !== 0 ? lossOfOneActive(experiment, weights, sets) : 0);
  const several = count.probabilities.slice(sampledFrom).reduce((sum, chance) => sum + chance, 0);
  if (several === 0) return { value: exact, standardError: 0 };

  const strata = rows / 2;
  const drawn = drawnRows(canonicalJson({ n: experiment.n, data, rows, seed }), (add) => {
    const { uniform } = openStream(seed, 'evaluation');
    const drawRow = (k: number): void => {
      const active = count.draw(k, uniform).flatMap((set) => drawOutcome(whenOn[set]!, uniform));
      const draws = active.map((feature) => ({ p: p[feature]!, u: uniform() }));
      add({ active, values: valuesFrom(data.magnitude, draws) });
    };
    let k = sampledFrom;
    let below = 0;
    for (let stratum = 0; stratum < strata; stratum++) {
      const quantiles = [uniform(), uniform()].sort((a, b) => a - b);
      for (const quantile of quantiles) {
        const target = ((stratum + quantile) / strata) * several;
        while (k < sets.length && below + count.probabilities[k]! <= target)
          below += count.probabilities[k++]!;
        drawRow(k);
      }
    }
  });
  const losses = rowLosses(experiment, weights, drawn);
  let sum = 0;
  let squares = 0;
  for (let stratum = 0; stratum < strata; stratum++) {
    const [one, other] = [losses[2 * stratum]!, losses[2 * stratum + 1]!];
    sum += one + other;
    squares += (one - other) ** 2;
  }
  return {
    value: exact + (several * sum) / rows,
    standardError: (several * Math.sqrt(squares)) / rows,
  };
}

/** Σ over features of P(that feature is on and no other) times the loss then. */
function lossOfOneActive(
  experiment: Experiment,
  weights: Weights,
  sets: readonly (readonly SetOutcome[])[],
): number {
  const off = sets.map((outcomes) => total(outcomes.filter(({ active }) => active.length === 0)));
  let sum = 0;
  sets.forEach((outcomes, set) => {
    for (const { active, probability } of outcomes) {
      const [feature] = active;
      if (feature === undefined) continue;
      const alone = off.reduce((product, chance, at) => product * (at === set ? probability : chance), 1);
      if (alone !== 0) sum += alone * oneActiveLoss(experiment, weights, feature);
    }
  });
  return sum;
}

function total(outcomes: readonly SetOutcome[]): number {
  return outcomes.reduce((sum, { probability }) => sum + probability, 0);
}

/** Which features of an active set are on. */
function drawOutcome(outcomes: readonly SetOutcome[], uniform: () => number): readonly number[] {
  const last = outcomes.at(-1)!;
  if (outcomes.length === 1) return last.active;
  let left = uniform() * total(outcomes);
  for (const { active, probability } of outcomes) {
    if (left < probability) return active;
    left -= probability;
  }
  return last.active;
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
    case 'coupled-normalised':
      // Given that it is on, the coupled value is U[0, p]; then the row is divided by its length.
      return ofUnitLength(draws.map(({ p, u }) => p * u));
    case 'uniform-normalised':
      return ofUnitLength(draws.map(({ u }) => u));
  }
}

function ofUnitLength(values: readonly number[]): number[] {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
