/**
 * A thread that trains one instance after the other. It gets the compiled kernels once, and an instance
 * at a time; it answers with the run, or with the words of the error.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Instance, Run } from '../subject.js';
import { type Answer, stepCount, stopFlag } from './threads.js';
import { trainInstance } from './train-instance.js';

export interface WorkerSetUp {
  readonly module: WebAssembly.Module;
  /** Two shared numbers: `stopFlag` and `stepCount`. */
  readonly shared: Int32Array<SharedArrayBuffer>;
}

if (parentPort) serve(parentPort, workerData as WorkerSetUp);

function serve(port: NonNullable<typeof parentPort>, { module, shared }: WorkerSetUp): void {
  const goOn = (steps: number): boolean => {
    Atomics.add(shared, stepCount, steps);
    return Atomics.load(shared, stopFlag) === 0;
  };
  port.on('message', (instance: Instance) => {
    port.postMessage(answer(module, instance, goOn));
  });
}

function answer(
  module: WebAssembly.Module,
  instance: Instance,
  goOn: (steps: number) => boolean,
): Answer<Run> {
  try {
    const run = trainInstance(module, instance, { goOn });
    return run ? { kind: 'run', run } : { kind: 'stopped' };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}
