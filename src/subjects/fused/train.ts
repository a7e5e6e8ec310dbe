/** Instances over threads, the longest first. */
import type { Setting } from '../../setting/schema.js';
import { summariseSetting } from '../../setting/setting.js';
import type { Instance, Run, TrainOptions } from '../subject.js';
import { chooseKernel, kernelCosts } from './kernel-choice.js';
import { refuseWhatCannotRun } from './limits.js';
import { workOnThreads } from './threads.js';

/** @throws InputError before anything starts, if one of the settings cannot run. */
export async function* trainOnThreads(
  module: WebAssembly.Module,
  threads: number,
  instances: readonly Instance[],
  options: TrainOptions = {},
  workerFile: URL = new URL('./worker.js', import.meta.url),
): AsyncGenerator<Run> {
  for (const setting of new Set(instances.map(({ setting }) => setting))) refuseWhatCannotRun(setting);
  yield* workOnThreads<Instance, Run>(
    {
      jobs: longestFirst(instances),
      threads,
      workerFile,
      setUp: { module },
      finished: (instance, run) => ({ ...run, ...instance }),
      failed: ({ setting, seed }, reason) => ({
        setting,
        seed,
        outcome: { kind: 'failed', reason: `${summariseSetting(setting)}, seed ${seed}: ${reason}` },
        losses: [],
        checkpoints: [],
      }),
    },
    options,
  );
}

function longestFirst(instances: readonly Instance[]): Instance[] {
  const cost = new Map<Setting, number>();
  for (const { setting } of instances) if (!cost.has(setting)) cost.set(setting, wholeCost(setting));
  return [...instances].sort((a, b) => cost.get(b.setting)! - cost.get(a.setting)!);
}

function wholeCost(setting: Setting): number {
  const { steps, warmStart } = setting.training;
  const own = steps * kernelCosts(setting).get(chooseKernel(setting))!;
  return own + (warmStart ? wholeCost(warmStart) : 0);
}
