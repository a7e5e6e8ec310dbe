/** The runs that a claim asks for: found in the store, or trained now and recorded. */
import { instanceKey } from '../subjects/instance-key.js';
import type { Instance, Run, Subject, TrainOptions } from '../subjects/subject.js';
import type { EvidenceStore } from './evidence-store.js';

/** Records read or written at a time, so that a disk is not waited for record by record. */
const atOnce = 16;

/** Which of the instances asked for the store has. An instance asked for twice counts once. */
export interface Survey {
  readonly present: readonly Instance[];
  readonly missing: readonly Instance[];
}

/** Looks at the records without reading them: one that turns out to be damaged is trained when it is gathered. */
export async function survey(store: EvidenceStore, instances: readonly Instance[]): Promise<Survey> {
  const distinct = [...new Map(instances.map((instance) => [instanceKey(instance), instance])).values()];
  const there = await mapSome(distinct, (instance) => store.has(instance));
  return {
    present: distinct.filter((_, at) => there[at]),
    missing: distinct.filter((_, at) => !there[at]),
  };
}

/**
 * Trains and records. Every run is recorded as soon as it is finished, so that an interruption loses
 * only what was under way; the runs returned are then fewer than the instances.
 */
export async function train(
  subject: Subject,
  store: EvidenceStore,
  instances: readonly Instance[],
  options: TrainOptions = {},
): Promise<readonly Run[]> {
  if (instances.length === 0) return [];
  if (!subject.train) throw new Error('a subject that cannot train was asked for runs');
  const runs: Run[] = [];
  const recording = new Set<Promise<void>>();
  const faults: unknown[] = [];
  for await (const run of subject.train(instances, options)) {
    const record = store
      .record(run)
      .catch((error: unknown) => void faults.push(error))
      .finally(() => recording.delete(record));
    recording.add(record);
    runs.push(run);
    if (recording.size >= atOnce) await Promise.race(recording);
    if (faults.length > 0) break;
  }
  await Promise.all(recording);
  if (faults.length > 0) throw faults[0];
  return runs;
}

/** The runs of the instances, in their order, trained where the store lacks them. */
export async function gather(
  subject: Subject,
  store: EvidenceStore,
  instances: readonly Instance[],
): Promise<readonly Run[]> {
  const distinct = new Map(instances.map((instance) => [instanceKey(instance), instance]));
  const runs = new Map<string, Run>();
  await mapSome([...distinct], async ([key, instance]) => {
    const run = await store.find(instance);
    if (run) runs.set(key, run);
  });
  const missing = [...distinct].flatMap(([key, instance]) => (runs.has(key) ? [] : [instance]));
  for (const run of await train(subject, store, missing)) runs.set(instanceKey(run), run);
  return instances.map((instance) => {
    const run = runs.get(instanceKey(instance));
    if (!run) throw new Error(`the subject returned no run of seed ${instance.seed}`);
    return run;
  });
}

/** Some of the items at a time; the results in the order of the items. */
async function mapSome<T, R>(items: readonly T[], of: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await of(items[at]!);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
