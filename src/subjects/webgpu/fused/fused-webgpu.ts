/** The subject `fused:webgpu`: the fused engine as compute shaders, a workgroup to an instance. */
import { modelNameSchema } from '../../../setting/schema.js';
import type { Opened } from '../../registry.js';
import { openGpu } from '../gpu.js';
import { openDevice } from './device.js';
import {
  lossAndGradientOnDevice,
  type Opened as OpenedDevice,
  outputsOnDevice,
  sampleOnDevice,
} from './one-batch.js';
import { openPipelines } from './pipeline.js';
import { type Processor, processorOf } from './processor.js';
import { trainOnDevice } from './train.js';
import { fusedWebgpuVersion } from './version.js';

/** @param processor replaces what the device would be taken to like, by which specs reach every kernel. */
export async function openFusedWebgpu(processor: Partial<Processor> = {}): Promise<Opened> {
  const gpu = await openGpu();
  if (gpu.kind === 'absent') return gpu;
  const device = await openDevice(gpu.adapter, { ...processorOf(gpu.adapter), ...processor });
  const opened: OpenedDevice = { device, pipelines: openPipelines(device) };
  const version = await fusedWebgpuVersion(gpu.described);
  return {
    kind: 'present',
    subject: {
      describe: async () => ({
        name: 'fused:webgpu',
        version,
        device: gpu.described,
        precision: 'float32',
        models: modelNameSchema.options,
        magnitudes: ['uniform', 'signed', 'coupled-normalised', 'uniform-normalised'],
      }),
      sample: (setting, rows, seed) => sampleOnDevice(opened, setting, rows, seed),
      forward: (setting, weights, x) => outputsOnDevice(opened, setting, weights, x),
      lossAndGradient: (setting, weights, x) => lossAndGradientOnDevice(opened, setting, weights, x),
      train: (instances, options) => trainOnDevice(device, opened.pipelines, instances, options),
      close: async () => {
        device.close();
        // Dawn ends under everybody's feet once nobody holds the object that it began with: held until here.
        void gpu.gpu;
      },
    },
  };
}
