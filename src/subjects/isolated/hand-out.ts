/** A stream of runs, drawn ahead of who takes them: training goes on while runs are on their way. */

import { EventEmitter, once } from 'node:events';

export interface Stock<R> {
  /** What is finished and was not taken, in the order in which it came, at least one; none at the end. */
  next(): Promise<readonly R[]>;
  stop(): void;
}

/** Finished runs that may wait; then the training waits. */
const mostAhead = 64;

/** @param start is given the signal with which the training is stopped. */
export function handOut<R>(start: (signal: AbortSignal) => AsyncIterable<R>): Stock<R> {
  const waiting: R[] = [];
  const stopping = new AbortController();
  let end: { readonly fault?: unknown } | undefined;
  /** Something was put in or taken out, or it has ended. */
  const changes = new EventEmitter();
  const change = (): unknown => changes.emit('change');
  const draw = async (): Promise<void> => {
    for await (const run of start(stopping.signal)) {
      waiting.push(run);
      change();
      while (waiting.length >= mostAhead && !stopping.signal.aborted) await once(changes, 'change');
      if (stopping.signal.aborted) return;
    }
  };
  draw()
    .then(
      () => (end = {}),
      (fault: unknown) => (end = { fault }),
    )
    .finally(change);
  return {
    async next() {
      while (waiting.length === 0 && !end) await once(changes, 'change');
      const runs = waiting.splice(0);
      change();
      if (runs.length === 0 && end?.fault !== undefined) throw end.fault;
      return runs;
    },
    stop() {
      stopping.abort();
      change();
    },
  };
}
