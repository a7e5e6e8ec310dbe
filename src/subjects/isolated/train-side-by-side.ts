/** Groups of instances over several processes, each taking the next group when it is done with one. */
import { Readable } from 'node:stream';
import type { TrainOptions } from '../subject.js';

/**
 * @param lanes how each process is had; undefined when it cannot be, and the others do the work. The first
 * is always there.
 * @param train the runs of a group in a process.
 */
export async function* trainSideBySide<Lane, Group, R>(
  lanes: readonly (() => Promise<Lane | undefined>)[],
  groups: readonly Group[],
  train: (lane: Lane, group: Group, options: TrainOptions) => AsyncIterable<R>,
  { onProgress, signal }: TrainOptions,
): AsyncGenerator<R> {
  if (lanes.length === 1) {
    // Drawn as they are taken, so that the training waits for who takes them.
    const lane = await lanes[0]!();
    for (const group of groups) yield* train(lane!, group, { onProgress, signal });
    return;
  }
  const waiting = [...groups];
  const stopping = new AbortController();
  const options = { onProgress, signal: AbortSignal.any([stopping.signal, ...(signal ? [signal] : [])]) };
  const runs = new Readable({ objectMode: true, read() {} });
  const work = async (open: () => Promise<Lane | undefined>): Promise<void> => {
    const lane = waiting.length > 0 ? await open() : undefined;
    if (lane === undefined) return;
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      if (options.signal.aborted) return;
      for await (const run of train(lane, group, options)) runs.push(run);
    }
  };
  const all = Promise.all(lanes.map(work)).then(
    () => runs.push(null),
    (error: Error) => runs.destroy(error),
  );
  try {
    yield* runs as AsyncIterable<R>;
  } finally {
    stopping.abort();
    await all;
  }
}
