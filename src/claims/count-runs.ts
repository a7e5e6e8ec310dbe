/** How many runs a verification takes: what was trained or found before judging, and what judging adds. */
import type { FurtherRuns } from './declaration.js';
import type { RunStore } from './evidence-store.js';

/**
 * Counts what one claim takes while it is judged.
 * @param keyOf equal for two instances exactly when they are the same training.
 */
export function countRuns<I, R extends I>(
  store: RunStore<I, R>,
  keyOf: (instance: I) => string,
): {
  /** The store to gather from. */
  readonly counted: RunStore<I, R>;
  /** Tells which instances are asked for; the first are those of the trials that every claim begins with. */
  readonly asked: (instances: readonly I[]) => void;
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
        trained.push(keyOf(run));
      },
    },
    asked: (instances) => {
      if (begun) further.push(...instances.map(keyOf));
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
