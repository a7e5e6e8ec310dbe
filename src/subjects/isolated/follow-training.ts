/**
 * A training in a child process, as a stream of runs here. When the process is lost or the training throws,
 * as it does when a device is lost, the runs that have not arrived are failed ones.
 */
import { InputError } from '../../setting/input-error.js';
import type { TrainOptions } from '../subject.js';
import type { NativeLane } from './native-lane.js';
import type { Job } from './wire.js';

/** What differs between settings and settings of digits. */
export interface Kind<I, R> {
  readonly stepsOf: (instance: I) => number;
  readonly failed: (instance: I, reason: string) => R;
}

export async function* followTraining<I, R>(
  lane: NativeLane,
  job: Job,
  instances: readonly I[],
  { stepsOf, failed }: Kind<I, R>,
  { onProgress, signal }: TrainOptions,
): AsyncGenerator<R> {
  if (signal?.aborted || instances.length === 0) return;
  const left = new Map(instances.entries());
  let steps = instances.reduce((sum, instance) => sum + stepsOf(instance), 0);
  const advance = (by: number): void => {
    steps -= by;
    if (by > 0) onProgress?.(by);
  };
  const training = lane.beginTraining(advance);
  const abort = abortOf(signal);
  try {
    await Promise.race([training.start(job), abort.happened]);
    while (!signal?.aborted) {
      const finished = await Promise.race([training.next(), abort.happened]);
      if (finished.length === 0) return;
      for (const { place, record } of finished) {
        const instance = left.get(place)!;
        left.delete(place);
        yield { ...instance, ...record } as R;
        if (signal?.aborted) return;
      }
    }
  } catch (error) {
    if (signal?.aborted) return;
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    for (const instance of left.values()) yield failed(instance, reason);
    advance(steps);
  } finally {
    abort.forget();
    training.stop();
  }
}

/** Nothing more comes after an abort. */
function abortOf(signal: AbortSignal | undefined): {
  readonly happened: Promise<readonly []>;
  readonly forget: () => void;
} {
  let stop: () => void = () => undefined;
  const happened = new Promise<readonly []>((resolve) => {
    stop = () => resolve([]);
  });
  signal?.addEventListener('abort', stop, { once: true });
  return { happened, forget: () => signal?.removeEventListener('abort', stop) };
}
