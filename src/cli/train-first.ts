import type { FirstRuns } from '../claims/count-runs.js';
import { survey, train } from '../claims/evidence.js';
import { openEvidenceStore } from '../claims/evidence-store.js';
import { totalSteps } from '../setting/derived.js';
import { instanceKey } from '../subjects/instance-key.js';
import type { Instance, Subject } from '../subjects/subject.js';
import { startProgress } from './progress.js';

/**
 * Trains what is missing before anything is judged, for all claims together, so that the cores stay full
 * and the progress is one bar.
 * @param store its folder, and the name of this verification.
 */
export async function trainFirst(
  subject: Subject,
  { folder, session }: { readonly folder: string; readonly session: string },
  instances: readonly Instance[],
  signal: AbortSignal,
): Promise<FirstRuns> {
  if (!subject.train || instances.length === 0) return { trained: [], reused: [] };
  const store = openEvidenceStore(folder, await subject.describe(), session);
  const { present, missing } = await survey(store, instances);
  const reused = present.map(instanceKey);
  if (missing.length === 0) return { trained: [], reused };
  const progress = startProgress(`training ${missing.length} runs`, stepsOf(missing));
  try {
    const onProgress = (steps: number): void => progress.advance(steps);
    const trained = await train(subject, store, missing, { signal, onProgress });
    return { trained: trained.map(instanceKey), reused };
  } finally {
    progress.stop();
  }
}

function stepsOf(instances: readonly Instance[]): number {
  return instances.reduce((sum, { setting }) => sum + totalSteps(setting), 0);
}
