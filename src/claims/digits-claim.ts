/**
 * A documented outcome of training on digits, as a vitest test: like `claim`, but on the runs of a digits
 * setting, and with the digits at hand.
 */
import { inject, test } from 'vitest';
import { loadDigits } from '../data/digits/load.js';
import type { DigitsSetting } from '../setting/digits.js';
import type { ControlName } from '../subjects/controls.js';
import { surprise, withCap } from './claim.js';
import {
  type Declaration,
  type Evidence,
  type Expectation,
  gateHolds,
  type TrainingStrength,
} from './declaration.js';
import { type DigitsStore, digitsKey, gatherDigits } from './digits-evidence.js';
import { firstTrials } from './judge.js';
import { type DigitsQuestion, digitsInstancesOf, judgeDigits, judgeDigitsRun } from './judge-digits.js';
import { defaultProfile, type Profile } from './profile.js';
import { closeAfterFile, digitsStoreFor, isSelected, opened, replicationSubject } from './spec-context.js';

export interface DigitsClaimInput
  extends Pick<Declaration, 'id' | 'source' | 'statement' | 'criterion'>,
    Pick<DigitsQuestion, 'judge' | 'figures'> {
  readonly strength: TrainingStrength;
  /** A setting, or why there is none on this machine: the claim is then not made, and its test skipped. */
  readonly setting: DigitsSetting | { readonly absent: string };
  /** As for `claim`. */
  readonly profile?: Profile;
  readonly controls?: readonly ControlName[];
  /** The verdict expected of the built-in subject; `upheld` when left out. */
  readonly expected?: Expectation;
}

export function digitsClaim(input: DigitsClaimInput): void {
  const { judge, figures, setting, ...rest } = input;
  const { id, statement } = input;
  if ('absent' in setting) {
    test(`${id} · ${statement}`, ({ skip }) => skip(setting.absent));
    return;
  }
  closeAfterFile();
  const strength = withCap(rest.strength, inject('seeds'));
  const declaration: Declaration = {
    expected: { verdict: 'upheld' },
    bestOf: 1,
    profile: defaultProfile,
    controls: strength.kind === 'robust' && rest.expected?.verdict !== 'refuted' ? ['untrained'] : [],
    ...rest,
    strength,
    settings: {},
    digits: setting,
    needs: ['digits'],
  };
  const name = replicationSubject();

  test.runIf(isSelected(declaration))(
    `${id} · ${statement}`,
    { meta: { claim: declaration } },
    async ({ task, skip }) => {
      const conclude = (evidence: Omit<Evidence, 'subject'>): void => {
        task.meta.evidence = { subject: name, ...evidence };
      };
      const found = await opened(name);
      if (found.kind === 'absent' || !found.subject.digits) {
        const because =
          found.kind === 'absent' ? `${name} is absent: ${found.reason}` : `${name} cannot train on digits`;
        conclude({ verdict: 'not applicable', because, seeds: [], exhibits: [], figures: [] });
        return skip(because);
      }
      const { subject } = found;
      const store = await digitsStoreFor(found);
      const digits = await loadDigits(setting.data);
      const question: DigitsQuestion = { strength, setting, digits, judge, figures };
      const calibration = inject('calibration');
      if (calibration) {
        const instances = digitsInstancesOf(declaration, 0, calibration.trials, calibration.firstSeed);
        const runs = await gatherDigits(subject, store, instances);
        task.meta.calibration = runs.map((run) => judgeDigitsRun(question, run).judgement);
        return;
      }
      const trained: string[] = [];
      const further: string[] = [];
      const counted: DigitsStore = {
        ...store,
        record: async (run) => {
          await store.record(run);
          trained.push(digitsKey(run));
        },
      };
      const first = new Set(digitsInstancesOf(declaration, 0, firstTrials(strength)).map(digitsKey));
      const evidence = await judgeDigits(question, (instances) => {
        further.push(...instances.map(digitsKey).filter((key) => !first.has(key)));
        return gatherDigits(subject, counted, instances);
      });
      task.meta.runs = { trained, further };
      conclude(evidence);
      if (!gateHolds(declaration.expected, evidence.verdict))
        throw new Error(surprise(declaration, evidence));
    },
  );
}
