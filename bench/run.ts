/** The benchmark from workloads to results. */
import { type Contender, fusedOn } from './contenders.js';
import { environment } from './environment.js';
import { type Lane, notTaking, openLane } from './lanes.js';
import type { Results, WorkloadResult } from './results.js';
import { measureWork, type Rounds } from './rounds.js';
import { measureScaling } from './scaling.js';
import { summarise } from './summary.js';
import type { Workload } from './workloads.js';

export interface Plan extends Rounds {
  readonly workloads: readonly Workload[];
  /** All that there are; those that are not to take part with the reason. */
  readonly contenders: readonly { readonly contender: Contender; readonly leftOut: string | undefined }[];
  /** How much of each sweep of the scaling is measured. */
  readonly sweeps: 'whole' | 'ends';
}

/** @param note told what is done, for whoever waits. */
export async function runBenchmark(plan: Plan, note: (what: string) => void): Promise<Results> {
  const { rounds, seconds } = plan;
  const about = environment();
  const entries = plan.contenders.map(({ contender, leftOut }) =>
    leftOut === undefined
      ? { lane: openLane(contender) }
      : { lane: undefined, taking: notTaking(contender, leftOut) },
  );
  const lanes = entries.flatMap(({ lane }) => (lane ? [lane] : []));
  const workloads: WorkloadResult[] = [];
  try {
    for (const [at, workload] of plan.workloads.entries()) {
      const title = `${workload.id} (${at + 1} of ${plan.workloads.length})`;
      const own = lanes.filter((lane) => takesPart(lane, workload));
      const paces = await measureWork(workload.work, own, plan, (what) => note(`${title}, ${what}`));
      workloads.push({ ...workload, ...paces });
    }
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  const contenders = entries.map((entry) => (entry.lane ? entry.lane.taking() : entry.taking));
  return {
    environment: about,
    options: { rounds, seconds },
    contenders,
    workloads,
    scaling: await scalingOfFused(plan, note),
    summary: summarise(workloads, contenders),
  };
}

/** Peers are for the first two tables; the third is about the subjects. */
function takesPart({ contender }: Lane, { table }: Workload): boolean {
  return table !== 'subjects' || contender.kind !== 'peer';
}

/** In a process of its own, so that the peak memory of the workloads is not that of the sweeps. */
async function scalingOfFused(plan: Plan, note: (what: string) => void): Promise<Results['scaling']> {
  const lane = openLane(fusedOn(2));
  try {
    return await measureScaling(lane, plan, plan.sweeps, (what) => note(`scaling, ${what}`));
  } finally {
    await lane.close();
  }
}
