/** The compiled kernels: their exports, and the module, which threads share. */
import { readFile } from 'node:fs/promises';

export interface Kernels {
  readonly memory: WebAssembly.Memory;
  setShape(
    model: number,
    n: number,
    m: number,
    batch: number,
    chunkRows: number,
    featuresInSet: number,
  ): void;
  setRows(kernel: number, source: number, magnitude: number, stored: number, seed: number): void;
  setObjective(hiddenPenalty: number, attackRadius: number): void;
  importancePlace(): number;
  probabilityPlace(): number;
  lowPlace(): number;
  highPlace(): number;
  givenRowsPlace(): number;
  parametersPlace(): number;
  gradientPlace(): number;
  drawInitial(isNormal: number, first: number, second: number, seed: number): void;
  setTraining(
    decoupled: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    decay: number,
    rate: number,
    schedule: number,
    warmup: number,
    steps: number,
  ): void;
  computeGradient(): number;
  computeOutputs(): number;
  drawRows(): number;
  advance(steps: number): number;
  hasDiverged(): number;
  takeLossSum(): number;
}

/** Where the build puts the compiled kernels, beside this file. */
export const kernelsFile = new URL('./kernels.wasm', import.meta.url);

export async function compileKernels(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(kernelsFile));
}

/** A new instance with its own memory. */
export function newKernels(module: WebAssembly.Module): Kernels {
  const imports = WebAssembly.Module.imports(module);
  if (imports.length > 0) throw new Error(`kernels.wasm asks for imports: ${imports[0]!.name}`);
  return new WebAssembly.Instance(module).exports as unknown as Kernels;
}
