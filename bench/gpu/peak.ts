/** The rooflines: which device WebGPU has, and the most multiply-adds a second that was seen of a device. */
import { availableParallelism } from 'node:os';
import { driverEnvironments } from '../../src/subjects/webgpu/drivers.js';
import { type Child, type Program, startChild } from '../child.js';
import { cpuRoofline, type Environment, gpuRoofline } from './contenders.js';
import type { Device, DeviceKind } from './device.js';
import type { Measured, RooflineReady } from './protocol.js';
import type { GpuResults, Peak } from './results.js';

export interface Rooflines {
  /** In which WebGPU found its device, or the process's own where it found none. */
  readonly driver: Environment;
  /** Of the device of WebGPU; `cpu` where there is none. */
  readonly kind: DeviceKind;
  /** Measures both once more. */
  measure(seconds: number): Promise<void>;
  /** What was found so far. */
  results(): Pick<GpuResults, 'webgpu' | 'cpu'>;
  close(): Promise<void>;
}

export async function openRooflines(
  environments: readonly Environment[] = driverEnvironments(),
): Promise<Rooflines> {
  const cores = availableParallelism();
  const found = await findDevice(environments);
  const name = `WebAssembly SIMD, ${cores} ${cores === 1 ? 'thread' : 'threads'}`;
  const processor = openPeak(startChild(cpuRoofline(cores)), { kind: 'cpu', name });
  const webgpu = found.kind === 'present' ? openPeak(found.child, found.device) : undefined;
  await processor.child.ask({});
  let fault = found.kind === 'absent' ? found.reason : undefined;
  return {
    driver: found.kind === 'present' ? found.environment : {},
    kind: found.kind === 'present' ? found.device.kind : 'cpu',
    measure: async (seconds) => {
      await processor.measure(seconds);
      if (fault === undefined) {
        await webgpu?.measure(seconds).catch((error: Error) => {
          fault = error.message;
        });
      }
    },
    results: () => ({
      webgpu:
        fault === undefined && webgpu
          ? webgpu.found()
          : { state: 'absent', reason: fault ?? 'nothing was asked of it' },
      cpu: processor.found(),
    }),
    close: async () => {
      await processor.child.close();
      if (fault === undefined) await webgpu?.child.close();
    },
  };
}

function openPeak(child: Child, device: Device) {
  let most = 0;
  return {
    child,
    measure: async (seconds: number): Promise<void> => {
      const { steps, seconds: taken } = await child.ask<Measured>({ seconds });
      most = Math.max(most, steps / taken);
    },
    found: (): Peak => ({ state: 'present', device, multiplyAddsPerSecond: most }),
  };
}

type Found =
  | {
      readonly kind: 'present';
      readonly environment: Environment;
      readonly child: Child;
      readonly device: Device;
    }
  | { readonly kind: 'absent'; readonly reason: string };

/** The first environment in which there is a device; the reason of the first otherwise. */
async function findDevice(environments: readonly Environment[]): Promise<Found> {
  let reason: string | undefined;
  for (const environment of environments) {
    const program: Program = gpuRoofline(environment);
    const child = startChild(program);
    try {
      const { device } = await child.ask<RooflineReady>({});
      return { kind: 'present', environment, child, device };
    } catch (error) {
      reason ??= (error as Error).message;
    }
  }
  return { kind: 'absent', reason: reason ?? 'no driver was looked for' };
}
