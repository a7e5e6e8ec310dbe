/** The subject `fused`: the suite's own engine, on all cores. */
import { availableParallelism } from 'node:os';
import type { Matrix } from '../../models/matrix.js';
import type { Weights } from '../../models/weights.js';
import { modelNameSchema, type Setting } from '../../setting/schema.js';
import type { LossAndGradient, Subject } from '../subject.js';
import { openFusedDigits } from './digits/digits.js';
import {
  computeOutputs,
  drawBatch,
  drawInitialWeights,
  engineOnRows,
  newEngine,
  readGradient,
  readWeights,
  writeWeights,
} from './engine.js';
import { chooseKernel, type KernelName } from './kernel-choice.js';
import { compileKernels } from './kernels.js';
import { refuseTooLarge, refuseWhatCannotRun } from './limits.js';
import { trainOnThreads } from './train.js';
import { engineVersion } from './version.js';

/** @param threads 1 for a single one besides the caller's; all cores by default. */
export async function openFused(threads: number = availableParallelism()): Promise<Subject> {
  const module = await compileKernels();
  const version = await engineVersion();
  const digits = await openFusedDigits(threads);
  return {
    describe: async () => ({
      name: 'fused',
      version,
      device: `CPU, WebAssembly SIMD, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      precision: 'float32',
      models: modelNameSchema.options,
      magnitudes: ['uniform', 'signed', 'coupled-normalised', 'uniform-normalised'],
    }),
    sample: async (setting, rows, seed) => sampleRows(module, setting, rows, seed),
    forward: async (setting, weights, x) => outputsOf(module, setting, weights, x),
    lossAndGradient: async (setting, weights, x) => lossAndGradientOf(module, setting, weights, x),
    train: (instances, options) => trainOnThreads(module, threads, instances, options),
    digits,
    close: async () => undefined,
  };
}

/** The first rows of the stream that training consumes: step t takes those from t · batch on. */
export function sampleRows(module: WebAssembly.Module, setting: Setting, rows: number, seed: number): Matrix {
  refuseWhatCannotRun(setting);
  const { n, training } = setting;
  const engine = newEngine(module, setting, seed);
  const data = new Float64Array(rows * n);
  for (let first = 0; first < rows; first += training.batch) {
    const batch = drawBatch(engine, training.batch);
    const some = Math.min(training.batch, rows - first);
    data.set(batch.data.subarray(0, some * n), first * n);
  }
  return { rows, columns: n, data };
}

/** The weights with which a training of this setting and seed begins, unless it starts from another one. */
export function initialWeights(module: WebAssembly.Module, setting: Setting, seed: number): Weights {
  const engine = newEngine(module, setting, seed);
  drawInitialWeights(engine, seed);
  return readWeights(engine);
}

export function outputsOf(module: WebAssembly.Module, setting: Setting, weights: Weights, x: Matrix): Matrix {
  refuseTooLarge(setting, x.rows, 'dense factored');
  const engine = engineOnRows(module, setting, x);
  writeWeights(engine, weights);
  return computeOutputs(engine, x.rows);
}

/** With the kernel that training would take, or another one. */
export function lossAndGradientOf(
  module: WebAssembly.Module,
  setting: Setting,
  weights: Weights,
  x: Matrix,
  kernel: KernelName = chooseKernel(setting),
): LossAndGradient {
  refuseTooLarge(setting, x.rows, kernel);
  const engine = engineOnRows(module, setting, x, kernel);
  writeWeights(engine, weights);
  const loss = engine.kernels.computeGradient();
  return { loss, gradient: readGradient(engine, x.rows) };
}
