/**
 * All contenders on one workload: each is made ready, and then they take turns in rounds, so that whatever
 * slows the machine for a while slows them all.
 */
import { setTimeout } from 'node:timers/promises';
import { turned } from '../rounds.js';
import type { GpuLane } from './lanes.js';
import type { GpuResults, Row, WorkloadResult } from './results.js';
import type { GpuWorkload } from './workloads.js';

/** For which the threads of OpenMP and of XLA still spin after their work, in milliseconds, and more. */
const rest = 50;

/** A contender whose rounds have taken so many seconds on a workload is measured there no more. */
const mostSeconds = 5;

/** @param note told what is done, for whoever waits. */
export async function measureWorkload(
  { id, group, title, work }: GpuWorkload,
  lanes: readonly GpuLane[],
  { rounds, seconds, limit }: GpuResults['options'],
  note: (what: string) => void,
): Promise<WorkloadResult> {
  const rows = new Map<string, Row>();
  for (const lane of lanes) {
    note(`${lane.name}: making ready`);
    const row = await rowOf(lane, { ...work, limit });
    if (row) rows.set(lane.name, row);
  }
  const spent = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const lane of turned(lanes, round)) {
      const row = rows.get(lane.name);
      const before = spent.get(lane.name) ?? 0;
      if (row?.state !== 'measured' || before > mostSeconds) continue;
      note(`${lane.name}: round ${round + 1} of ${rounds}`);
      await setTimeout(rest);
      const begun = performance.now();
      const measured = await lane.measure(seconds);
      spent.set(lane.name, before + (performance.now() - begun) / 1000);
      rows.set(lane.name, withRound(row, measured));
    }
  }
  const { model, n, m, batch, instances } = work;
  return { id, group, title, size: { model, n, m, batch, instances }, rows: [...rows.values()] };
}

async function rowOf(lane: GpuLane, work: Parameters<GpuLane['prepare']>[0]): Promise<Row | undefined> {
  const contender = lane.name;
  const prepared = await lane.prepare(work);
  switch (prepared.kind) {
    case 'absent':
      return undefined;
    case 'failed':
      return { contender, state: 'failed', reason: prepared.reason };
    case 'too long':
      return { contender, state: 'not run', estimateSeconds: prepared.estimate };
    case 'ready':
      return { contender, state: 'measured', rounds: [], compileSeconds: prepared.compileSeconds };
  }
}

/** What fails once is not to be trusted for what it measured before. */
function withRound(
  row: Extract<Row, { state: 'measured' }>,
  measured: Awaited<ReturnType<GpuLane['measure']>>,
): Row {
  const { contender } = row;
  if (measured.kind === 'failed') return { contender, state: 'failed', reason: measured.reason };
  const taken = Math.max(row.deviceMegabytes ?? 0, measured.deviceMegabytes ?? 0);
  return {
    ...row,
    rounds: [...row.rounds, measured.steps / measured.seconds],
    ...(measured.deviceMegabytes !== undefined && { deviceMegabytes: taken }),
  };
}
