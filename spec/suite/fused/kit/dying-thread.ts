/** A thread that dies by an error on seed 0, by its exit on seed 1, and trains any other one. */
import { parentPort, workerData } from 'node:worker_threads';
import { trainInstance } from '../../../../src/subjects/fused/train-instance.js';
import type { WorkerSetUp } from '../../../../src/subjects/fused/worker.js';
import type { Instance } from '../../../../src/subjects/subject.js';

parentPort?.on('message', (instance: Instance) => {
  if (instance.seed === 0) throw new Error('no memory left');
  if (instance.seed === 1) process.exit(3);
  const run = trainInstance((workerData as WorkerSetUp).module, instance, { goOn: () => true });
  parentPort?.postMessage({ kind: 'run', run });
});
