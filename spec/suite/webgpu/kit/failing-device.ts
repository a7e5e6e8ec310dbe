/**
 * `fused:webgpu` on a device that fails once the training has begun, in the way that the seed of the first instance
 * names: see `failures`.
 */
import type { Opened } from '../../../../src/subjects/registry.js';
import { type Device, openDevice } from '../../../../src/subjects/webgpu/fused/device.js';
import { openPipelines, type Pipelines } from '../../../../src/subjects/webgpu/fused/pipeline.js';
import { processorOf } from '../../../../src/subjects/webgpu/fused/processor.js';
import { trainOnDevice } from '../../../../src/subjects/webgpu/fused/train.js';
import { openGpu } from '../../../../src/subjects/webgpu/gpu.js';

export const failures = { lost: 1, reported: 2, compilation: 3, memory: 4 } as const;

export async function open(): Promise<Opened> {
  const opened = await openGpu();
  if (opened.kind === 'absent') return opened;
  const { described } = opened;
  return {
    kind: 'present',
    subject: {
      describe: async () => ({
        name: 'failing device',
        version: '1',
        device: described,
        precision: 'float32',
        models: ['relu-output'],
        magnitudes: ['uniform'],
      }),
      async *train(instances, options = {}) {
        // An adapter gives one device.
        const another = await openGpu();
        if (another.kind === 'absent') throw new Error(another.reason);
        const { adapter } = another;
        const device = await openDevice(adapter, processorOf(adapter));
        const failure = instances[0]!.seed;
        const pipelines = failure === failures.compilation ? refusing(device) : openPipelines(device);
        if (failure === failures.memory) withoutMemory(device);
        yield* trainOnDevice(device, pipelines, instances, {
          ...options,
          onProgress: () => {
            if (failure === failures.lost) device.gpu.destroy();
            // A buffer without a use is an error, which WebGPU reports to nobody in particular.
            if (failure === failures.reported) device.gpu.createBuffer({ size: 16, usage: 0 });
          },
        });
      },
      close: async () => void opened.gpu,
    },
  };
}

/** Compiles something that is no shader in place of each. */
function refusing(device: Device): Pipelines {
  const pipelines = openPipelines(device);
  return { ...pipelines, compile: () => pipelines.compile('fn main( {}') };
}

/** Every scope of errors ends with a shortage of memory, as that of a device that is full. */
function withoutMemory({ gpu }: Device): void {
  const message = 'out of memory';
  gpu.popErrorScope = async () => ({ message }) as GPUError;
}
