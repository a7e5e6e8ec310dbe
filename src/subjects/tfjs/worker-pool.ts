/**
 * Worker threads that outlive a training, since starting one takes longer than a short training. A
 * worker that waits does not keep the process alive.
 */
import { Worker } from 'node:worker_threads';

export interface WorkerPool {
  /** How many workers a training may use at a time. */
  readonly threads: number;
  /** A worker that waits, or a new one. */
  take(): Worker;
  /** Only for a worker that has nothing left to do. */
  giveBack(worker: Worker): void;
  /** Ends the workers that wait; those that are taken are their takers' to end. */
  close(): Promise<void>;
}

/**
 * @param program of a worker: it gets a group as a message and answers with `WorkerMessage`s.
 * @param data given to each worker as its `workerData`.
 */
export function openWorkerPool(program: URL, data: unknown, threads: number): WorkerPool {
  const waiting = new Set<Worker>();
  return {
    threads,
    take() {
      const [first] = waiting;
      if (!first) {
        const worker = new Worker(program, { workerData: data });
        worker.once('exit', () => waiting.delete(worker));
        return worker;
      }
      waiting.delete(first);
      first.ref();
      return first;
    },
    giveBack(worker) {
      waiting.add(worker);
      worker.unref();
    },
    async close() {
      const ended = [...waiting].map((worker) => worker.terminate());
      waiting.clear();
      await Promise.all(ended);
    },
  };
}
