/**
 * A documented outcome of training on digits, as a vitest test: like `claim`, but on the runs of a digits
 * setting, and with the digits at hand.
 */
import { test } from 'vitest';
import { loadDigits } from '../data/digits/load.js';
import type { DigitsSetting } from '../setting/digits.js';
import type { DigitsInstance, DigitsRun } from '../subjects/digits.js';
import { digitsKey, gatherDigits } from './digits-evidence.js';
import { type DigitsQuestion, digitsInstancesOf, judgeDigits, judgeDigitsRun } from './judge-digits.js';
import { type OutcomeInput, outcomeDeclaration, outcomeTest } from './outcome-test.js';
import { digitsStoreFor } from './spec-context.js';

export interface DigitsClaimInput extends OutcomeInput, Pick<DigitsQuestion, 'judge' | 'figures'> {
  /** A setting, or why there is none on this machine: the claim is then not made, and its test skipped. */
  readonly setting: DigitsSetting | { readonly absent: string };
}

export function digitsClaim(input: DigitsClaimInput): void {
  const { judge, figures, setting, ...rest } = input;
  if ('absent' in setting) {
    test(`${input.id} · ${input.statement}`, ({ skip }) => skip(setting.absent));
    return;
  }
  const declaration = outcomeDeclaration(rest, { settings: {}, digits: setting, needs: ['digits'] });
  const { strength } = declaration;
  outcomeTest<DigitsInstance, DigitsRun>(
    declaration,
    ({ digits }) => (digits ? undefined : 'cannot train on digits'),
    async (found) => {
      const digits = await loadDigits(setting.data);
      const question: DigitsQuestion = { strength, setting, digits, judge, figures };
      return {
        store: await digitsStoreFor(found),
        keyOf: digitsKey,
        gather: (store, instances) => gatherDigits(found.subject, store, instances),
        async calibrate({ trials, firstSeed }, runsFor) {
          const runs = await runsFor(digitsInstancesOf(declaration, 0, trials, firstSeed));
          return runs.map((run) => judgeDigitsRun(question, run).judgement);
        },
        judge: (runsFor) => judgeDigits(question, runsFor),
      };
    },
  );
}
