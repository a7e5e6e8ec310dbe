import type { FirstRuns } from '../claims/count-runs.js';
import { digitsKey, openDigitsStore, surveyDigits, trainDigits } from '../claims/digits-evidence.js';
import { survey, train } from '../claims/evidence.js';
import { openEvidenceStore } from '../claims/evidence-store.js';
import { totalSteps } from '../setting/derived.js';
import { digitsSteps } from '../setting/digits.js';
import type { DigitsInstance } from '../subjects/digits.js';
import { instanceKey } from '../subjects/instance-key.js';
import type { Instance, Subject } from '../subjects/subject.js';
import { startProgress } from './progress.js';

/** What all claims together are first judged on. */
export interface FirstInstances {
  readonly instances: readonly Instance[];
  readonly digits: readonly DigitsInstance[];
}

/**
 * Trains what is missing before anything is judged, for all claims together, so that the cores stay full
 * and the progress is one bar.
 * @param store its folder, and the name of this verification.
 */
export async function trainFirst(
  subject: Subject,
  { folder, session }: { readonly folder: string; readonly session: string },
  { instances, digits }: FirstInstances,
  signal: AbortSignal,
): Promise<FirstRuns> {
  const description = await subject.describe();
  const store = openEvidenceStore(folder, description, session);
  const digitsStore = openDigitsStore(folder, description, session);
  const runs = await survey(store, subject.train ? instances : []);
  const digitsRuns = await surveyDigits(digitsStore, subject.digits ? digits : []);
  const reused = [...runs.present.map(instanceKey), ...digitsRuns.present.map(digitsKey)];
  const missing = runs.missing.length + digitsRuns.missing.length;
  if (missing === 0) return { trained: [], reused };
  const steps = stepsOf(runs.missing, totalSteps) + stepsOf(digitsRuns.missing, digitsSteps);
  const progress = startProgress(`training ${missing} runs`, steps);
  try {
    const options = { signal, onProgress: (done: number): void => progress.advance(done) };
    const trained = await train(subject, store, runs.missing, options);
    const trainedOnDigits = await trainDigits(subject, digitsStore, digitsRuns.missing, options);
    return { trained: [...trained.map(instanceKey), ...trainedOnDigits.map(digitsKey)], reused };
  } finally {
    progress.stop();
  }
}

function stepsOf<S>(instances: readonly { readonly setting: S }[], of: (setting: S) => number): number {
  return instances.reduce((sum, { setting }) => sum + of(setting), 0);
}
