/**
 * The exports: one instance of this module is one engine, set up once for a model, a kernel and a
 * source of rows, and then advanced.
 *
 * Order of calls: setShape; write importances and probabilities; setRows; setObjective; then draw or write
 * the parameters; for training setTraining and advance, for one batch computeGradient or computeOutputs.
 */
import {
  dataStream, denseGram, denseMixed, givenRows, sparseFactored, sparseGram, sparseInput,
} from '../codes';
import { adamStep, setUpAdam } from './adam';
import { setUpAttack } from './attack';
import { denseForward, denseGradient, penaliseHidden, setUpDense } from './dense';
import { nextDenseRows, setUpDenseRows, storedRows as denseStored, toRowMajor } from './dense-rows';
import { drawInitialWeights } from './initial';
import { floats } from './memory';
import { newStream } from './random';
import { learningRate } from './schedule';
import {
  batch, chunkRows, gradient, high, importance, low, n, parameters, probability, setSize, shape,
} from './shape';
import { setUpSparse, sparseGradient } from './sparse';
import { setUpSparseRows, sparseRowsToRowMajor, storedRows as sparseStored } from './sparse-rows';

/** Whether the rows are drawn as lists of active features. */
let hasSparseRows: bool = false;
let hasSparseKernel: bool = false;
let rate: f64 = 0;
let schedule: i32 = 0;
let warmup: i32 = 0;
let steps: i32 = 0;
let done: i32 = 0;
let diverged: bool = false;
let lossSum: f64 = 0;

export function setShape(
  model: i32,
  features: i32,
  hidden: i32,
  rows: i32,
  rowsAtATime: i32,
  featuresInSet: i32,
): void {
  shape(model, features, hidden, rows, rowsAtATime, featuresInSet);
}

export function setRows(kernel: i32, source: i32, magnitude: i32, stored: i32, seed: u32): void {
  hasSparseKernel = kernel == sparseGram || kernel == sparseFactored;
  hasSparseRows = hasSparseKernel || kernel == sparseInput;
  // The gaps of sparse rows are those of independent features; kernel-choice.ts gives others a dense kernel.
  if (hasSparseRows && source != givenRows && setSize > 1) unreachable();
  const state = newStream(seed, dataStream);
  if (hasSparseRows) setUpSparseRows(source, magnitude, stored, seed, state);
  else setUpDenseRows(source, magnitude, stored, seed, state);
  if (hasSparseKernel) setUpSparse(kernel == sparseFactored);
  else setUpDense(kernel == denseGram, kernel == denseGram || kernel == denseMixed, kernel == sparseInput);
}

/**
 * λ of the penalty on the hidden layer and the length ε of the attack, each 0 for none; only the kernel
 * `denseFactored` knows them.
 */
export function setObjective(hiddenPenalty: f64, attackRadius: f64): void {
  penaliseHidden(hiddenPenalty);
  if (attackRadius > 0) setUpAttack(<f32>attackRadius);
}

/** Where n floats of importance are to be written, once the shape is set. */
export function importancePlace(): usize {
  return importance;
}
/** Where n floats of feature probability are to be written. */
export function probabilityPlace(): usize {
  return probability;
}
/** Where the ends of the interval of each feature are to be written, n floats each. */
export function lowPlace(): usize {
  return low;
}
export function highPlace(): usize {
  return high;
}
/** Where given rows are to be written, row-major. */
export function givenRowsPlace(): usize {
  return hasSparseRows ? sparseStored : denseStored;
}
export function parametersPlace(): usize {
  return parameters;
}
export function gradientPlace(): usize {
  return gradient;
}

export function drawInitial(isNormal: bool, first: f64, second: f64, seed: u32): void {
  drawInitialWeights(isNormal, first, second, seed);
}

export function setTraining(
  decoupled: bool,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  decay: f64,
  peakRate: f64,
  scheduleKind: i32,
  warmupSteps: i32,
  allSteps: i32,
): void {
  setUpAdam(decoupled, beta1, beta2, epsilon, decay);
  rate = peakRate;
  schedule = scheduleKind;
  warmup = warmupSteps;
  steps = allSteps;
}

/** The mean loss of the next batch; its gradient, before the factor 2 / (batch · n), at gradientPlace. */
export function computeGradient(): f64 {
  const sum = hasSparseKernel ? sparseGradient() : denseGradient();
  return <f64>sum / (<f64>batch * <f64>n);
}

/** The outputs of the given rows; returns where they lie. Only with a dense kernel. */
export function computeOutputs(): usize {
  const to = floats(batch * n);
  denseForward(to);
  return to;
}

/** The next batch, row-major; returns where it lies. The place is the same at every call. */
let sampled: usize = 0;
export function drawRows(): usize {
  if (sampled == 0) sampled = floats(batch * n);
  if (hasSparseRows) {
    sparseRowsToRowMajor(sampled);
    return sampled;
  }
  let to = sampled;
  for (let first = 0; first < batch; first += chunkRows) {
    const rows = min(chunkRows, batch - first);
    nextDenseRows(first, rows);
    toRowMajor(to, rows);
    to += (<usize>(rows * n)) << 2;
  }
  return sampled;
}

/** Trains for `count` steps, or until the loss is not a number or infinite; returns the steps done so far. */
export function advance(count: i32): i32 {
  const scale = 2 / (<f64>batch * <f64>n);
  for (; count > 0 && !diverged; count--) {
    const loss = computeGradient();
    if (!isFinite<f64>(loss)) {
      diverged = true;
      break;
    }
    lossSum += loss;
    done++;
    adamStep(learningRate(schedule, rate, <f64>warmup, <f64>steps, <f64>done), scale);
  }
  return done;
}

export function hasDiverged(): bool {
  return diverged;
}

/** The sum of the losses of the steps since the last call. */
export function takeLossSum(): f64 {
  const sum = lossSum;
  lossSum = 0;
  return sum;
}
