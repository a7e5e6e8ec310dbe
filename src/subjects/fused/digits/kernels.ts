/** The compiled kernels of the two networks (assembly/engine.ts): their exports, and the module. */
import { readFile } from 'node:fs/promises';

export interface DigitsKernels {
  readonly memory: WebAssembly.Memory;
  setUp(units: number, code: number, train: number, test: number): void;
  imagesPlace(): number;
  labelsPlace(): number;
  orderPlace(): number;
  featuresPlace(): number;
  classifierPlace(): number;
  classifierGradientPlace(): number;
  autoEncoderPlace(): number;
  autoEncoderGradientPlace(): number;
  classifierGradient(from: number, to: number): number;
  autoEncoderGradient(from: number, to: number): number;
  classifierSteps(from: number, to: number, batch: number, rate: number): number;
  autoEncoderSteps(from: number, to: number, batch: number, rate: number): number;
  lastLoss(): number;
  countCorrect(): number;
  computeFeatures(): void;
}

/** Where the build puts them, beside this file. */
const kernelsFile = new URL('./kernels.wasm', import.meta.url);

export async function compileDigitsKernels(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(kernelsFile));
}

/** A new instance with its own memory. */
export function newDigitsKernels(module: WebAssembly.Module): DigitsKernels {
  return new WebAssembly.Instance(module).exports as unknown as DigitsKernels;
}
