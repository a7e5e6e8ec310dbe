/** The memory of a group of instances on the device: made, filled, read and given back. */
import type { Weights } from '../../../models/weights.js';
import { learningRateAt } from '../../../setting/derived.js';
import type { Setting } from '../../../setting/schema.js';
import type { Instance } from '../../subject.js';
import { constantWords, writeConstants } from './constants.js';
import { type Device, GpuFault } from './device.js';
import { writeWeights } from './layout.js';
import { makeBuffers } from './made-buffers.js';
import type { Plan } from './plan.js';

export interface GroupBuffers {
  readonly job: GPUBuffer;
  readonly constants: GPUBuffer;
  readonly rates: GPUBuffer;
  readonly progress: GPUBuffer;
  readonly means: GPUBuffer;
  readonly state: GPUBuffer;
  readonly scratch: GPUBuffer | undefined;
  readonly destroy: () => void;
}

/** Bytes of the device's memory that an instance takes in the largest of its buffers. */
export function largestBuffer({ layout, scratch }: Plan, marks: number): number {
  return Math.max(12 * layout.length, scratch, 4 * marks);
}

/** @throws GpuFault when the device has too little memory. */
export async function makeGroupBuffers(
  device: Device,
  plan: Plan,
  instances: readonly Instance[],
  initial: readonly Weights[],
  marks: number,
): Promise<GroupBuffers> {
  const { gpu } = device;
  const { STORAGE, COPY_DST, COPY_SRC, UNIFORM } = GPUBufferUsage;
  const { empty, filled, bytes, destroy } = makeBuffers(gpu);
  const count = instances.length;
  gpu.pushErrorScope('out-of-memory');
  const buffers = {
    job: empty(64, UNIFORM | COPY_DST),
    constants: filled(allConstants(instances), STORAGE),
    rates: filled(ratesOf(instances[0]!.setting.training), STORAGE),
    progress: empty(16 * count, STORAGE | COPY_SRC),
    means: empty(4 * marks * count, STORAGE | COPY_SRC),
    state: filled(initialState(plan, initial), STORAGE | COPY_SRC),
    scratch: plan.scratch > 0 ? empty(plan.scratch * count, STORAGE) : undefined,
    destroy,
  };
  const shortage = await device.settle(gpu.popErrorScope());
  if (!shortage) return buffers;
  destroy();
  const needed = bytes() / 2 ** 20;
  throw new GpuFault(`the device has too little memory for ${count} instances, ${Math.ceil(needed)} MiB`);
}

/** The whole of a buffer, as it is once everything submitted before has been done. */
export async function readBuffer(device: Device, buffer: GPUBuffer): Promise<ArrayBuffer> {
  const { gpu } = device;
  const copy = gpu.createBuffer({
    size: buffer.size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const encoder = gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, copy);
    gpu.queue.submit([encoder.finish()]);
    await device.settle(copy.mapAsync(GPUMapMode.READ));
    return copy.getMappedRange().slice(0);
  } finally {
    copy.destroy();
  }
}

function allConstants(instances: readonly Instance[]): Uint32Array<ArrayBuffer> {
  const words = constantWords(instances[0]!.setting.n);
  const all = new Uint32Array(words * instances.length);
  instances.forEach(({ setting, seed }, k) => {
    writeConstants(setting, seed, all.subarray(k * words, (k + 1) * words));
  });
  return all;
}

/** θ from the weights, μ = v = 0. */
function initialState({ layout }: Plan, initial: readonly Weights[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(3 * layout.length * initial.length);
  initial.forEach((weights, k) => {
    writeWeights(layout, weights, all.subarray(3 * layout.length * k, layout.length * (3 * k + 1)));
  });
  return all;
}

/** The four numbers of each step that wgsl/bindings.ts names, worked out in float64. */
export function ratesOf(training: Setting['training']): Float32Array<ArrayBuffer> {
  const { kind, beta1, beta2, decay } = training.optimiser;
  const rates = new Float32Array(4 * training.steps);
  let power1 = 1;
  let power2 = 1;
  for (let step = 0; step < training.steps; step++) {
    const rate = learningRateAt(training, step + 1);
    power1 *= beta1;
    power2 *= beta2;
    rates[4 * step] = rate / (1 - power1);
    rates[4 * step + 1] = 1 / Math.sqrt(1 - power2);
    rates[4 * step + 2] = kind === 'adamw' ? 1 - rate * decay : 1;
  }
  return rates;
}
