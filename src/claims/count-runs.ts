/** How many runs a verification takes: what was trained or found before judging, and what judging adds. */
import { instanceKey } from '../subjects/instance-key.js';
import type { Instance } from '../subjects/subject.js';
import type { FurtherRuns } from './declaration.js';
import type { EvidenceStore } from './evidence-store.js';

/** Counts what one claim takes while it is judged. */
export function countRuns(store: EvidenceStore): {
  /** The store to gather from. */
  readonly counted: EvidenceStore;
  /** Tells which instances are asked for; the first are those of the trials that every claim begins with. */
  readonly asked: (instances: readonly Instance[]) => void;
  readonly runs: () => FurtherRuns;
} {
  const trained: string[] = [];
  const further: string[] = [];
  let begun = false;
  return {
    counted: {
      ...store,
      record: async (run) => {
        await store.record(run);
        trained.push(instanceKey(run));
      },
    },
    asked: (instances) => {
      if (begun) further.push(...instances.map(instanceKey));
      begun = true;
    },
    runs: () => ({ trained, further }),
  };
}

/** What was had before the claims were judged, by instance keys. */
export interface FirstRuns {
  readonly trained: readonly string[];
  readonly reused: readonly string[];
}

/** Every run once, be it taken by several claims; trained now or taken from the store. */
export function totalRuns(
  first: FirstRuns,
  judged: readonly FurtherRuns[],
): { readonly trained: number; readonly reused: number } {
  const trained = new Set([...first.trained, ...judged.flatMap((runs) => runs.trained)]);
  const all = new Set([...first.reused, ...trained, ...judged.flatMap(({ further }) => further)]);
  return { trained: trained.size, reused: all.size - trained.size };
}
