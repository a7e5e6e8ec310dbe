/** A worker thread: trains the groups it is sent, one after another, with a TensorFlow.js of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Instance, Run } from '../subject.js';
import { type BackendName, readyBackend } from './backends.js';
import { trainGroup } from './train-group.js';

/** What the worker says: steps done by each instance since it last said so, and the runs at the end. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly steps: number }
  | { readonly kind: 'runs'; readonly runs: readonly Run[] };

const millisecondsBetweenReports = 100;

const backend = workerData as BackendName;
const ready = readyBackend(backend);

parentPort?.on('message', async (instances: readonly Instance[]) => {
  const readied = await ready;
  if (readied.kind === 'absent') throw new Error(readied.reason);
  const training = trainGroup(backend, instances);
  let steps = 0;
  let reported = performance.now();
  for (let next = await training.next(); ; next = await training.next()) {
    if (next.done) return say({ kind: 'runs', runs: next.value });
    steps++;
    if (performance.now() - reported > millisecondsBetweenReports) {
      say({ kind: 'progress', steps });
      steps = 0;
      reported = performance.now();
    }
  }
});

function say(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
