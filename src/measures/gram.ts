import { type Matrix, multiply } from '../models/matrix.js';
import { decoderOf, encoderOf, type Weights } from '../models/weights.js';

/**
 * What the model does to its input before bias and ReLU: decoder · encoder, n × n; WᵀW where the
 * weights are tied. Entry (i, j) is the effect of feature j on output i.
 *
 * Source: Elhage et al. 2022, "Demonstrating Superposition" (WᵀW); seed 1 for untied weights.
 */
export function gram(weights: Weights): Matrix {
  return multiply(decoderOf(weights), encoderOf(weights));
}
