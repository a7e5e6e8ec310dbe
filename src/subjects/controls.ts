/**
 * Controls: subjects for which claims must NOT hold. A suite that upholds the paper's outcomes for
 * weights that were never trained proves nothing, so these are run through the same specs and must be
 * refuted. They wrap the default subject.
 */
import { initialAutoEncoder, initialClassifier } from '../data/digits/initial-networks.js';
import { initialWeights } from '../data/initial-weights.js';
import { importances } from '../setting/derived.js';
import type { Setting } from '../setting/schema.js';
import type { DigitsInstance, DigitsRun } from './digits.js';
import { instanceKey } from './instance-key.js';
import type { Opened } from './registry.js';
import type { Instance, Run, Subject } from './subject.js';

export type ControlName = 'untrained' | 'linear' | 'shuffled-importance';

export const controlNames: Readonly<Record<ControlName, string>> = {
  untrained: 'the weights before the first step, given out as trained',
  linear: 'the linear model in place of the one with a ReLU output',
  'shuffled-importance': 'the features trained with the importances in reverse',
};

/** @param inner the subject that trains; closed with the control. */
export function openControl(name: ControlName, inner: Subject): Opened {
  const { train } = inner;
  if (!train) return { kind: 'absent', reason: 'the subject that it wraps cannot train' };
  const trainControl: Record<ControlName, NonNullable<Subject['train']>> = {
    untrained: (instances) => untrained(instances),
    linear: (instances, options) =>
      inPlaceOf(instances, asLinear, (changed) => train.call(inner, changed, options)),
    'shuffled-importance': (instances, options) =>
      inPlaceOf(instances, withReversedImportance, (changed) => train.call(inner, changed, options)),
  };
  return {
    kind: 'present',
    subject: {
      describe: async () => ({ ...(await inner.describe()), name: `control:${name}` }),
      train: trainControl[name],
      ...(name === 'untrained' && inner.digits && { digits: { ...inner.digits, train: untrainedDigits } }),
      // A control sees the rows of the setting that it was asked for: no control changes the data.
      ...(inner.sample && { sample: inner.sample.bind(inner) }),
      close: () => inner.close(),
    },
  };
}

/** The first weights of both networks, with no epoch behind them. */
async function* untrainedDigits(instances: readonly DigitsInstance[]): AsyncGenerator<DigitsRun> {
  for (const { setting, seed } of instances) {
    const classifier = initialClassifier(setting.hidden, seed);
    const autoEncoder = initialAutoEncoder(setting.hidden, setting.code, seed);
    const epochs = { classifierEpochs: [], autoEncoderEpochs: [] };
    yield { setting, seed, outcome: { kind: 'finished', classifier, autoEncoder, ...epochs } };
  }
}

async function* untrained(instances: readonly Instance[]): AsyncGenerator<Run> {
  for (const { setting, seed } of instances) {
    const weights = initialWeights(setting, seed);
    yield { setting, seed, outcome: { kind: 'finished', weights }, losses: [], checkpoints: [] };
  }
}

/** Trains changed settings and hands the runs out under the settings that were asked for. */
async function* inPlaceOf(
  instances: readonly Instance[],
  change: (setting: Setting) => Setting,
  train: (instances: readonly Instance[]) => AsyncIterable<Run>,
): AsyncGenerator<Run> {
  const askedFor = new Map<string, Instance[]>();
  const toTrain: Instance[] = [];
  for (const instance of instances) {
    const changed = { ...instance, setting: change(instance.setting) };
    const sameTraining = askedFor.get(instanceKey(changed));
    if (sameTraining) sameTraining.push(instance);
    else {
      askedFor.set(instanceKey(changed), [instance]);
      toTrain.push(changed);
    }
  }
  for await (const run of train(toTrain)) {
    for (const { setting } of askedFor.get(instanceKey(run)) ?? []) yield { ...run, setting };
  }
}

function asLinear(setting: Setting): Setting {
  if (setting.model !== 'relu-output') return setting;
  const { warmStart } = setting.training;
  return {
    ...setting,
    model: 'linear',
    training: { ...setting.training, ...(warmStart && { warmStart: asLinear(warmStart) }) },
  };
}

/** Reversed in what it is warm-started from as well, or the order would be learned there. */
function withReversedImportance(setting: Setting): Setting {
  const { warmStart } = setting.training;
  return {
    ...setting,
    importance: { kind: 'list', values: importances(setting).reverse() },
    training: { ...setting.training, ...(warmStart && { warmStart: withReversedImportance(warmStart) }) },
  };
}
