/**
 * The roofline of the device of WebGPU as a program: `node roofline.js`. Its steps are multiply-adds
 * (roofline-shader.ts). It says which device there is, and ends with the reason on stderr where none is.
 */
import { createInterface } from 'node:readline';
import { openDevice } from '../../src/subjects/webgpu/fused/device.js';
import { readBuffer } from '../../src/subjects/webgpu/fused/group-buffers.js';
import { processorOf } from '../../src/subjects/webgpu/fused/processor.js';
import { openGpu } from '../../src/subjects/webgpu/gpu.js';
import { peakMegabytes } from '../protocol.js';
import { deviceOf } from './device.js';
import type { Measured, Request, RooflineReady } from './protocol.js';
import { multiplyAddsOf, rooflineShader, threads } from './roofline-shader.js';

/** Enough for every multiprocessor of the largest GPUs to have all its threads several times. */
const workgroups = 4096;

/** Software needs only as many as keep its cores busy. */
const workgroupsOfSoftware = 64;

try {
  await serve();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function serve(): Promise<void> {
  const opened = await openGpu();
  if (opened.kind === 'absent') throw new Error(opened.reason);
  const device = deviceOf(opened.described);
  const { gpu, ...rest } = await openDevice(opened.adapter, processorOf(opened.adapter));
  const run = openLoop({ gpu, ...rest }, device.kind === 'software' ? workgroupsOfSoftware : workgroups);
  await run(1);
  let rounds = 16;
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as Request | object;
    if (!('seconds' in question)) {
      say({ version: '1', device });
      continue;
    }
    // Longer loops until one takes as long as it was asked to.
    for (;;) {
      const { steps, seconds } = await run(rounds);
      if (seconds >= question.seconds) {
        say({ steps, seconds, peakMegabytes: peakMegabytes() });
        break;
      }
      const wanted = (1.2 * question.seconds) / Math.max(seconds, 1e-4);
      rounds = Math.ceil(rounds * Math.min(8, Math.max(1.2, wanted)));
    }
  }
}

/** @returns what runs the loop of so many rounds on all threads, until its sums are here. */
function openLoop(
  device: Awaited<ReturnType<typeof openDevice>>,
  count: number,
): (rounds: number) => Promise<Pick<Measured, 'steps' | 'seconds'>> {
  const { gpu } = device;
  const { UNIFORM, COPY_DST, COPY_SRC, STORAGE } = GPUBufferUsage;
  const job = gpu.createBuffer({ size: 16, usage: UNIFORM | COPY_DST });
  const sums = gpu.createBuffer({ size: 16 * threads * count, usage: STORAGE | COPY_SRC });
  const module = gpu.createShaderModule({ code: rooflineShader() });
  const pipeline = gpu.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  const entries = [job, sums].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const binding = gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return async (rounds) => {
    const bytes = new ArrayBuffer(16);
    new Uint32Array(bytes)[0] = rounds;
    new Float32Array(bytes)[1] = 0.5;
    gpu.queue.writeBuffer(job, 0, bytes);
    const begun = performance.now();
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, binding);
    pass.dispatchWorkgroups(count);
    pass.end();
    gpu.queue.submit([encoder.finish()]);
    const found = new Float32Array(await readBuffer(device, sums));
    const seconds = (performance.now() - begun) / 1000;
    // s ← s/2 + 1 halves the distance to 2 in every round: after 40 it is 2 in float32.
    const wrong = rounds < 40 ? undefined : found.find((sum) => Math.abs(sum - 2) > 1e-5);
    if (wrong !== undefined) throw new Error(`the device's sums are ${wrong} and not 2: it did not compute`);
    return { steps: multiplyAddsOf(count, rounds), seconds };
  };
}

function say(answer: RooflineReady | Measured): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
