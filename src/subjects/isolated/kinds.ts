/** What a training in a child needs to know of settings, and of settings of digits. */
import { totalSteps } from '../../setting/derived.js';
import { digitsSteps, summariseDigits } from '../../setting/digits.js';
import { failedRun } from '../command/runs-on-wire.js';
import type { DigitsInstance, DigitsRun } from '../digits.js';
import type { Instance, Run } from '../subject.js';
import type { Kind } from './follow-training.js';

export const ofSettings: Kind<Instance, Run> = {
  stepsOf: ({ setting }) => totalSteps(setting),
  failed: failedRun,
};

export const ofDigits: Kind<DigitsInstance, DigitsRun> = {
  stepsOf: ({ setting }) => digitsSteps(setting),
  failed: (instance, reason) => ({
    ...instance,
    outcome: {
      kind: 'failed',
      reason: `${summariseDigits(instance.setting)}, seed ${instance.seed}: ${reason}`,
    },
  }),
};
