/**
 * The backend for GPUs, `@tensorflow/tfjs-backend-webgpu`, on Dawn in Node.
 *
 * It is made with a device of our own instead of the one that it would ask for itself, since its errors have
 * to be heard and its loss to be known.
 */
import { tf } from '../../models/tensorflow.js';
import { openGpu } from '../webgpu/gpu.js';
import { guardDevice } from './guard.js';
import type { Readied } from './ready.js';
import { chooseMatMulByShape } from './webgpu-matmul.js';

/** What the backend asks its device for, as much of it as the adapter has. */
const limits = [
  'maxBufferSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
] as const;

type Package = typeof import('@tensorflow/tfjs-backend-webgpu');

/** Made once; and anew when the device is lost, for whoever opens the backend after that. */
export function readyWebgpu(): Promise<Readied> {
  current ??= makeReady(() => import('@tensorflow/tfjs-backend-webgpu'));
  return current;
}

let current: Promise<Readied> | undefined;

/** Dawn ends a GPU that nobody holds, in the middle of what its devices do. */
const held = new Set<GPU>();

/** @param load gives the package. */
export async function makeReady(load: () => Promise<Package>): Promise<Readied> {
  const opened = await openGpu();
  if (opened.kind === 'absent') return opened;
  const { gpu, adapter, described } = opened;
  let made: Package;
  let device: GPUDevice;
  try {
    made = await load();
    const requiredLimits = Object.fromEntries(limits.map((name) => [name, adapter.limits[name]]));
    device = await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    return { kind: 'absent', reason: whyNot(error) };
  }
  const guard = guardDevice(device);
  const backend = withNavigator(gpu, () => new made.WebGPUBackend(device, adapter.info));
  // A device that was lost leaves its backend behind.
  if (tf.findBackend('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => backend);
  chooseMatMulByShape();
  // Otherwise small tensors would be computed on the CPU.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  await tf.setBackend('webgpu');
  held.add(gpu);
  void device.lost.then(() => {
    current = undefined;
  });
  return {
    kind: 'ready',
    device: described,
    // The numbers of a kernel are those of a driver.
    library: described.replaceAll(/[^a-zA-Z0-9.]+/g, '-'),
    guard,
    settle: () => device.queue.onSubmittedWorkDone(),
  };
}

/** The backend refuses to be made where `navigator.gpu` is missing, as in Node. */
function withNavigator<T>(gpu: GPU, make: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  try {
    return make();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else Reflect.deleteProperty(globalThis, 'navigator');
  }
}

function whyNot(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return 'the optional package @tensorflow/tfjs-backend-webgpu is not installed';
  }
  return `the WebGPU backend of TensorFlow.js cannot be made: ${String(message ?? error).split('\n')[0]!}`;
}
