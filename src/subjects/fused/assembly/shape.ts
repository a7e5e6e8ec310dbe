/**
 * What the engine is set up for, and where its arrays lie. One instance of this module trains one
 * model, so these are its fields.
 *
 * Weights are kept as two m × n matrices whose rows are padded with zeros to a multiple of eight floats:
 * the encoder E (h = E x) and the decoder by hidden dimension, F = Dᵀ (z = Fᵀ h + b). In tied models
 * both are the same array W, so that every kernel reads E and F and only the last step of the
 * gradient knows the difference.
 */
import { absoluteTarget, hiddenBias, hiddenRelu, outputRelu, tied } from '../codes';
import { floats, roundUp } from './memory';

export let isTied: bool = false;
export let hasHiddenRelu: bool = false;
export let hasHiddenBias: bool = false;
export let hasOutputRelu: bool = false;
export let hasAbsoluteTarget: bool = false;
export let n: i32 = 0;
export let m: i32 = 0;
export let batch: i32 = 0;
/** Floats from one row of a matrix with n columns to the next. */
export let width: i32 = 0;
/** How many data rows are in memory at a time, a multiple of 16. */
export let chunkRows: i32 = 0;

/** All parameters, one after the other: E, F if it is not E, b, c if there is one. */
export let parameters: usize = 0;
/** Their gradient, in the same order, before the factor 2 / (batch · n). */
export let gradient: usize = 0;
/** How many floats each of them takes, padding included: a multiple of eight. */
export let parameterCount: i32 = 0;

export let E: usize = 0;
export let F: usize = 0;
export let b: usize = 0;
/** The bias of the hidden layer. */
export let c: usize = 0;
export let gradientE: usize = 0;
export let gradientF: usize = 0;
export let gradientB: usize = 0;
export let gradientC: usize = 0;

/** I_0 … I_{n−1}, padded with zeros. */
export let importance: usize = 0;
/** p_0 … p_{n−1}. */
export let probability: usize = 0;
/** How many consecutive features share the draw of their mask; 1 where all are independent. */
export let setSize: i32 = 1;
/** Where in [0, 1) that draw puts each feature on, from low to below high; read only where draws are shared. */
export let low: usize = 0;
export let high: usize = 0;

export function shape(
  model: i32,
  features: i32,
  hidden: i32,
  rows: i32,
  rowsAtATime: i32,
  featuresInSet: i32,
): void {
  isTied = (model & tied) != 0;
  hasHiddenRelu = (model & hiddenRelu) != 0;
  hasHiddenBias = (model & hiddenBias) != 0;
  hasOutputRelu = (model & outputRelu) != 0;
  hasAbsoluteTarget = (model & absoluteTarget) != 0;
  n = features;
  m = hidden;
  batch = rows;
  chunkRows = rowsAtATime;
  width = roundUp(n, 8);
  const matrix = m * width;
  parameterCount = (isTied ? matrix : 2 * matrix) + width + (hasHiddenBias ? roundUp(m, 8) : 0);
  parameters = floats(parameterCount);
  gradient = floats(parameterCount);
  const second: usize = isTied ? 0 : (<usize>matrix) << 2;
  const last = ((<usize>matrix) << 2) + second;
  E = parameters;
  F = parameters + second;
  b = parameters + last;
  gradientE = gradient;
  gradientF = gradient + second;
  gradientB = gradient + last;
  c = b + ((<usize>width) << 2);
  gradientC = gradientB + ((<usize>width) << 2);
  importance = floats(width);
  probability = floats(width);
  setSize = featuresInSet;
  low = floats(width);
  high = floats(width);
}
