/**
 * Instances over threads: the longest first, each on one thread from its first step to its last, so that
 * a run does not depend on how many threads there are or on what else is trained.
 */
import { Worker } from 'node:worker_threads';
import type { Setting } from '../../setting/schema.js';
import { summariseSetting } from '../../setting/setting.js';
import type { Instance, Run, TrainOptions } from '../subject.js';
import { chooseKernel, kernelCosts } from './kernel-choice.js';
import { refuseWhatCannotRun } from './limits.js';
import { type Answer, stepCount, stopFlag, type WorkerSetUp } from './worker.js';

/** How often progress is reported, in milliseconds. */
const reportEvery = 100;

/** @throws InputError before anything starts, if one of the settings cannot run. */
export async function* trainOnThreads(
  module: WebAssembly.Module,
  threads: number,
  instances: readonly Instance[],
  { onProgress, signal }: TrainOptions = {},
  workerFile: URL = new URL('./worker.js', import.meta.url),
): AsyncGenerator<Run> {
  for (const setting of new Set(instances.map(({ setting }) => setting))) refuseWhatCannotRun(setting);
  const waiting = longestFirst(instances);
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const results = queue<Run>();
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
  const lanes = Array.from({ length: Math.min(threads, waiting.length) }, () =>
    workThrough(waiting, { module, shared }, workerFile, results.put),
  );
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

/** Keeps one thread busy until nothing waits; a thread that dies is replaced by a new one. */
async function workThrough(
  waiting: Instance[],
  setUp: WorkerSetUp,
  workerFile: URL,
  put: (run: Run) => void,
): Promise<void> {
  let worker: Worker | undefined;
  for (let instance = waiting.shift(); instance; instance = waiting.shift()) {
    worker ??= new Worker(workerFile, { workerData: setUp });
    const answer = await ask(worker, instance);
    if (answer.kind === 'run') put({ ...answer.run, ...instance });
    if (answer.kind === 'failed' || answer.kind === 'died') {
      const reason = `${summariseSetting(instance.setting)}, seed ${instance.seed}: ${answer.reason}`;
      put({ ...instance, outcome: { kind: 'failed', reason }, losses: [], checkpoints: [] });
    }
    if (answer.kind === 'died') {
      await worker.terminate();
      worker = undefined;
    }
  }
  await worker?.terminate();
}

function ask(
  worker: Worker,
  instance: Instance,
): Promise<Answer | { readonly kind: 'died'; readonly reason: string }> {
  return new Promise((resolve) => {
    worker.removeAllListeners();
    worker.once('message', (answer: Answer) => resolve(answer));
    worker.once('error', (error) => resolve({ kind: 'died', reason: `the thread died: ${error.message}` }));
    worker.once('exit', (code) => resolve({ kind: 'died', reason: `the thread ended with code ${code}` }));
    worker.postMessage(instance);
  });
}

function longestFirst(instances: readonly Instance[]): Instance[] {
  const cost = new Map<Setting, number>();
  for (const { setting } of instances) if (!cost.has(setting)) cost.set(setting, wholeCost(setting));
  return [...instances].sort((a, b) => cost.get(b.setting)! - cost.get(a.setting)!);
}

function wholeCost(setting: Setting): number {
  const { steps, warmStart } = setting.training;
  const own = steps * kernelCosts(setting).get(chooseKernel(setting))!;
  return own + (warmStart ? wholeCost(warmStart) : 0);
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
