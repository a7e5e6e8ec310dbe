import { column } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';

/**
 * The length ‖W_i‖ of the embedding of each feature: n numbers, ≥ 0. Of untied weights the embeddings
 * are the columns of the encoder.
 *
 * Source: Elhage et al. 2022, "Demonstrating Superposition" (the norms beside WᵀW).
 */
export function embeddingNorms(weights: Weights): number[] {
  const W = encoderOf(weights);
  return Array.from({ length: W.columns }, (_, i) => Math.hypot(...column(W, i)));
}
