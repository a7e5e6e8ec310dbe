/**
 * A WebGPU device, with what can go wrong on it made visible: errors that WebGPU reports to nobody in
 * particular, and the loss of the device, on which promises of that device may never settle.
 */
export interface Device {
  readonly gpu: GPUDevice;
  /** Threads of a workgroup that a thread of work fits best. */
  readonly threads: number;
  /** Bytes of a workgroup's memory. */
  readonly workgroupMemory: number;
  /** Waits for `work`; rejects with the reason once the device has failed or is lost. */
  readonly settle: <T>(work: Promise<T>) => Promise<T>;
  readonly close: () => void;
}

export class GpuFault extends Error {}

/**
 * On a GPU two warps, or one wave of most vendors, take the rows of an instance side by side. Software runs
 * the threads of a workgroup after one another, four at a time, and pays for each at every barrier.
 */
const threadsOf = { hardware: 64, software: 16 };

export async function openDevice(adapter: GPUAdapter): Promise<Device> {
  const { limits } = adapter;
  const gpu = await adapter.requestDevice({
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
    },
  });
  let fail: (fault: GpuFault) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = (fault) => reject(fault);
  });
  failed.catch(() => undefined);
  gpu.addEventListener('uncapturederror', ({ error }) => {
    fail(new GpuFault(`the driver reports: ${firstLine(error.message)}`));
  });
  void gpu.lost.then(({ message }) => fail(new GpuFault(`the device was lost: ${firstLine(message)}`)));
  return {
    gpu,
    threads: adapter.info.isFallbackAdapter ? threadsOf.software : threadsOf.hardware,
    workgroupMemory: limits.maxComputeWorkgroupStorageSize,
    settle: (work) => Promise.race([work, failed]),
    close: () => gpu.destroy(),
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0]!;
}
