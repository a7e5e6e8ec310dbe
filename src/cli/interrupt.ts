/** Ctrl-C (or a polite kill) as an abort signal, so that finished runs are kept. */
import { setTimeout } from 'node:timers/promises';

/** Thrown when a user has stopped the work; the CLI ends with 130, as shells expect. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * How long the work may take to end what it has begun, in milliseconds: a user is to have the prompt
 * back within a second. What has not ended by then ends with the process.
 */
const grace = 700;

/** Runs `work` with a signal that aborts on Ctrl-C; a second Ctrl-C ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await Promise.race([work(signal), graceOver(signal)]);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Interrupted('stopped; finished runs are kept, so running it again goes on from there');
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** What the promise gives, but rejects as soon as the signal aborts, whatever the promise does then. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Rejects when the work has been asked to stop and had its time to do so. */
function graceOver(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', async () => {
      await setTimeout(grace, undefined, { ref: false });
      reject(signal.reason);
    });
  });
}
