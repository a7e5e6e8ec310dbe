/** A worker that dies on a group with seed 1 in it, by its exit, and on one with seed 2, by an error. */
import { parentPort } from 'node:worker_threads';
import type { Instance } from '../../../src/subjects/subject.js';

parentPort?.on('message', (group: readonly Instance[]) => {
  if (group.some(({ seed }) => seed === 1)) process.exit(3);
  if (group.some(({ seed }) => seed === 2)) throw new Error('out of memory');
  const runs = group.map((instance) => ({
    ...instance,
    outcome: { kind: 'failed', reason: 'it only says that it lives' },
    losses: [],
    checkpoints: [],
  }));
  parentPort?.postMessage({ kind: 'runs', runs });
});
