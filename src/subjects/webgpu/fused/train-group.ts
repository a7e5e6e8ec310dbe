/**
 * Trains instances that share a shader and everything about their training side by side, a workgroup each.
 * Nothing passes between workgroups, so a run does not depend on its company.
 */
import { initialWeights } from '../../../data/initial-weights.js';
import { parametersOf, type Weights, weightsKind } from '../../../models/weights.js';
import type { FinishedRun, Instance, Outcome, Run } from '../../subject.js';
import { traceSteps } from '../../subject.js';
import type { Device } from './device.js';
import { type GroupBuffers, makeGroupBuffers, readBuffer } from './group-buffers.js';
import { jobBytes } from './job.js';
import { kernelShape } from './kernel-shape.js';
import { readWeights } from './layout.js';
import type { Pipelines } from './pipeline.js';
import { type Plan, planFor } from './plan.js';
import type { Scheduler, Task } from './scheduler.js';

export interface Machine {
  readonly device: Device;
  readonly pipelines: Pipelines;
  readonly scheduler: Scheduler;
}

/** The runs, in the order of the instances. */
export async function trainGroup(machine: Machine, instances: readonly Instance[]): Promise<Run[]> {
  const previous = instances.flatMap(({ setting: { training }, seed }) =>
    training.warmStart ? [{ setting: training.warmStart, seed }] : [],
  );
  if (previous.length === 0) {
    const initial = instances.map(({ setting, seed }) => initialWeights(setting, seed));
    return trainFrom(machine, instances, initial);
  }
  const earlier = await trainGroup(machine, previous);
  const runs = await trainFrom(
    machine,
    instances.filter((_, at) => isFinished(earlier[at]!)),
    earlier.filter(isFinished).map(({ outcome }) => outcome.weights),
  );
  const rest = runs.values();
  return instances.map((instance, at) => {
    const { outcome } = earlier[at]!;
    if (outcome.kind === 'finished') return rest.next().value!;
    const reason = `its warm start: ${outcome.reason}`;
    return { ...instance, outcome: { ...outcome, reason }, losses: [], checkpoints: [] };
  });
}

async function trainFrom(
  { device, pipelines, scheduler }: Machine,
  instances: readonly Instance[],
  initial: readonly Weights[],
): Promise<Run[]> {
  if (instances.length === 0) return [];
  const { setting } = instances[0]!;
  const plan = planFor(kernelShape(setting), device.processor, setting.training.batch);
  const marks = traceSteps(setting.training.steps);
  const pipeline = await pipelines.compile(plan.shader('train'));
  const buffers = await makeGroupBuffers(device, plan, instances, initial, marks.length);
  const snapshots: Snapshot[] = [];
  try {
    const { job, constants, rates, progress, means, state, scratch } = buffers;
    const binding = pipelines.bind({
      0: job,
      1: constants,
      2: rates,
      3: progress,
      4: means,
      5: state,
      ...(scratch && { 8: scratch }),
    });
    const task = openTask(device, instances, marks, pipeline, binding, buffers, snapshots);
    await scheduler.run(task);
    return await readRuns(device, plan, instances, marks, buffers, snapshots);
  } finally {
    for (const { state } of snapshots) state.destroy();
    buffers.destroy();
  }
}

/** A copy of the state of all instances, at a checkpoint. */
interface Snapshot {
  readonly step: number;
  readonly state: GPUBuffer;
}

function openTask(
  { gpu }: Device,
  instances: readonly Instance[],
  marks: readonly number[],
  pipeline: GPUComputePipeline,
  binding: GPUBindGroup,
  buffers: GroupBuffers,
  snapshots: Snapshot[],
): Task {
  const { setting } = instances[0]!;
  const { steps, batch, checkpoints } = setting.training;
  const stops = [...new Set([...marks, ...checkpoints])].sort((a, b) => a - b);
  let step = 0;
  return {
    instances: instances.length,
    stepCost: instances.length * batch * setting.n * (5 * setting.m + 10),
    isDone: () => step === steps,
    advance(encoder, limit) {
      const stop = stops.find((one) => one > step)!;
      const some = Math.min(limit, stop - step);
      const isStop = step + some === stop;
      const place = isStop ? marks.indexOf(stop) : -1;
      const mark = place < 0 ? undefined : { place, stretch: stop - (marks[place - 1] ?? 0) };
      const span = {
        firstInstance: 0,
        instances: instances.length,
        firstStep: step,
        steps: some,
        batch,
        mark,
      };
      gpu.queue.writeBuffer(buffers.job, 0, jobBytes(setting, span));
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, binding);
      pass.dispatchWorkgroups(instances.length);
      pass.end();
      step += some;
      if (isStop && checkpoints.includes(stop)) {
        const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
        const state = gpu.createBuffer({ size: buffers.state.size, usage });
        encoder.copyBufferToBuffer(buffers.state, state);
        snapshots.push({ step, state });
      }
      return some;
    },
  };
}

async function readRuns(
  device: Device,
  { layout }: Plan,
  instances: readonly Instance[],
  marks: readonly number[],
  buffers: GroupBuffers,
  snapshots: readonly Snapshot[],
): Promise<Run[]> {
  const kind = weightsKind[instances[0]!.setting.model];
  const read = async (buffer: GPUBuffer): Promise<Float32Array> =>
    new Float32Array(await readBuffer(device, buffer));
  const weightsIn = (state: Float32Array, k: number): Weights =>
    readWeights(layout, kind, state.subarray(3 * layout.length * k, 3 * layout.length * (k + 1)));
  const progress = new Uint32Array(await readBuffer(device, buffers.progress));
  const means = await read(buffers.means);
  const state = await read(buffers.state);
  const states: { readonly step: number; readonly state: Float32Array }[] = [];
  for (const snapshot of snapshots) {
    states.push({ step: snapshot.step, state: await read(snapshot.state) });
  }
  return instances.map(({ setting, seed }, k) => {
    const diverged = progress[4 * k + 2]!;
    const reached = diverged === 0 ? setting.training.steps : diverged - 1;
    return {
      setting,
      seed,
      outcome: outcomeOf(diverged, weightsIn(state, k), reached),
      losses: marks.flatMap((step, place) =>
        step <= reached ? [{ step, loss: means[place * instances.length + k]! }] : [],
      ),
      checkpoints: states.flatMap((one) =>
        one.step <= reached ? [{ step: one.step, weights: weightsIn(one.state, k) }] : [],
      ),
    };
  });
}

function outcomeOf(diverged: number, weights: Weights, steps: number): Outcome {
  if (diverged > 0) {
    const reason = `the loss of the batch of step ${diverged} is not a finite number`;
    return { kind: 'diverged', step: diverged, reason };
  }
  if (parametersOf(weights).every(([, values]) => values.every(Number.isFinite))) {
    return { kind: 'finished', weights };
  }
  return { kind: 'diverged', step: steps, reason: 'a weight is not a finite number after the last step' };
}

function isFinished(run: Run): run is FinishedRun {
  return run.outcome.kind === 'finished';
}
