/** Accuracies with their exact intervals, which the number of digits to test on fixes. */
import type { Judgement } from '../../../src/claims/declaration.js';
import { exactInterval } from '../../../src/statistics/rates.js';
import type { FinishedDigitsRun } from '../../../src/subjects/digits.js';
import { judgement } from './findings.js';

/** Whether the accuracy after the last epoch is surely above that after the first, and above a bound. */
export function risingAccuracy({ outcome }: FinishedDigitsRun, of: number, bound: number): Judgement {
  const epochs = outcome.classifierEpochs;
  const first = epochs[0]?.correct ?? 0;
  const last = epochs.at(-1)?.correct ?? 0;
  const [before, after] = [accuracyInterval(first, of), accuracyInterval(last, of)];
  return judgement({ 'after one epoch': first / of, 'after the last': last / of }, [
    {
      found: `from ${accuracyInWords(before)} to ${accuracyInWords(after)}`,
      holds: before[1] < after[0] && after[0] > bound,
    },
  ]);
}

/** The exact 95% interval of an accuracy. */
export function accuracyInterval(correct: number, of: number): readonly [number, number] {
  return exactInterval({ holds: correct, of }, 0.95);
}

export function accuracyInWords([low, high]: readonly [number, number]): string {
  return `an accuracy of ${low.toFixed(4)} to ${high.toFixed(4)} (95%)`;
}
