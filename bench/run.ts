/** The benchmark from workloads to results. */
import { allContenders, type Contender, fusedOn } from './contenders.js';
import { environment } from './environment.js';
import { type Lane, leftOut, openLane } from './lanes.js';
import type { Results, WorkloadResult } from './results.js';
import { measureWork, type Rounds } from './rounds.js';
import { measureScaling } from './scaling.js';
import { summarise } from './summary.js';
import type { Workload } from './workloads.js';

export interface Plan extends Rounds {
  readonly workloads: readonly Workload[];
  /** The Python that has the peers. */
  readonly python: string;
  /** `quick` leaves out who is slow to start, and the middle of the sweeps. */
  readonly extent: 'full' | 'quick';
}

/** @param note told what is done, for whoever waits. */
export async function runBenchmark(plan: Plan, note: (what: string) => void): Promise<Results> {
  const { rounds, seconds, python, extent } = plan;
  const about = environment();
  const all = allContenders(python);
  const taking = all.filter((contender) => !slowToStart(contender, extent));
  const lanes = taking.map(openLane);
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
  const contenders = all.map(
    (contender) =>
      lanes.find((lane) => lane.contender === contender)?.taking() ??
      leftOut(contender, 'left out by --quick'),
  );
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

/** Compilation by PyTorch takes some ten seconds a workload. */
function slowToStart({ family, name }: Contender, extent: Plan['extent']): boolean {
  return extent === 'quick' && (family === 'PyTorch compiled' || name === 'JAX scan, 1 thread');
}

/** In a process of its own, so that the peak memory of the workloads is not that of the sweeps. */
async function scalingOfFused(plan: Plan, note: (what: string) => void): Promise<Results['scaling']> {
  const lane = openLane(fusedOn(2));
  try {
    const short = plan.extent === 'quick';
    return await measureScaling(lane, plan, short, (what) => note(`scaling, ${what}`));
  } finally {
    await lane.close();
  }
}
