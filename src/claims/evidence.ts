/** The runs that a claim asks for: found in the store, or trained now and recorded. */

import { settingId } from '../setting/setting.js';
import type { Instance, Run, Subject, TrainOptions } from '../subjects/subject.js';
import type { EvidenceStore } from './evidence-store.js';

export interface Gathered {
  /** In the order of the instances asked for; an instance that was cut off by the signal is absent. */
  readonly runs: readonly Run[];
  readonly trained: number;
  readonly reused: number;
}

/**
 * Every run is recorded as soon as it is finished, so that an interruption loses only what was under
 * way. An instance asked for twice is trained once.
 */
export async function gather(
  subject: Subject,
  store: EvidenceStore,
  instances: readonly Instance[],
  options: TrainOptions = {},
): Promise<Gathered> {
  const distinct = new Map(instances.map((instance) => [instanceKey(instance), instance]));
  const found = new Map<string, Run>();
  for (const [key, instance] of distinct) {
    const run = await store.find(instance);
    if (run) found.set(key, run);
  }
  const reused = found.size;
  const missing = [...distinct].filter(([key]) => !found.has(key)).map(([, instance]) => instance);
  if (missing.length > 0) {
    if (!subject.train) throw new Error('a subject that cannot train was asked for runs');
    for await (const run of subject.train(missing, options)) {
      await store.record(run);
      found.set(instanceKey(run), run);
    }
  }
  const runs = instances.flatMap((instance) => found.get(instanceKey(instance)) ?? []);
  return { runs, trained: found.size - reused, reused };
}

/** What is not yet in the store, without training it. */
export async function missingFrom(store: EvidenceStore, instances: readonly Instance[]): Promise<Instance[]> {
  const distinct = new Map(instances.map((instance) => [instanceKey(instance), instance]));
  const missing: Instance[] = [];
  for (const instance of distinct.values()) if (!(await store.find(instance))) missing.push(instance);
  return missing;
}

function instanceKey({ setting, seed }: Instance): string {
  return `${settingId(setting)}/${seed}`;
}
