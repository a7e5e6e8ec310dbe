/** Ctrl-C (or a polite kill) as an abort signal, so that finished runs are kept. */

/** Thrown when a user has stopped the work; the CLI ends with 130, as shells expect. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Runs `work` with a signal that aborts on Ctrl-C, and gives up waiting for it as soon as that comes. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Interrupted('stopped; finished runs are kept, so running it again goes on from there')),
    );
  });
  try {
    return await Promise.race([work(signal), stopped]);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
