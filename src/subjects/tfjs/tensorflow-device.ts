/**
 * Which device TensorFlow computes on, never taken from the name of the package: `isUsingGpuDevice` of the
 * addon says whether the list of devices of TensorFlow's context (TFE_ContextListDevices) has one of type
 * GPU, and that is the device to which the addon moves every tensor of numbers. TensorFlow lists a GPU only
 * when its CUDA libraries were loaded and the driver opened it.
 */
import { availableParallelism } from 'node:os';
import { execa } from 'execa';
import { printable } from '../../setting/printable.js';

/** What the addon has besides the calls of the package. */
export interface TensorflowBinding {
  /** Of the library that is loaded, not of the one that it was built with: `2.21.0`. */
  readonly TF_Version: string;
  isUsingGpuDevice(): boolean;
}

export async function tensorflowDevice(binding: TensorflowBinding): Promise<string> {
  const library = `TensorFlow ${binding.TF_Version}`;
  if (binding.isUsingGpuDevice()) return `GPU, ${library}, ${await nvidiaNames()}`;
  const threads = Number(process.env['TF_NUM_INTRAOP_THREADS'] ?? availableParallelism());
  return `CPU, ${library}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** As the driver names them: `NVIDIA H200, driver 570.86.15`. */
async function nvidiaNames(): Promise<string> {
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  const { stdout, exitCode } = await execa('nvidia-smi', query, { reject: false, timeout: 10_000 });
  const lines = new Set(exitCode === 0 ? stdout.split('\n').filter((line) => line.trim() !== '') : []);
  if (lines.size === 0) return 'a device that nvidia-smi does not name';
  return [...lines].map((line) => printable(line.trim()).replace(', ', ', driver ')).join('; ');
}
