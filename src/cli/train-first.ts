import { openDigitsStore, surveyDigits, trainDigits } from '../claims/digits-evidence.js';
import { survey, train } from '../claims/evidence.js';
import { openEvidenceStore } from '../claims/evidence-store.js';
import { totalSteps } from '../setting/derived.js';
import { digitsSteps } from '../setting/digits.js';
import type { DigitsInstance } from '../subjects/digits.js';
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
 */
export async function trainFirst(
  subject: Subject,
  folder: string,
  { instances, digits }: FirstInstances,
  signal: AbortSignal,
): Promise<{ trained: number; reused: number }> {
  const description = await subject.describe();
  const store = openEvidenceStore(folder, description);
  const digitsStore = openDigitsStore(folder, description);
  const runs = await survey(store, subject.train ? instances : []);
  const digitRuns = await surveyDigits(digitsStore, subject.digits ? digits : []);
  const reused = runs.present.length + digitRuns.present.length;
  const missing = runs.missing.length + digitRuns.missing.length;
  if (missing === 0) return { trained: 0, reused };
  const steps = stepsOf(runs.missing, totalSteps) + stepsOf(digitRuns.missing, digitsSteps);
  const progress = startProgress(`training ${missing} runs`, steps);
  try {
    const options = { signal, onProgress: (done: number): void => progress.advance(done) };
    const trained = await train(subject, store, runs.missing, options);
    const trainedOnDigits = await trainDigits(subject, digitsStore, digitRuns.missing, options);
    return { trained: trained.length + trainedOnDigits.length, reused };
  } finally {
    progress.stop();
  }
}

function stepsOf<S>(instances: readonly { readonly setting: S }[], of: (setting: S) => number): number {
  return instances.reduce((sum, { setting }) => sum + of(setting), 0);
}
