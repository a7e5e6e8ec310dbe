/**
 * Trains groups on worker threads. A worker that dies costs the runs of the group it was on, which are
 * yielded as failed; the groups that are left go to a new one.
 */
import type { Worker } from 'node:worker_threads';
import type { Instance, Run, TrainOptions } from '../subject.js';
import { reportSteps } from './report-steps.js';
import type { WorkerMessage } from './worker.js';
import type { WorkerPool } from './worker-pool.js';

export async function* trainOnWorkers(
  groups: readonly (readonly Instance[])[],
  pool: WorkerPool,
  { onProgress, signal }: TrainOptions,
): AsyncGenerator<Run> {
  const waiting = [...groups];
  const finished: Run[] = [];
  const busy = new Set<Worker>();
  let wake = (): void => {};
  const stop = (): void => {
    waiting.length = 0;
    for (const worker of busy) void worker.terminate();
    wake();
  };

  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      const worker = pool.take();
      busy.add(worker);
      const { runs, survived } = await trainOn(worker, group, onProgress);
      busy.delete(worker);
      if (survived) pool.giveBack(worker);
      finished.push(...runs);
      wake();
    }
  };

  if (signal?.aborted) return;
  signal?.addEventListener('abort', stop);
  try {
    let working = true;
    const all = Promise.all(Array.from({ length: pool.threads }, work)).finally(() => {
      working = false;
      wake();
    });
    while (!signal?.aborted) {
      const run = finished.shift();
      if (run) yield run;
      else if (!working) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    stop();
    await all;
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

interface Trained {
  readonly runs: readonly Run[];
  readonly survived: boolean;
}

/** Resolves with the runs of a group, which are failed ones when the worker dies on it. */
function trainOn(
  worker: Worker,
  group: readonly Instance[],
  onProgress: TrainOptions['onProgress'],
): Promise<Trained> {
  const progress = reportSteps(group, onProgress);
  return new Promise((resolve) => {
    const settle = (trained: Trained): void => {
      worker.off('message', listen).off('error', fail).off('exit', leave);
      progress.finish();
      resolve(trained);
    };
    const listen = (message: WorkerMessage): void => {
      if (message.kind === 'progress') progress.add(message.steps);
      else settle({ runs: message.runs, survived: true });
    };
    let reason: string | undefined;
    const fail = (error: Error): void => {
      reason = `the worker thread died: ${error.message}`;
    };
    // An error is always followed by the exit, and only after it is the worker known to be gone.
    const leave = (code: number): void => {
      const runs = failedRuns(group, reason ?? `the worker thread ended with exit code ${code}`);
      settle({ runs, survived: false });
    };
    worker.on('message', listen).on('error', fail).on('exit', leave);
    worker.postMessage(group);
  });
}

export function failedRuns(group: readonly Instance[], reason: string): readonly Run[] {
  return group.map((instance) => ({
    ...instance,
    outcome: { kind: 'failed', reason },
    losses: [],
    checkpoints: [],
  }));
}
