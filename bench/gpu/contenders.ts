/** Who is measured: programs that speak `protocol.ts`. */
import { fileURLToPath } from 'node:url';
import { inPackage } from '../../src/claims/package-root.js';
import type { Program } from '../child.js';

export interface GpuContender {
  readonly name: string;
  readonly kind: 'subject' | 'peer';
  readonly program: Program;
  /** Making it ready takes long, so that the smoke test leaves it out. */
  readonly isSlowToStart: boolean;
}

export type Environment = Readonly<Record<string, string>>;

/**
 * @param python the Python that has the peers.
 * @param driver the environment in which WebGPU finds the driver of its device.
 */
export function gpuContenders(python: string, driver: Environment): readonly GpuContender[] {
  return [
    subject('fused', {}),
    subject('fused:webgpu', driver),
    subject('tfjs:webgpu', driver),
    subject('tfjs:tensorflow', {}),
    peer('PyTorch eager', 'gpu_pytorch.py', 'eager'),
    peer('PyTorch compiled', 'gpu_pytorch.py', 'compiled'),
    peer('PyTorch CUDA graphs', 'gpu_pytorch.py', 'graphs'),
    peer('JAX scan', 'gpu_jax.py'),
  ];

  function peer(name: string, file: string, ...args: string[]): GpuContender {
    const program = { command: python, args: [inPackage('bench', 'peers', file), ...args] };
    return { name, kind: 'peer', program, isSlowToStart: name === 'PyTorch compiled' };
  }
}

function subject(name: string, environment: Environment): GpuContender {
  return {
    name,
    kind: 'subject',
    program: { ...node('./contender.js', name), environment },
    isSlowToStart: false,
  };
}

export function gpuRoofline(environment: Environment): Program {
  return { ...node('./roofline.js'), environment };
}

/** The loop of WebAssembly SIMD, which is the peak of the CPU as `fused` uses it. */
export function cpuRoofline(threads: number): Program {
  return node('../roofline.js', String(threads));
}

function node(program: string, ...args: string[]): Program {
  return {
    command: process.execPath,
    args: [fileURLToPath(new URL(program, import.meta.url)), ...args],
  };
}
