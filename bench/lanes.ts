/**
 * A lane: a contender through the whole benchmark. Its process lives from workload to workload; one
 * that cannot even begin is absent, one that ends later gets a new process for the next workload.
 */
import { type Child, startChild } from './child.js';
import type { Contender } from './contenders.js';
import type { Measured, Ready, Work } from './protocol.js';
import type { Taking } from './results.js';

type Failed = { readonly kind: 'failed'; readonly reason: string };

export interface Lane {
  readonly contender: Contender;
  prepare(work: Work): Promise<{ kind: 'ready' } | { kind: 'absent' } | Failed>;
  measure(seconds: number): Promise<({ kind: 'measured' } & Measured) | Failed>;
  /** How it took part, once all is measured. */
  taking(): Taking;
  close(): Promise<void>;
}

export function openLane(contender: Contender): Lane {
  const { name, family, kind } = contender;
  let child: Child | undefined;
  let version: string | undefined;
  let absent: string | undefined;
  let peak = 0;
  const failed = (error: unknown): Failed => {
    child = undefined;
    return { kind: 'failed', reason: (error as Error).message };
  };
  return {
    contender,
    prepare: async (work) => {
      if (absent !== undefined) return { kind: 'absent' };
      try {
        child ??= startChild(contender);
        ({ version } = await child.ask<Ready>(work));
        return { kind: 'ready' };
      } catch (error) {
        const failure = failed(error);
        if (version !== undefined) return failure;
        absent = failure.reason;
        return { kind: 'absent' };
      }
    },
    measure: async (seconds) => {
      try {
        const measured = await child!.ask<Measured>({ seconds });
        peak = Math.max(peak, measured.peakMegabytes);
        return { kind: 'measured', ...measured };
      } catch (error) {
        return failed(error);
      }
    },
    taking: () =>
      version === undefined
        ? { name, family, kind, state: 'absent', reason: absent ?? 'nothing was asked of it' }
        : { name, family, kind, state: 'present', version, peakMegabytes: peak },
    close: async () => child?.close(),
  };
}

/** One that is not to take part, with the reason. */
export function notTaking({ name, family, kind }: Contender, reason: string): Taking {
  return { name, family, kind, state: 'absent', reason };
}
