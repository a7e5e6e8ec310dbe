/**
 * A WebGPU device, with what can go wrong on it made visible: errors that WebGPU reports to nobody in
 * particular, and the loss of the device, on which promises of that device may never settle.
 */
import type { Processor } from './processor.js';

export interface Device {
  readonly gpu: GPUDevice;
  readonly processor: Processor;
  /** Waits for `work`; rejects with the reason once the device has failed or is lost. */
  readonly settle: <T>(work: Promise<T>) => Promise<T>;
  readonly close: () => void;
}

export class GpuFault extends Error {}

export async function openDevice(adapter: GPUAdapter, processor: Processor): Promise<Device> {
  const { limits } = adapter;
  const gpu = await adapter.requestDevice({
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
    },
  });
  const poll = openPoll();
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
    processor,
    settle: async (work) => {
      const rested = poll.begin();
      try {
        return await Promise.race([work, failed]);
      } finally {
        rested();
      }
    },
    close: () => gpu.destroy(),
  };
}

/** Turns of the event loop without a rest, within which short work ends. */
const restlessTurns = 20;

/** Milliseconds of a rest. */
const rest = 1;

/**
 * Dawn hears of finished work by asking in every turn of the event loop, which takes a core for as long as
 * anything is waited for. This lets the event loop rest between two turns meanwhile.
 */
function openPoll(): { readonly begin: () => () => void } {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let waiting = 0;
  let turns = 0;
  let isTurning = false;
  const turn = (): void => {
    isTurning = waiting > 0;
    if (!isTurning) return;
    turns++;
    if (turns > restlessTurns) Atomics.wait(never, 0, 0, rest);
    setImmediate(turn);
  };
  return {
    begin: () => {
      waiting++;
      turns = 0;
      if (!isTurning) turn();
      return () => {
        waiting--;
      };
    },
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0]!;
}
