/**
 * Rates at a fixed number of trials, for outcomes that come and go with the seed.
 *
 * Problem. A fragile outcome appears for some seeds and not for others. Its rate is a finding; a gate
 * can only ask whether the rate is still what it was when it was recorded.
 *
 * Method. The exact (Clopper–Pearson) interval for the rate, from beta quantiles: it covers the true
 * rate with at least the stated confidence for every rate and number of trials. For the gate Fisher's
 * exact test: given that the outcome appeared in k = k_1 + k_2 of n_1 + n_2 trials, and that both had
 * the same rate, k_2 is hypergeometric, whatever the rate. The two-sided p-value is the chance of all
 * values that are no likelier than the one seen, so a false alarm has at most the stated rate.
 *
 * Sources. Clopper and Pearson, Biometrika 26 (1934); Fisher (1935); distributions from @stdlib.
 * Limits. The interval is for a number of trials fixed in advance: looking at it after every seed and
 * stopping when it pleases is not a test.
 */
import quantile from '@stdlib/stats-base-dists-beta-quantile';
import pmf from '@stdlib/stats-base-dists-hypergeometric-pmf';

/** How many trials held, of how many. */
export interface Rate {
  /** Trials in which the outcome appeared. */
  readonly holds: number;
  /** All trials. */
  readonly of: number;
}

/** The exact interval for the rate; covers it with probability at least `confidence`. */
export function exactInterval({ holds, of }: Rate, confidence: number): readonly [low: number, high: number] {
  const tail = (1 - confidence) / 2;
  return [
    holds === 0 ? 0 : quantile(tail, holds, of - holds + 1),
    holds === of ? 1 : quantile(1 - tail, holds + 1, of - holds),
  ];
}

/** Fisher's two-sided p-value of "both rates are the same". */
export function sameRateProbability(a: Rate, b: Rate): number {
  const population = a.of + b.of;
  const holding = a.holds + b.holds;
  const chance = (k: number): number => pmf(k, population, holding, b.of);
  const seen = chance(b.holds);
  let sum = 0;
  // Equal chances can differ in their last bits, which must not decide whether a value counts.
  for (let k = 0; k <= b.of; k++) if (chance(k) <= seen * (1 + 1e-9)) sum += chance(k);
  return Math.min(1, sum);
}

/**
 * The least detectable rise: how far above the recorded rate the next one, over as many trials, must
 * come out to be told apart from it. Undefined when even a rate of 1 would not be.
 */
export function leastDetectableRise(recorded: Rate, falseAlarm: number): number | undefined {
  for (let holds = recorded.holds; holds <= recorded.of; holds++) {
    const now = { holds, of: recorded.of };
    if (sameRateProbability(recorded, now) < falseAlarm) return (holds - recorded.holds) / recorded.of;
  }
  return undefined;
}
