/** The benchmark of GPUs from workloads to results. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { environment } from '../environment.js';
import type { GpuContender } from './contenders.js';
import { openGpuLane } from './lanes.js';
import type { Rooflines } from './peak.js';
import type { GpuResults, Taking, WorkloadResult } from './results.js';
import { measureWorkload } from './rounds.js';
import { summarise } from './summary.js';
import type { GpuWorkload } from './workloads.js';

export interface GpuPlan {
  readonly options: GpuResults['options'];
  readonly workloads: readonly GpuWorkload[];
  /** All that there are; those that are not to take part with the reason. */
  readonly contenders: readonly { readonly contender: GpuContender; readonly leftOut: string | undefined }[];
}

/** How often the rooflines are measured before the workloads, and as often after them. */
const measurementsOfPeaks = 3;

/** @param note told what is done, for whoever waits. */
export async function runGpuBenchmark(
  { options, workloads, contenders }: GpuPlan,
  rooflines: Rooflines,
  note: (what: string) => void,
): Promise<GpuResults> {
  const about = { ...environment(), nvidia: await nvidiaDevices() };
  const lanes = contenders.flatMap(({ contender, leftOut }) =>
    leftOut === undefined ? [openGpuLane(contender)] : [],
  );
  const measured: WorkloadResult[] = [];
  try {
    await measurePeaks();
    for (const [at, workload] of workloads.entries()) {
      const title = `${workload.id} (${at + 1} of ${workloads.length})`;
      measured.push(await measureWorkload(workload, lanes, options, (what) => note(`${title}, ${what}`)));
    }
    await measurePeaks();
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  const took = contenders.map(({ contender: { name, kind }, leftOut }): Taking => {
    const lane = lanes.find((one) => one.name === name);
    return lane ? lane.taking() : { name, kind, state: 'absent', reason: leftOut! };
  });
  const found = { workloads: measured, contenders: took, ...rooflines.results() };
  return { environment: about, options, ...found, summary: summarise(found) };

  async function measurePeaks(): Promise<void> {
    note('rooflines');
    for (let k = 0; k < measurementsOfPeaks; k++) await rooflines.measure(options.seconds);
  }
}

/** As the driver names them; none where it is not installed. */
async function nvidiaDevices(): Promise<string[]> {
  try {
    const args = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
    const { stdout } = await promisify(execFile)('nvidia-smi', args, { timeout: 20_000 });
    return stdout.split('\n').filter((line) => line.trim() !== '');
  } catch {
    return [];
  }
}
