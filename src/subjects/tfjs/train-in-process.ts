/**
 * Trains groups in this thread, for the backends that have one device in a process: the native one, whose
 * addon cannot be loaded in a second thread, and WebGPU.
 * It pauses now and then, so that timers and signals are heard and the device is never far behind.
 */
import type { Instance, Run, TrainOptions } from '../subject.js';
import type { BackendName } from './backends.js';
import type { Ready } from './ready.js';
import { reportSteps } from './report-steps.js';
import { trainGroup } from './train-group.js';
import { failedRuns } from './train-on-workers.js';

const millisecondsBetweenPauses = 50;

/**
 * @param size up to which every group is filled with copies of its last instance, for a backend that chooses
 * its kernels by the shapes it is given: what a run is computed with does not depend on its company then.
 */
export async function* trainInProcess(
  backend: BackendName,
  { guard, settle }: Pick<Ready, 'guard' | 'settle'>,
  groups: readonly (readonly Instance[])[],
  size: number,
  { onProgress, signal }: TrainOptions,
): AsyncGenerator<Run> {
  for (const group of groups) {
    const filling = Array.from({ length: size - group.length }, () => group.at(-1)!);
    const progress = reportSteps(group, onProgress);
    const train = async (fault: AbortSignal): Promise<readonly Run[] | undefined> => {
      const training = trainGroup(backend, [...group, ...filling]);
      try {
        let steps = 0;
        let paused = performance.now();
        while (!signal?.aborted && !fault.aborted) {
          const next = await training.next();
          if (next.done) return next.value.slice(0, group.length);
          steps++;
          if (performance.now() - paused > millisecondsBetweenPauses) {
            await settle();
            progress.add(steps);
            steps = 0;
            paused = performance.now();
          }
        }
        return undefined;
      } finally {
        await training.return([]);
      }
    };
    let runs: readonly Run[] | undefined;
    try {
      runs = await guard(train);
    } catch (error) {
      runs = failedRuns(group, error instanceof Error ? error.message : String(error));
    }
    if (!runs) return;
    progress.finish();
    yield* runs;
  }
}
