/** The runs that a claim asks for: found in the store, or trained now and recorded. */
import { instanceKey } from '../subjects/instance-key.js';
import type { Instance, Run, Subject, TrainOptions } from '../subjects/subject.js';
import type { EvidenceStore } from './evidence-store.js';

/** What the store holds of the instances asked for. An instance asked for twice counts once. */
export interface Survey {
  readonly present: readonly Run[];
  readonly missing: readonly Instance[];
}

export async function survey(store: EvidenceStore, instances: readonly Instance[]): Promise<Survey> {
  const distinct = new Map(instances.map((instance) => [instanceKey(instance), instance]));
  const present: Run[] = [];
  const missing: Instance[] = [];
  for (const instance of distinct.values()) {
    const run = await store.find(instance);
    if (run) present.push(run);
    else missing.push(instance);
  }
  return { present, missing };
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
  for await (const run of subject.train(instances, options)) {
    await store.record(run);
    runs.push(run);
  }
  return runs;
}

/** The runs of the instances, in their order, trained where the store lacks them. */
export async function gather(
  subject: Subject,
  store: EvidenceStore,
  instances: readonly Instance[],
): Promise<readonly Run[]> {
  const { present, missing } = await survey(store, instances);
  const runs = [...present, ...(await train(subject, store, missing))];
  const byKey = new Map(runs.map((run) => [instanceKey(run), run]));
  return instances.map((instance) => {
    const run = byKey.get(instanceKey(instance));
    if (!run) throw new Error(`the subject returned no run of seed ${instance.seed}`);
    return run;
  });
}
