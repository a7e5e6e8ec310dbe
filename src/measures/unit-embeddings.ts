import { entry, type Matrix, matrix } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';
import { embeddingNorms } from './embedding-norms.js';

/** Ŵ, m × n: every column W_i divided by its length; a zero column, which has no direction, stays zero. */
export function unitEmbeddings(weights: Weights): Matrix {
  const W = encoderOf(weights);
  const norms = embeddingNorms(weights);
  return matrix(W.rows, W.columns, (h, i) => (norms[i] === 0 ? 0 : entry(W, h, i) / norms[i]!));
}
