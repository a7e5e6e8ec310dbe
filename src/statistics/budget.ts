/**
 * One budget of false alarms for the whole suite.
 *
 * Problem. A suite of many tests, each with a small error rate, cries wolf often enough to be ignored.
 *
 * Vocabulary. A false alarm: a gate fails although the subject is as it should be. A fresh version: a
 * subject whose random numbers or arithmetic have changed, so that its runs are drawn anew (the same
 * version gives the same bits, and no new chance of an alarm).
 *
 * Rates. A robust claim whose outcome appears for a share of `trueShare` of the seeds is refuted or
 * left undecided with an exactly known chance (decisionChances); a fragile claim alarms at most at its
 * stated rate; a theorem about sampled data at most at `samplingFalseAlarm`, and one about arithmetic
 * never (both are counted with the former). The sum bounds the chance of any false alarm (Boole), dependent or not.
 *
 * Not in the budget. Claims observed on saved weights: the same files give the same verdict for ever,
 * and of weights that somebody trains anew nothing is known.
 *
 * Limit. A robust claim whose true share lies below `trueShare` alarms more often: its calibration has
 * to show that it does not.
 */
import type { Strength } from '../claims/declaration.js';
import { decisionChances } from './sprt.js';

/** The share of seeds that the calibration of a robust claim has to show. */
export const trueShare = 0.9;

/** The bound to which each theorem about sampled data keeps (spec/properties/sparsity-rates.spec.ts). */
export const samplingFalseAlarm = 1e-6;

/** A project that changes its implementation every day. */
export const freshVersionsPerYear = 365;

export interface Budget {
  /** Bound on the chance of any false alarm when a fresh version is verified. */
  readonly perVersion: number;
  /** Bound on the expected number of false alarms in a year of daily fresh versions. */
  readonly perYear: number;
}

/** The false alarms that claims of these strengths may raise together. */
export function falseAlarmBudget(strengths: readonly Strength[]): Budget {
  const perVersion = strengths.map(falseAlarmOf).reduce((sum, rate) => sum + rate, 0);
  return { perVersion, perYear: perVersion * freshVersionsPerYear };
}

export function falseAlarmOf(strength: Strength): number {
  switch (strength.kind) {
    case 'theorem':
      return samplingFalseAlarm;
    case 'robust': {
      const { refuted, undecided } = decisionChances(strength, trueShare);
      return refuted + undecided;
    }
    case 'fragile':
      return strength.falseAlarm;
    case 'observed':
      return 0;
  }
}
