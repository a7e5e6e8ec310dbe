/**
 * Trains groups in this thread, for the native backend, whose addon cannot be loaded in a second one.
 * It pauses now and then, so that timers and signals are heard.
 *
 * The native library chooses its kernels by the shapes it is given, so every group is filled up to the
 * same size with copies of its last instance: what a run is computed with does not depend on its company.
 */
import { setImmediate } from 'node:timers/promises';
import type { Instance, Run, TrainOptions } from '../subject.js';
import type { BackendName } from './backends.js';
import { reportSteps } from './report-steps.js';
import { trainGroup } from './train-group.js';
import { failedRuns } from './train-on-workers.js';

const millisecondsBetweenPauses = 50;

export async function* trainInProcess(
  backend: BackendName,
  groups: readonly (readonly Instance[])[],
  size: number,
  { onProgress, signal }: TrainOptions,
): AsyncGenerator<Run> {
  for (const group of groups) {
    const filling = Array.from({ length: size - group.length }, () => group.at(-1)!);
    const training = trainGroup(backend, [...group, ...filling]);
    const progress = reportSteps(group, onProgress);
    let runs: readonly Run[] | undefined;
    try {
      let steps = 0;
      let paused = performance.now();
      while (!runs) {
        if (signal?.aborted) return;
        const next = training.next();
        if (next.done) runs = next.value.slice(0, group.length);
        else steps++;
        if (performance.now() - paused > millisecondsBetweenPauses) {
          progress.add(steps);
          steps = 0;
          await setImmediate();
          paused = performance.now();
        }
      }
    } catch (error) {
      runs = failedRuns(group, error instanceof Error ? error.message : String(error));
    } finally {
      training.return([]);
    }
    progress.finish();
    yield* runs;
  }
}
