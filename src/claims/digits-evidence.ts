/** The digits runs that a claim asks for: in the same store, and under the same guarantees, as all runs. */
import { loadDigits } from '../data/digits/load.js';
import { mapAutoEncoder, mapClassifier } from '../models/digits/weights.js';
import { settingId } from '../setting/setting.js';
import type { DigitsInstance, DigitsOutcome, DigitsRun } from '../subjects/digits.js';
import type { Description, Subject, TrainOptions } from '../subjects/subject.js';
import { openRecords, type RunStore } from './evidence-store.js';

export type DigitsStore = RunStore<DigitsInstance, DigitsRun>;

/** As for `openEvidenceStore`. */
export function openDigitsStore(folder: string, description: Description, session = 'unnamed'): DigitsStore {
  const records = openRecords(folder, description, session);
  return {
    has: (instance) => records.has(digitsKey(instance)),
    find: (instance) =>
      records.find(digitsKey(instance), (text) => ({
        ...instance,
        outcome: decodeOutcome(JSON.parse(text)),
      })),
    record: (run) =>
      records.record(digitsKey(run), JSON.stringify(run.outcome, plainNumbers), run.outcome.kind),
  };
}

/** Which of the instances asked for the store has. An instance asked for twice counts once. */
export async function surveyDigits(
  store: DigitsStore,
  instances: readonly DigitsInstance[],
): Promise<{ readonly present: readonly DigitsInstance[]; readonly missing: readonly DigitsInstance[] }> {
  const distinct = [...new Map(instances.map((instance) => [digitsKey(instance), instance])).values()];
  const there: boolean[] = [];
  for (const instance of distinct) there.push(await store.has(instance));
  return {
    present: distinct.filter((_, at) => there[at]),
    missing: distinct.filter((_, at) => !there[at]),
  };
}

/** Trains and records, each run as soon as it is finished; setting by setting, each on its digits. */
export async function trainDigits(
  { digits: able }: Subject,
  store: DigitsStore,
  instances: readonly DigitsInstance[],
  options: TrainOptions = {},
): Promise<readonly DigitsRun[]> {
  if (instances.length === 0) return [];
  if (!able) throw new Error('a subject that cannot train on digits was asked for runs');
  const runs: DigitsRun[] = [];
  for (const data of new Set(instances.map(({ setting }) => JSON.stringify(setting.data)))) {
    const own = instances.filter(({ setting }) => JSON.stringify(setting.data) === data);
    for await (const run of able.train(own, await loadDigits(own[0]!.setting.data), options)) {
      await store.record(run);
      runs.push(run);
    }
  }
  return runs;
}

/** The runs of the instances, in their order, trained where the store lacks them. */
export async function gatherDigits(
  subject: Subject,
  store: DigitsStore,
  instances: readonly DigitsInstance[],
): Promise<readonly DigitsRun[]> {
  const runs = new Map<string, DigitsRun>();
  for (const instance of instances) {
    const run = await store.find(instance);
    if (run) runs.set(digitsKey(run), run);
  }
  const missing = instances.filter((instance) => !runs.has(digitsKey(instance)));
  for (const run of await trainDigits(subject, store, missing)) runs.set(digitsKey(run), run);
  return instances.map((instance) => {
    const run = runs.get(digitsKey(instance));
    if (!run) throw new Error(`the subject returned no run on digits of seed ${instance.seed}`);
    return run;
  });
}

/** Equal for two instances exactly when they are the same training. */
export function digitsKey({ setting, seed }: DigitsInstance): string {
  return `${settingId(setting)}/${seed}`;
}

function plainNumbers(_: string, value: unknown): unknown {
  return value instanceof Float64Array ? [...value] : value;
}

function decodeOutcome(outcome: DigitsOutcome): DigitsOutcome {
  if (outcome.kind !== 'finished') return outcome;
  const numbers = (values: Float64Array): Float64Array => Float64Array.from(values);
  return {
    ...outcome,
    classifier: mapClassifier(outcome.classifier, numbers),
    autoEncoder: mapAutoEncoder(outcome.autoEncoder, numbers),
    autoEncoderEpochs: outcome.autoEncoderEpochs.map((epoch) => ({
      ...epoch,
      weights: mapAutoEncoder(epoch.weights, numbers),
    })),
  };
}
