/**
 * Deciding "this holds for nearly every seed" from as few seeds as the evidence allows.
 *
 * Problem. A robust claim says that an outcome appears for at least a share `upper` of the seeds.
 * Its denial is that it appears for at most a share `lower`; between the two no promise is made.
 *
 * Method. Wald's sequential probability ratio test on the per-seed verdicts, in the order of the
 * seeds. With k successes in t trials the log likelihood ratio is
 *
 *     Λ_t = k · ln(upper / lower) + (t − k) · ln((1 − upper) / (1 − lower)).
 *
 * Uphold when Λ ≥ ln(1 / falseUpheld), refute when Λ ≤ ln(falseRefuted), and stop undecided at the
 * cap. By Ville's inequality on the likelihood ratio martingale, the chance that Λ ever reaches
 * ln(1 / a) under the denial is at most a, and likewise downwards; stopping early or at a cap can
 * only lower it. So both error rates are bounds, for any share outside (lower, upper) (the ratio is
 * monotone in the share), and looking after every seed costs nothing.
 *
 * Source. Wald, "Sequential Analysis" (1947), ch. 3 and A.1; Ville (1939).
 * Limit. A true share inside (lower, upper) may be decided either way, or not at all.
 */
export interface SequentialTest {
  /** The claim: the outcome appears for at least this share of the seeds. */
  readonly upper: number;
  /** The denial: it appears for at most this share. */
  readonly lower: number;
  /** Bound on the chance to uphold when the share is at most `lower`. */
  readonly falseUpheld: number;
  /** Bound on the chance to refute when the share is at least `upper`. */
  readonly falseRefuted: number;
  /** The cap: the test ends undecided after this many seeds. */
  readonly cap: number;
}

export type Decision = 'upheld' | 'refuted' | 'undecided';

export interface SequentialResult {
  readonly decision: Decision;
  /** Seeds looked at when the decision fell. */
  readonly trials: number;
  readonly successes: number;
}

/** The decision after the given outcomes; `undecided` also where more outcomes could still decide. */
export function decide(test: SequentialTest, outcomes: Iterable<boolean>): SequentialResult {
  const { success, failure, uphold, refute } = thresholds(test);
  let ratio = 0;
  let trials = 0;
  let successes = 0;
  for (const outcome of outcomes) {
    if (trials === test.cap) break;
    trials++;
    if (outcome) successes++;
    ratio += outcome ? success : failure;
    if (ratio >= uphold) return { decision: 'upheld', trials, successes };
    if (ratio <= refute) return { decision: 'refuted', trials, successes };
  }
  return { decision: 'undecided', trials, successes };
}

/** How many straight successes uphold the claim. */
export function straightSuccesses(test: SequentialTest): number {
  const { success, uphold } = thresholds(test);
  return Math.ceil(uphold / success);
}

/**
 * The exact chance of each decision when every seed succeeds with probability `share`. The test's
 * state is (trials, successes), so the chance flows through a triangle of states until a decision
 * absorbs it.
 */
export function decisionChances(test: SequentialTest, share: number): Record<Decision, number> {
  const { success, failure, uphold, refute } = thresholds(test);
  const chances = { upheld: 0, refuted: 0, undecided: 0 };
  let open = [1];
  for (let trials = 1; trials <= test.cap; trials++) {
    const next = Array.from(
      { length: trials + 1 },
      (_, k) => (open[k] ?? 0) * (1 - share) + (open[k - 1] ?? 0) * share,
    );
    open = next.map((chance, successes) => {
      const ratio = successes * success + (trials - successes) * failure;
      if (ratio < uphold && ratio > refute) return chance;
      chances[ratio >= uphold ? 'upheld' : 'refuted'] += chance;
      return 0;
    });
  }
  chances.undecided = open.reduce((sum, chance) => sum + chance, 0);
  return chances;
}

function thresholds({ upper, lower, falseUpheld, falseRefuted }: SequentialTest) {
  if (!(0 < lower && lower < upper && upper < 1)) {
    throw new RangeError(`a sequential test needs 0 < lower < upper < 1, not ${lower} and ${upper}`);
  }
  return {
    success: Math.log(upper / lower),
    failure: Math.log((1 - upper) / (1 - lower)),
    uphold: Math.log(1 / falseUpheld),
    refute: Math.log(falseRefuted),
  };
}
