/**
 * One engine: an instance of the kernels, set up for a setting and a seed. Weights go in and out in the
 * exchange format; what lies in between is float32.
 */
import { attackRadius } from '../../data/mean-input-norm.js';
import { type Matrix, matrix } from '../../models/matrix.js';
import { encoderOf, type Weights } from '../../models/weights.js';
import { initialDistribution, probabilities } from '../../setting/derived.js';
import { onIntervals, setSize } from '../../setting/feature-sets.js';
import type { Setting } from '../../setting/schema.js';
import {
  constantSchedule,
  cosineSchedule,
  coupledNormalised,
  fixedRows,
  freshRows,
  fullBatch,
  givenRows,
  linearSchedule,
  signedMagnitude,
  uniformMagnitude,
  uniformNormalised,
} from './codes.js';
import { importancesExactly } from './importances.js';
import { chooseKernel, type KernelName, kernelCodes } from './kernel-choice.js';
import { type Kernels, newKernels } from './kernels.js';
import { hasHiddenBias, isTied, modelCodes } from './model-code.js';

export interface Engine {
  readonly setting: Setting;
  readonly kernels: Kernels;
}

const magnitudeCodes: Readonly<Record<Setting['data']['magnitude'], number>> = {
  uniform: uniformMagnitude,
  signed: signedMagnitude,
  'coupled-normalised': coupledNormalised,
  'uniform-normalised': uniformNormalised,
};

const sourceCodes: Readonly<Record<Setting['data']['rows']['kind'], number>> = {
  fresh: freshRows,
  fixed: fixedRows,
  'full-batch': fullBatch,
};

const scheduleCodes: Readonly<Record<Setting['training']['schedule']['kind'], number>> = {
  constant: constantSchedule,
  linear: linearSchedule,
  cosine: cosineSchedule,
};

/** An engine that draws the batches of a setting and seed. */
export function newEngine(
  module: WebAssembly.Module,
  setting: Setting,
  seed: number,
  kernel: KernelName = chooseKernel(setting),
): Engine {
  const { rows, magnitude } = setting.data;
  const engine = shaped(module, setting, kernel, setting.training.batch);
  const code = kernelCodes[kernel];
  engine.kernels.setRows(code, sourceCodes[rows.kind], magnitudeCodes[magnitude], storedRows(setting), seed);
  setObjective(engine);
  return engine;
}

/** How many rows are drawn once and kept. */
export function storedRows({ data: { rows }, training }: Setting): number {
  switch (rows.kind) {
    case 'fresh':
      return 0;
    case 'fixed':
      return rows.count;
    case 'full-batch':
      return training.batch;
  }
}

/** An engine whose batch is x (rows × n). */
export function engineOnRows(
  module: WebAssembly.Module,
  setting: Setting,
  x: Matrix,
  kernel: KernelName = 'dense factored',
): Engine {
  const engine = shaped(module, setting, kernel, x.rows);
  engine.kernels.setRows(kernelCodes[kernel], givenRows, uniformMagnitude, x.rows, 0);
  setObjective(engine);
  floatsAt(engine, engine.kernels.givenRowsPlace(), x.data.length).set(x.data);
  return engine;
}

function shaped(module: WebAssembly.Module, setting: Setting, kernel: KernelName, batch: number): Engine {
  const { n, m, model } = setting;
  const kernels = newKernels(module);
  kernels.setShape(modelCodes[model], n, m, batch, chunkRows(setting, kernel, batch), setSize(setting));
  const engine = { setting, kernels };
  floatsAt(engine, kernels.importancePlace(), n).set(importancesExactly(setting));
  floatsAt(engine, kernels.probabilityPlace(), n).set(probabilities(setting));
  const intervals = onIntervals(setting);
  floatsAt(engine, kernels.lowPlace(), n).set(intervals.map(({ low }) => low));
  floatsAt(engine, kernels.highPlace(), n).set(intervals.map(({ high }) => high));
  return engine;
}

function setObjective({ setting, kernels }: Engine): void {
  kernels.setObjective(setting.training.hiddenPenalty ?? 0, attackRadius(setting));
}

/**
 * How many rows a kernel has in memory at a time: x, z and the two hidden arrays of a dense kernel in
 * 16 KiB (half of a first-level cache), between 64 and 256 rows; the targets of a sparse one
 * in 32 KiB, between 32 and 1024 rows.
 */
