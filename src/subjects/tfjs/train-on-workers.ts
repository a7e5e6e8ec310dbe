/**
 * Trains groups on worker threads. A worker that dies costs the runs of the group it was on, which are
 * yielded as failed; the groups that are left go to a new one.
 */
import { Worker } from 'node:worker_threads';
import type { Instance, Run, TrainOptions } from '../subject.js';
import { reportSteps } from './report-steps.js';
import type { WorkerMessage } from './worker.js';

export interface Workers {
  /** The program of a worker: it gets a group as a message and answers with `WorkerMessage`s. */
  readonly program: URL;
  /** Given to each worker as its `workerData`. */
  readonly data: unknown;
  readonly threads: number;
}

export async function* trainOnWorkers(
  groups: readonly (readonly Instance[])[],
  { program, data, threads }: Workers,
  { onProgress, signal }: TrainOptions,
): AsyncGenerator<Run> {
  const waiting = [...groups];
  const finished: Run[] = [];
  const alive = new Set<Worker>();
  let wake = (): void => {};
  const stop = (): void => {
    waiting.length = 0;
    for (const worker of alive) void worker.terminate();
    wake();
  };

  const work = async (): Promise<void> => {
    let worker: Worker | undefined;
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      if (!worker || !alive.has(worker)) worker = startWorker(program, data, alive);
      const runs = await trainOn(worker, group, onProgress);
      if (signal?.aborted) break;
      finished.push(...runs);
      wake();
    }
    await worker?.terminate();
  };

  if (signal?.aborted) return;
  signal?.addEventListener('abort', stop);
  try {
    let working = true;
    const all = Promise.all(Array.from({ length: Math.min(threads, groups.length) }, work)).finally(() => {
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

function startWorker(program: URL, data: unknown, alive: Set<Worker>): Worker {
  const worker = new Worker(program, { workerData: data });
  alive.add(worker);
  worker.once('exit', () => alive.delete(worker));
  return worker;
}

/** Resolves with the runs of a group, which are failed ones when the worker dies on it. */
function trainOn(
  worker: Worker,
  group: readonly Instance[],
  onProgress: TrainOptions['onProgress'],
): Promise<readonly Run[]> {
  const progress = reportSteps(group, onProgress);
  return new Promise((resolve) => {
    const settle = (runs: readonly Run[]): void => {
      worker.off('message', listen).off('error', fail).off('exit', leave);
      progress.finish();
      resolve(runs);
    };
    const listen = (message: WorkerMessage): void => {
      if (message.kind === 'progress') progress.add(message.steps);
      else settle(message.runs);
    };
    let reason: string | undefined;
    const fail = (error: Error): void => {
      reason = `the worker thread died: ${error.message}`;
    };
    // An error is always followed by the exit, and only after it is the worker known to be gone.
    const leave = (code: number): void => {
      settle(failedRuns(group, reason ?? `the worker thread ended with exit code ${code}`));
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
