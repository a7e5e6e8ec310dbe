/**
 * A contender through the whole benchmark. Its process lives from workload to workload; one that cannot even
 * begin is absent, one that ends later failed there and gets a new process for the next workload.
 */
import { type Child, startChild } from '../child.js';
import type { GpuContender } from './contenders.js';
import type { Device } from './device.js';
import type { Measured, Preparation, Prepared } from './protocol.js';
import type { Taking } from './results.js';

type Failed = { readonly kind: 'failed'; readonly reason: string };

export interface GpuLane {
  readonly name: string;
  prepare(work: Preparation): Promise<Prepared | { readonly kind: 'absent' } | Failed>;
  measure(seconds: number): Promise<({ readonly kind: 'measured' } & Measured) | Failed>;
  /** How it took part, once all is measured. */
  taking(): Taking;
  close(): Promise<void>;
}

export function openGpuLane({ name, kind, program }: GpuContender): GpuLane {
  let child: Child | undefined;
  let known: { readonly version: string; readonly device: Device } | undefined;
  let absent: string | undefined;
  let peak = 0;
  const failed = (error: unknown): Failed => {
    child = undefined;
    return { kind: 'failed', reason: (error as Error).message };
  };
  return {
    name,
    prepare: async (work) => {
      if (absent !== undefined) return { kind: 'absent' };
      try {
        child ??= startChild(program);
        const prepared = await child.ask<Prepared>(work);
        known = { version: prepared.version, device: prepared.device };
        return prepared;
      } catch (error) {
        const failure = failed(error);
        if (known) return failure;
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
      known
        ? { name, kind, state: 'present', ...known, peakMegabytes: peak }
        : { name, kind, state: 'absent', reason: absent ?? 'nothing was asked of it' },
    close: async () => child?.close(),
  };
}
