/** One engine for the two networks: digits and weights in, weights and gradients out. */
import { classes, type DigitSet, type Digits, pixels } from '../../../data/digits/digit-set.js';
import type { AutoEncoderWeights, ClassifierWeights } from '../../../models/digits/weights.js';
import { type Matrix, matrix } from '../../../models/matrix.js';
import { type DigitsKernels, newDigitsKernels } from './kernels.js';

export interface DigitsEngine {
  readonly kernels: DigitsKernels;
  readonly hidden: number;
  readonly code: number;
  /** Digits to train on. */
  readonly trained: number;
}

interface Shape {
  readonly hidden: number;
  readonly code: number;
}

const nothing: DigitSet = { count: 0, images: new Uint8Array(), labels: new Uint8Array() };

/** An engine that has these digits, in their order. */
export function newDigitsEngine(
  module: WebAssembly.Module,
  { hidden, code }: Shape,
  { train, test = nothing }: Pick<Digits, 'train'> & Partial<Digits>,
): DigitsEngine {
  const kernels = newDigitsKernels(module);
  kernels.setUp(hidden, code, train.count, test.count);
  const bytes = new Uint8Array(kernels.memory.buffer);
  bytes.set(train.images, kernels.imagesPlace());
  bytes.set(test.images, kernels.imagesPlace() + train.count * pixels);
  bytes.set(train.labels, kernels.labelsPlace());
  bytes.set(test.labels, kernels.labelsPlace() + train.count);
  const engine = { kernels, hidden, code, trained: train.count };
  writeOrder(
    engine,
    Uint32Array.from({ length: train.count }, (_, k) => k),
  );
  return engine;
}

export function writeOrder({ kernels }: DigitsEngine, order: Uint32Array): void {
  new Uint32Array(kernels.memory.buffer, kernels.orderPlace(), order.length).set(order);
}

/** Features of the digits to train on, in place of the classifier's: rows × hidden. */
export function writeFeatures({ kernels, hidden }: DigitsEngine, { rows, data }: Matrix): void {
  const width = padded(hidden);
  const all = floats(kernels, kernels.featuresPlace(), rows * width);
  for (let row = 0; row < rows; row++) {
    all.set(data.subarray(row * hidden, (row + 1) * hidden), row * width);
  }
}

/** By pixel: 784 rows of W₁ᵀ, b₁, the 10 rows of W₂, b₂ (assembly/classifier.ts). */
export function writeClassifier(
  { kernels, hidden }: DigitsEngine,
  { W1, b1, W2, b2 }: ClassifierWeights,
): void {
  const width = padded(hidden);
  const all = floats(kernels, kernels.classifierPlace(), classifierLength(width));
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let unit = 0; unit < hidden; unit++) all[pixel * width + unit] = W1.data[unit * pixels + pixel]!;
  }
  all.set(b1, pixels * width);
  for (let k = 0; k < classes; k++) {
    all.set(W2.data.subarray(k * hidden, (k + 1) * hidden), (pixels + 1 + k) * width);
  }
  all.set(b2, (pixels + 1 + classes) * width);
}

export function readClassifier(
  engine: DigitsEngine,
  place = engine.kernels.classifierPlace(),
): ClassifierWeights {
  const { kernels, hidden } = engine;
  const width = padded(hidden);
  const all = floats(kernels, place, classifierLength(width));
  const vector = (at: number, length: number): Float64Array =>
    Float64Array.from(all.subarray(at * width, at * width + length));
  return {
    kind: 'classifier',
    W1: matrix(hidden, pixels, (unit, pixel) => all[pixel * width + unit]!),
    b1: vector(pixels, hidden),
    W2: matrix(classes, hidden, (k, unit) => all[(pixels + 1 + k) * width + unit]!),
    b2: vector(pixels + 1 + classes, classes),
  };
}

/** The rows of E, the code's bias, the rows of Dᵀ, b (assembly/auto-encoder.ts). */
export function writeAutoEncoder(
  { kernels, hidden, code }: DigitsEngine,
  { encoder, codeBias, decoder, b }: AutoEncoderWeights,
): void {
  const places = autoEncoderPlaces(hidden, code);
  const all = floats(kernels, kernels.autoEncoderPlace(), places.length);
  for (let a = 0; a < code; a++) {
    all.set(encoder.data.subarray(a * hidden, (a + 1) * hidden), a * places.width);
    for (let unit = 0; unit < hidden; unit++) {
      all[places.decoder + a * places.width + unit] = decoder.data[unit * code + a]!;
    }
  }
  all.set(codeBias, places.codeBias);
  all.set(b, places.bias);
}

export function readAutoEncoder(
  engine: DigitsEngine,
  place = engine.kernels.autoEncoderPlace(),
): AutoEncoderWeights {
  const { kernels, hidden, code } = engine;
  const { width, codeBias, decoder, bias, length } = autoEncoderPlaces(hidden, code);
  const all = floats(kernels, place, length);
  return {
    kind: 'auto-encoder',
    encoder: matrix(code, hidden, (a, unit) => all[a * width + unit]!),
    codeBias: Float64Array.from(all.subarray(codeBias, codeBias + code)),
    decoder: matrix(hidden, code, (unit, a) => all[decoder + a * width + unit]!),
    b: Float64Array.from(all.subarray(bias, bias + hidden)),
  };
}

function autoEncoderPlaces(hidden: number, code: number) {
  const width = padded(hidden);
  const codeBias = code * width;
  const decoder = codeBias + padded(code);
  const bias = decoder + code * width;
  return { width, codeBias, decoder, bias, length: bias + width };
}

function classifierLength(width: number): number {
  return (pixels + 1 + classes) * width + padded(classes);
}

function floats({ memory }: DigitsKernels, place: number, length: number): Float32Array {
  return new Float32Array(memory.buffer, place, length);
}

/** Rows are padded to whole vectors of four. */
function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
