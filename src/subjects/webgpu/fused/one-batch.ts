/** What is asked of the device outside trainings: rows of a stream, outputs, and the gradient of given rows. */
import type { Matrix } from '../../../models/matrix.js';
import { type Weights, weightsKind } from '../../../models/weights.js';
import type { Setting } from '../../../setting/schema.js';
import type { LossAndGradient } from '../../subject.js';
import { constantWords, writeConstants } from './constants.js';
import type { Device } from './device.js';
import { ratesOf, readBuffer } from './group-buffers.js';
import { jobBytes } from './job.js';
import { kernelShape } from './kernel-shape.js';
import { layoutOf, readWeights, writeWeights } from './layout.js';
import { refuseTooLarge, refuseWhatCannotRun } from './limits.js';
import { makeBuffers } from './made-buffers.js';
import type { Pipelines } from './pipeline.js';
import { planFor } from './plan.js';
import { sampleKernel, sampleThreads } from './wgsl/sample-kernel.js';
import { tilesKernel, tilesLayout, tileVectors } from './wgsl/tiles-kernel.js';

export interface Opened {
  readonly device: Device;
  readonly pipelines: Pipelines;
}

/** The first rows of the stream that training consumes: step t takes those from t · batch on. */
export async function sampleOnDevice(
  opened: Opened,
  setting: Setting,
  rows: number,
  seed: number,
): Promise<Matrix> {
  const { limits } = opened.device.gpu;
  refuseWhatCannotRun(setting, limits);
  refuseTooLarge(setting, rows, limits);
  const { n, training } = setting;
  const pipeline = await opened.pipelines.compile(sampleKernel(kernelShape(setting)));
  // A row a thread, in dispatches of no more workgroups than a dispatch may have.
  const atATime = sampleThreads * limits.maxComputeWorkgroupsPerDimension;
  const data = new Float64Array(rows * n);
  for (let first = 0; first < rows; first += atATime) {
    const some = Math.min(atATime, rows - first);
    const floats = await dispatch(opened, pipeline, {
      job: jobBytes(setting, {
        firstInstance: 0,
        instances: 1,
        firstStep: first,
        steps: some,
        batch: training.batch,
      }),
      constants: constantsOf(setting, seed),
      results: some * n,
      workgroups: Math.ceil(some / sampleThreads),
    });
    data.set(floats, first * n);
  }
  return { rows, columns: n, data };
}

/** The output for each row of x, rows × n. */
export async function outputsOnDevice(
  opened: Opened,
  setting: Setting,
  weights: Weights,
  x: Matrix,
): Promise<Matrix> {
  const { device, pipelines } = opened;
  refuseTooLarge(setting, x.rows, device.gpu.limits);
  const shape = { ...kernelShape(setting, { kind: 'given' }), isAttacked: false, hasPenalty: false };
  const tiles = tilesLayout(shape, device.processor.workgroupMemory, x.rows);
  const pipeline = await pipelines.compile(
    tilesKernel(shape, tiles, device.processor.tileThreads, 'forward'),
  );
  const layout = layoutOf(shape, 'fours');
  const data = await dispatch(opened, pipeline, {
    ...givenBatch(setting, x),
    state: stateOf(layout, weights),
    scratch: tiles.place === 'device' ? 16 * tileVectors(shape, tiles) : 0,
    results: x.rows * x.columns,
  });
  return { ...x, data: Float64Array.from(data) };
}

/** By the kernel that a training of the setting would take. */
export async function lossAndGradientOnDevice(
  opened: Opened,
  setting: Setting,
  weights: Weights,
  x: Matrix,
): Promise<LossAndGradient> {
  const { device, pipelines } = opened;
  refuseTooLarge(setting, x.rows, device.gpu.limits);
  const { layout, scratch, shader } = planFor(
    kernelShape(setting, { kind: 'given' }),
    device.processor,
    x.rows,
  );
  const results = await dispatch(opened, await pipelines.compile(shader('gradient')), {
    ...givenBatch(setting, x),
    state: stateOf(layout, weights),
    scratch,
    results: layout.length + 1,
  });
  const gradient = readWeights(layout, weightsKind[setting.model], results);
  return { loss: results[layout.length]!, gradient };
}

interface Dispatch {
  readonly job: ArrayBuffer;
  readonly constants: Uint32Array<ArrayBuffer>;
  readonly rates?: Float32Array<ArrayBuffer>;
  readonly given?: Float32Array<ArrayBuffer>;
  readonly state?: Float32Array<ArrayBuffer>;
  /** Bytes of room in the memory of the device. */
  readonly scratch?: number;
  /** Floats that come back. */
  readonly results: number;
  readonly workgroups?: number;
}

/** Runs one dispatch by itself and reads its results. */
async function dispatch(
  { device, pipelines }: Opened,
  pipeline: GPUComputePipeline,
  { job, constants, rates, given, state, scratch = 0, results, workgroups = 1 }: Dispatch,
): Promise<Float32Array> {
  const { gpu } = device;
  const { STORAGE, COPY_SRC, UNIFORM } = GPUBufferUsage;
  const { empty, filled, destroy } = makeBuffers(gpu);
  try {
    const result = empty(4 * results, STORAGE | COPY_SRC);
    const binding = pipelines.bind({
      0: filled(job, UNIFORM),
      1: filled(constants, STORAGE),
      3: empty(16, STORAGE),
      7: result,
      ...(rates && { 2: filled(rates, STORAGE) }),
      ...(given && { 6: filled(given, STORAGE) }),
      ...(state && { 5: filled(state, STORAGE) }),
      ...(scratch > 0 && { 8: empty(scratch, STORAGE) }),
    });
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, binding);
    pass.dispatchWorkgroups(workgroups);
    pass.end();
    gpu.queue.submit([encoder.finish()]);
    return new Float32Array(await readBuffer(device, result));
  } finally {
    destroy();
  }
}

/** One step on x, without a training around it. */
function givenBatch(setting: Setting, x: Matrix): Pick<Dispatch, 'job' | 'constants' | 'rates' | 'given'> {
  const span = { firstInstance: 0, instances: 1, firstStep: 0, steps: 1, batch: x.rows };
  const columns = 4 * Math.ceil(x.columns / 4);
  const given = new Float32Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    given.set(x.data.subarray(row * x.columns, (row + 1) * x.columns), row * columns);
  }
  const rates = ratesOf({ ...setting.training, steps: 1 });
  return { job: jobBytes(setting, span), constants: constantsOf(setting, 0), rates, given };
}

function constantsOf(setting: Setting, seed: number): Uint32Array<ArrayBuffer> {
  const constants = new Uint32Array(constantWords(setting.n));
  writeConstants(setting, seed, constants);
  return constants;
}

function stateOf(layout: ReturnType<typeof layoutOf>, weights: Weights): Float32Array<ArrayBuffer> {
  const state = new Float32Array(3 * layout.length);
  writeWeights(layout, weights, state);
  return state;
}
