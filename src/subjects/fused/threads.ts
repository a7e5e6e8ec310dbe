/**
 * Jobs over threads, each on one thread from its beginning to its end, so that what comes of it does not
 * depend on how many threads there are or on what else is done. A thread that dies is replaced, and its
 * job has failed.
 */
import { Worker } from 'node:worker_threads';
import type { TrainOptions } from '../subject.js';

/** What a thread answers to a job. */
export type Answer<Result> =
  | { readonly kind: 'run'; readonly run: Result }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Two numbers that all threads share. Not 0 when the work is to end. */
export const stopFlag = 0;
/** Steps done and not yet reported. */
export const stepCount = 1;

export interface Work<Job, Result> {
  /** In the order in which they are begun. */
  readonly jobs: readonly Job[];
  readonly threads: number;
  readonly workerFile: URL;
  /** What each thread gets once, besides the shared numbers. */
  readonly setUp: object;
  /** The result of a job from what a thread answered. */
  readonly finished: (job: Job, answered: Result) => Result;
  readonly failed: (job: Job, reason: string) => Result;
}

/** How often progress is reported, in milliseconds. */
const reportEvery = 100;

export async function* workOnThreads<Job, Result>(
  { jobs, threads, workerFile, setUp, finished, failed }: Work<Job, Result>,
  { onProgress, signal }: TrainOptions,
): AsyncGenerator<Result> {
  const waiting = [...jobs];
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const results = queue<Result>();
  const report = (): void => {
    const steps = Atomics.exchange(shared, stepCount, 0);
    if (steps > 0) onProgress?.(steps);
  };
  const stop = (): void => {
    Atomics.store(shared, stopFlag, 1);
    waiting.length = 0;
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const timer = onProgress ? setInterval(report, reportEvery) : undefined;
  const workThrough = async (): Promise<void> => {
    let worker: Worker | undefined;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      worker ??= new Worker(workerFile, { workerData: { ...setUp, shared } });
      const answer = await ask<Job, Result>(worker, job);
      if (answer.kind === 'run') results.put(finished(job, answer.run));
      if (answer.kind === 'failed' || answer.kind === 'died') results.put(failed(job, answer.reason));
      if (answer.kind === 'died') {
        await worker.terminate();
        worker = undefined;
      }
    }
    await worker?.terminate();
  };
  const lanes = Array.from({ length: Math.min(threads, waiting.length) }, workThrough);
  const all = Promise.all(lanes).then(results.end, results.fail);
  try {
    yield* results.items();
    report();
  } finally {
    stop();
    clearInterval(timer);
    signal?.removeEventListener('abort', stop);
    await all;
  }
}

function ask<Job, Result>(
  worker: Worker,
  job: Job,
): Promise<Answer<Result> | { readonly kind: 'died'; readonly reason: string }> {
  return new Promise((resolve) => {
    worker.removeAllListeners();
    worker.once('message', (answer: Answer<Result>) => resolve(answer));
    worker.once('error', (error) => resolve({ kind: 'died', reason: `the thread died: ${error.message}` }));
    worker.once('exit', (code) => resolve({ kind: 'died', reason: `the thread ended with code ${code}` }));
    worker.postMessage(job);
  });
}

/** What one side puts in, the other takes out in the same order. */
function queue<T>() {
  const items: T[] = [];
  let ended = false;
  let fault: unknown;
  let wake: () => void = () => undefined;
  const changed = (): void => wake();
  return {
    put(item: T): void {
      items.push(item);
      changed();
    },
    end(): void {
      ended = true;
      changed();
    },
    fail(error: unknown): void {
      fault = error;
      ended = true;
      changed();
    },
    async *items(): AsyncGenerator<T> {
      for (;;) {
        const item = items.shift();
        if (item !== undefined) yield item;
        else if (ended) break;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      if (fault !== undefined) throw fault;
    },
  };
}
