/**
 * How firmly the outcomes of training are claimed.
 *
 * `robust`: the outcome appears for at least 80% of the seeds, against the denial "for at most 40%".
 * A success multiplies the likelihood ratio by .8/.4 = 2, a failure by .2/.6 = 1/3, so with an error
 * rate of 1/1000 either way ten straight successes uphold (2^10 > 1000) and seven straight failures
 * refute (3^−7 < 1/1000). The cap of 60: 41 successes of 60 uphold, which a true share of .8 reaches
 * with probability .989 and one of .9 with 1 − 8e-7 (binomial), so hardly a true claim ends undecided.
 */
import type { Strength } from '../../../src/claims/declaration.js';
import type { Rate } from '../../../src/statistics/rates.js';

export const robust = {
  kind: 'robust',
  upper: 0.8,
  lower: 0.4,
  falseUpheld: 1e-3,
  falseRefuted: 1e-3,
  cap: 60,
} as const satisfies Strength;

/**
 * For claims of which one trial is minutes of training: at least 90% of trials against at most 1%. A
 * success multiplies the likelihood ratio by 90 and a failure by .1/.99, so two straight successes uphold
 * (8,100 > 1,000) and four straight failures refute.
 */
export const fewTrials = {
  kind: 'robust',
  upper: 0.9,
  lower: 0.01,
  falseUpheld: 1e-3,
  falseRefuted: 1e-3,
  cap: 8,
} as const satisfies Strength;

/**
 * `fragile`: documented, but it comes and goes with the seed. The rate as recorded when the claim was
 * written, over many seeds; each verification looks at `trials` of them and asks whether the rate is
 * still that. An alarm rate of 3e-5 each: thirty such claims take a third of the suite's yearly budget of one
 * alarm (30 · 3e-5 · 365), beside which the robust ones (1.9e-6 each) weigh little.
 */
export function fragile(recorded: Rate, trials: number): Extract<Strength, { kind: 'fragile' }> {
  return { kind: 'fragile', recorded, trials, falseAlarm: 3e-5 };
}