export function chunkRows({ n, m }: Setting, kernel: KernelName, batch: number): number {
  const whole = Math.ceil(batch / 16) * 16;
  if (kernel === 'sparse Gram' || kernel === 'sparse factored')
    return Math.min(whole, Math.max(32, Math.min(1024, sixteens(8192 / n))));
  return Math.min(whole, Math.max(64, Math.min(256, sixteens(4096 / (2 * n + 2 * m)))));
}

function sixteens(rows: number): number {
  return Math.floor(rows / 16) * 16;
}

export function drawInitialWeights(engine: Engine, seed: number): void {
  const distribution = initialDistribution(engine.setting);
  if (distribution.kind === 'normal') engine.kernels.drawInitial(1, distribution.deviation, 0, seed);
  else engine.kernels.drawInitial(0, distribution.low, distribution.high, seed);
}

export function setTraining({ setting, kernels }: Engine): void {
  const { optimiser, learningRate, schedule, steps } = setting.training;
  const { kind, beta1, beta2, epsilon, decay } = optimiser;
  kernels.setTraining(
    kind === 'adamw' ? 1 : 0,
    beta1,
    beta2,
    epsilon,
    decay,
    learningRate,
    scheduleCodes[schedule.kind],
    schedule.kind === 'constant' ? 0 : schedule.warmup,
    steps,
  );
}

/** The next batch of the engine: rows × n. */
export function drawBatch(engine: Engine, rows: number): Matrix {
  const { n } = engine.setting;
  const place = engine.kernels.drawRows();
  return { rows, columns: n, data: Float64Array.from(floatsAt(engine, place, rows * n)) };
}

/** The outputs for the rows of an engine made by `engineOnRows`. */
export function computeOutputs(engine: Engine, rows: number): Matrix {
  const { n } = engine.setting;
  const place = engine.kernels.computeOutputs();
  return { rows, columns: n, data: Float64Array.from(floatsAt(engine, place, rows * n)) };
}

export function readWeights(engine: Engine): Weights {
  return readParameters(engine, engine.kernels.parametersPlace(), 1);
}

/** dL/dθ for a batch of `rows` rows, with the scale rounded as Adam applies it: the numbers training uses. */
export function readGradient(engine: Engine, rows: number): Weights {
  return readParameters(engine, engine.kernels.gradientPlace(), 2 / (rows * engine.setting.n));
}

/**
 * The kernels keep E (m × n) and, if it is another matrix, Dᵀ (m × n), with padded rows, then b and, if
 * there is one, c.
 */
function readParameters(engine: Engine, place: number, scale: number): Weights {
  const { n, m, model } = engine.setting;
  const width = paddedWidth(n);
  const one = isTied(model);
  const biases = one ? m : 2 * m;
  const all = floatsAt(engine, place, biases * width + width + paddedWidth(m));
  const factor = Math.fround(scale);
  const read = (a: number, j: number): number => Math.fround(all[a * width + j]! * factor);
  const E = matrix(m, n, read);
  const b = Float64Array.from({ length: n }, (_, i) => read(biases, i));
  if (!one) return { kind: 'untied', encoder: E, decoder: matrix(n, m, (i, a) => read(m + a, i)), b };
  if (!hasHiddenBias(model)) return { kind: 'tied', W: E, b };
  return {
    kind: 'hidden-biased',
    W: E,
    b,
    c: Float64Array.from({ length: m }, (_, a) => read(biases + 1, a)),
  };
}

export function writeWeights(engine: Engine, weights: Weights): void {
  const { n, m } = engine.setting;
  const width = paddedWidth(n);
  const biases = weights.kind === 'untied' ? 2 * m : m;
  const all = floatsAt(engine, engine.kernels.parametersPlace(), biases * width + width + paddedWidth(m));
  const E = encoderOf(weights);
  for (let a = 0; a < m; a++) {
    for (let j = 0; j < n; j++) all[a * width + j] = E.data[a * n + j]!;
  }
  if (weights.kind === 'untied') {
    for (let a = 0; a < m; a++) {
      for (let i = 0; i < n; i++) all[(m + a) * width + i] = weights.decoder.data[i * m + a]!;
    }
  }
  all.set(weights.b, biases * width);
  if (weights.kind === 'hidden-biased') all.set(weights.c, (biases + 1) * width);
}

function paddedWidth(n: number): number {
  return Math.ceil(n / 8) * 8;
}

/** A view of the engine's memory, to be used at once: it ends when the memory grows. */
function floatsAt({ kernels }: Engine, place: number, length: number): Float32Array {
  return new Float32Array(kernels.memory.buffer, place, length);
}
