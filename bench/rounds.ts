/**
 * All contenders on the same work, in rounds: each is asked once a round, one after the other, so that
 * whatever slows the machine for a while slows them all. The figures are made for ratios within a run.
 */
import { setTimeout } from 'node:timers/promises';
import { chooseKernel } from '../src/subjects/fused/kernel-choice.js';
import { instancesOf } from './instances.js';
import type { Lane } from './lanes.js';
import type { Work } from './protocol.js';
import type { Paces } from './results.js';

/** For which the threads of OpenMP and of XLA still spin after their work, in milliseconds, and more. */
const rest = 50;

export interface Rounds {
  readonly rounds: number;
  /** About how long a contender is measured in a round. */
  readonly seconds: number;
}

/** @param note told what is done, for whoever waits. */
export async function measureWork(
  work: Work,
  lanes: readonly Lane[],
  { rounds, seconds }: Rounds,
  note: (what: string) => void,
): Promise<Paces> {
  const failed: { contender: string; reason: string }[] = [];
  const paces = new Map<string, number[]>();
  for (const lane of lanes) {
    note(`${lane.contender.name}: making ready`);
    const prepared = await lane.prepare(work);
    if (prepared.kind === 'failed') failed.push({ contender: lane.contender.name, reason: prepared.reason });
    if (prepared.kind === 'ready') paces.set(lane.contender.name, []);
  }
  for (let round = 0; round < rounds; round++) {
    for (const lane of turned(lanes, round)) {
      const { name } = lane.contender;
      if (!paces.has(name)) continue;
      note(`${name}: round ${round + 1} of ${rounds}`);
      await setTimeout(rest);
      const measured = await lane.measure(seconds);
      if (measured.kind === 'measured') paces.get(name)!.push(measured.steps / measured.seconds);
      else {
        failed.push({ contender: name, reason: measured.reason });
        paces.delete(name);
      }
    }
  }
  const measured = [...paces].map(([contender, rounds]) => ({ contender, rounds }));
  return { kernels: kernelsOf(work), measured, failed };
}

/** Each round begins with another contender, so that none always follows the same one. */
export function turned<T>(items: readonly T[], by: number): T[] {
  const at = by % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}

/** What `fused` takes for each instance, without repetitions. */
export function kernelsOf(work: Work): string[] {
  return [...new Set(instancesOf(work, 1).map(({ setting }) => chooseKernel(setting)))];
}
