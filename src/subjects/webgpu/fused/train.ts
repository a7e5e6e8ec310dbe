/** Instances in groups on the device; each group yields its runs when it is finished. */
import { totalSteps } from '../../../setting/derived.js';
import type { Setting } from '../../../setting/schema.js';
import { canonicalJson, summariseSetting } from '../../../setting/setting.js';
import type { Instance, Run, TrainOptions } from '../../subject.js';
import { groupKey } from '../../tfjs/groups.js';
import { type Device, GpuFault } from './device.js';
import { largestBuffer } from './group-buffers.js';
import { kernelShape } from './kernel-shape.js';
import { refuseWhatCannotRun } from './limits.js';
import type { Pipelines } from './pipeline.js';
import { planFor } from './plan.js';
import { openScheduler } from './scheduler.js';
import { trainGroup } from './train-group.js';

/** @throws InputError before anything starts, if one of the settings cannot run. */
export async function* trainOnDevice(
  device: Device,
  pipelines: Pipelines,
  instances: readonly Instance[],
  { onProgress, signal }: TrainOptions = {},
): AsyncGenerator<Run> {
  for (const setting of new Set(instances.map(({ setting }) => setting))) {
    refuseWhatCannotRun(setting, device.gpu.limits);
  }
  const stopping = new AbortController();
  const anySignal = AbortSignal.any([stopping.signal, ...(signal ? [signal] : [])]);
  const scheduler = openScheduler(device, anySignal, (steps) => onProgress?.(steps));
  const groups = groupInstances(device, instances);
  const finished = groups.map(async (group, at) => {
    try {
      return { at, runs: await trainGroup({ device, pipelines, scheduler }, group) };
    } catch (error) {
      if (anySignal.aborted) return { at, runs: [] };
      return { at, runs: failedRuns(group, error) };
    }
  });
  // One that rejects while nobody waits for it is heard of in its turn.
  for (const promise of finished) promise.catch(() => undefined);
  try {
    const waiting = new Map(finished.map((promise, at) => [at, promise]));
    while (waiting.size > 0 && !anySignal.aborted) {
      const { at, runs } = await Promise.race(waiting.values());
      waiting.delete(at);
      yield* runs;
    }
  } finally {
    stopping.abort();
    await Promise.allSettled(finished);
  }
}

/** Those that share a shader and a training, as many as fit into the buffers of the device; the longest first. */
function groupInstances(device: Device, instances: readonly Instance[]): readonly (readonly Instance[])[] {
  const { maxStorageBufferBindingSize, maxComputeWorkgroupsPerDimension } = device.gpu.limits;
  const keys = new Map<Setting, string>();
  const byKey = new Map<string, Instance[]>();
  for (const instance of instances) {
    const { setting } = instance;
    const key = keys.get(setting) ?? keyOf(instance);
    keys.set(setting, key);
    const alike = byKey.get(key);
    if (alike) alike.push(instance);
    else byKey.set(key, [instance]);
  }
  const groups = [...byKey.values()].flatMap((alike) => {
    const { setting } = alike[0]!;
    const plan = planFor(kernelShape(setting), device.processor, setting.training.batch);
    const fitting = Math.floor(maxStorageBufferBindingSize / largestBuffer(plan, 100));
    const limit = Math.max(1, Math.min(fitting, maxComputeWorkgroupsPerDimension));
    const parts = Math.ceil(alike.length / limit);
    return Array.from({ length: parts }, (_, k) => alike.slice(k * limit, (k + 1) * limit));
  });
  return groups.sort((a, b) => totalSteps(b[0]!.setting) - totalSteps(a[0]!.setting));
}

/** Instances with one key share the shader and the numbers of every training of their chain of warm starts. */
function keyOf(instance: Instance): string {
  return canonicalJson([groupKey(instance), ...chainOf(instance.setting)]);
}

function chainOf(setting: Setting): readonly unknown[] {
  const { warmStart } = setting.training;
  const own = [kernelShape(setting), setting.data.rows];
  return warmStart ? [own, ...chainOf(warmStart)] : [own];
}

function failedRuns(group: readonly Instance[], error: unknown): Run[] {
  if (!(error instanceof GpuFault)) throw error;
  return group.map(({ setting, seed }) => ({
    setting,
    seed,
    outcome: { kind: 'failed', reason: `${summariseSetting(setting)}, seed ${seed}: ${error.message}` },
    losses: [],
    checkpoints: [],
  }));
}
