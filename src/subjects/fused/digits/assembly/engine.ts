/**
 * The exports: one instance of this module trains one pair of networks.
 *
 * Order of calls: setUp; write digits and parameters; then for each pass write the order and take its
 * steps; computeFeatures between the networks. For gradients alone: setUp, write, compute.
 */
import { allocate, floats, roundUp } from '../../assembly/memory';
import { addRow, setUpAutoEncoder } from './auto-encoder';
import { addDigit, classOf, hidden, hiddenOf, rowBytes, setUpClassifier } from './classifier';
import { adamStep, clearGradient, gradientOf, parametersOf } from './network';
import { pixels } from './pixel-list';

let hiddenUnits: i32 = 0;
let trained: i32 = 0;
let tested: i32 = 0;
let images: usize = 0;
let labels: usize = 0;
let order: usize = 0;
let features: usize = 0;
let classifier: usize = 0;
let autoEncoder: usize = 0;
let lastBatchLoss: f64 = 0;

/** Digits to train on, then those to test on; rows of features for those to train on. */
export function setUp(units: i32, code: i32, train: i32, test: i32): void {
  hiddenUnits = units;
  trained = train;
  tested = test;
  images = allocate(<usize>(train + test) * <usize>pixels);
  labels = allocate(<usize>(train + test));
  order = allocate((<usize>train) << 2);
  classifier = setUpClassifier(units);
  autoEncoder = setUpAutoEncoder(code);
  features = floats(roundUp(units, 4) * train);
}

export function imagesPlace(): usize {
  return images;
}

export function labelsPlace(): usize {
  return labels;
}

export function orderPlace(): usize {
  return order;
}

/** A row of padded width for each digit to train on, in their order in memory. */
export function featuresPlace(): usize {
  return features;
}

export function classifierPlace(): usize {
  return parametersOf(classifier);
}

export function classifierGradientPlace(): usize {
  return gradientOf(classifier);
}

export function autoEncoderPlace(): usize {
  return parametersOf(autoEncoder);
}

export function autoEncoderGradientPlace(): usize {
  return gradientOf(autoEncoder);
}

/** The mean loss over the digits at places from … to − 1 of the order; leaves its gradient. */
export function classifierGradient(from: i32, to: i32): f64 {
  clearGradient(classifier);
  const share: f32 = 1 / <f32>(to - from);
  let loss: f64 = 0;
  for (let k = from; k < to; k++) {
    const digit = <usize>load<u32>(order + ((<usize>k) << 2));
    loss += addDigit(images + digit * <usize>pixels, load<u8>(labels + digit), share);
  }
  return loss / <f64>(to - from);
}

export function autoEncoderGradient(from: i32, to: i32): f64 {
  clearGradient(autoEncoder);
  const entries = (to - from) * hiddenUnits;
  const share: f32 = 2 / <f32>entries;
  let loss: f64 = 0;
  for (let k = from; k < to; k++) {
    const digit = <usize>load<u32>(order + ((<usize>k) << 2));
    loss += addRow(features + digit * rowBytes, share);
  }
  return loss / <f64>entries;
}

/** Steps of Adam over the places from … to − 1 of the order; returns the sum of the batches' losses. */
export function classifierSteps(from: i32, to: i32, batch: i32, rate: f64): f64 {
  let sum: f64 = 0;
  for (let k = from; k < to; k += batch) {
    lastBatchLoss = classifierGradient(k, min(k + batch, to));
    sum += lastBatchLoss;
    adamStep(classifier, rate);
  }
  return sum;
}

export function autoEncoderSteps(from: i32, to: i32, batch: i32, rate: f64): f64 {
  let sum: f64 = 0;
  for (let k = from; k < to; k += batch) {
    lastBatchLoss = autoEncoderGradient(k, min(k + batch, to));
    sum += lastBatchLoss;
    adamStep(autoEncoder, rate);
  }
  return sum;
}

export function lastLoss(): f64 {
  return lastBatchLoss;
}

/** How many of the digits to test on get their label. */
export function countCorrect(): i32 {
  let correct = 0;
  for (let k = trained; k < trained + tested; k++) {
    if (classOf(images + <usize>k * <usize>pixels) == load<u8>(labels + <usize>k)) correct++;
  }
  return correct;
}

/** The features of the digits to train on, from the classifier as it is. */
export function computeFeatures(): void {
  for (let k = 0; k < trained; k++) {
    hiddenOf(images + <usize>k * <usize>pixels);
    memory.copy(features + <usize>k * rowBytes, hidden, rowBytes);
  }
}
