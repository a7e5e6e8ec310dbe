/** A backend of TensorFlow.js, ready to compute or absent for a reason. */
import { setImmediate } from 'node:timers/promises';
import type { Guard } from './guard.js';

export type Readied = Ready | { readonly kind: 'absent'; readonly reason: string };

export interface Ready {
  readonly kind: 'ready';
  /** What computes, as far as the backend itself tells. */
  readonly device: string;
  /** The version of a library or driver beside TensorFlow.js, on which results depend. */
  readonly library?: string | undefined;
  /** To be around everything that is computed. */
  readonly guard: Guard;
  /** Waits until what was asked of the backend is done, and lets timers and signals be heard. */
  readonly settle: () => Promise<unknown>;
}

/** A backend that is done with an operation when it returns, and throws where it cannot do it. */
export function readyInThread(device: string, library?: string): Ready {
  const guard: Guard = (work) => work(new AbortController().signal);
  return { kind: 'ready', device, library, guard, settle: () => setImmediate() };
}
