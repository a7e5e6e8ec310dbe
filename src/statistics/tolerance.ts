/**
 * Where a threshold can stand, for a number whose distribution nobody knows.
 *
 * Problem. A criterion `x ≥ t` shall hold for a stated share of all seeds. Of the distribution of x only
 * N values have been seen.
 *
 * Method. One-sided distribution-free tolerance bounds. With the values sorted, the share of the
 * distribution above the r-th smallest is Beta(N − r + 1, r), whatever a continuous distribution it is
 * (Wilks 1941); of one with ties, at least as much lies at or above that value. The lower bound is the
 * r-th smallest for the largest r for which the share is at least `share` with probability
 * `confidence`; the upper one mirrors it.
 *
 * Sources. Wilks, Annals of Mathematical Statistics 12 (1941); beta quantiles from @stdlib.
 * Limits. Fewer than `samplesNeeded` values give no bound at all.
 */
import quantile from '@stdlib/stats-base-dists-beta-quantile';

export interface Coverage {
  /** The share of all seeds that lie on the good side of the bound. */
  readonly share: number;
  /** The probability, over the values seen, that the bound keeps that promise. */
  readonly confidence: number;
}

/** At least `share` of the distribution lies at or above it; undefined when too few values were seen. */
export function lowerToleranceBound(values: readonly number[], coverage: Coverage): number | undefined {
  const rank = toleranceRank(values.length, coverage);
  return rank === 0 ? undefined : ascending(values)[rank - 1];
}

/** At least `share` of the distribution lies at or below it; undefined when too few values were seen. */
export function upperToleranceBound(values: readonly number[], coverage: Coverage): number | undefined {
  const rank = toleranceRank(values.length, coverage);
  return rank === 0 ? undefined : ascending(values)[values.length - rank];
}

/** The fewest values that give a bound: the least N with 1 − share^N ≥ confidence. */
export function samplesNeeded({ share, confidence }: Coverage): number {
  return Math.ceil(Math.log(1 - confidence) / Math.log(share));
}

/** The largest r that keeps the promise; 0 when not even the extreme value does. */
export function toleranceRank(count: number, { share, confidence }: Coverage): number {
  let rank = 0;
  while (rank < count && quantile(1 - confidence, count - rank, rank + 1) >= share) rank++;
  return rank;
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
