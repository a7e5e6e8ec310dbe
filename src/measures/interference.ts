/**
 * Interference: how much the other embeddings fall on the direction of feature i. Sources differ in
 * what they normalise, and one takes a root; each is here under its own name. A zero column has none.
 * Of untied weights the embeddings are the columns of the encoder.
 */
import { entry, type Matrix, multiply, transpose } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';
import { unitEmbeddings } from './unit-embeddings.js';

/** Σ_{j≠i} (Ŵ_i · W_j)², n numbers. Source: Elhage et al. 2022, "Demonstrating Superposition". */
export function interference(weights: Weights): number[] {
  return sumsOffDiagonal(multiply(transpose(unitEmbeddings(weights)), encoderOf(weights)));
}

/**
 * Σ_{j≠i} (W_i · W_j)², n numbers: grows with the fourth power of the norms. Source: seed 0, which
 * calls it "superposition".
 */
export function unnormalisedInterference(weights: Weights): number[] {
  const W = encoderOf(weights);
  return sumsOffDiagonal(multiply(transpose(W), W));
}

/** √(Σ_{j≠i} (Ŵ_i · W_j)²), n numbers. Source: seed 1, which colours norms by it (threshold .2), and seed 2. */
export function rootInterference(weights: Weights): number[] {
  return interference(weights).map(Math.sqrt);
}

function sumsOffDiagonal(products: Matrix): number[] {
  const { rows, columns } = products;
  return Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) if (j !== i) sum += entry(products, i, j) ** 2;
    return sum;
  });
}
