/**
 * Feature dimensionality: the share of a hidden dimension that a feature has to itself,
 *
 *     D_i = ‖W_i‖² / Σ_j (Ŵ_i · W_j)²,
 *
 * 1 for a feature with a dimension of its own, 1/2 for each of an antipodal pair. Always in [0, 1],
 * and Σ_i D_i ≤ rank W: with F = WWᵀ, D_i ≤ W_iᵀ F⁺ W_i by Cauchy–Schwarz, and the sum of those is
 * the trace of a projector.
 *
 * Source: Elhage et al. 2022, "The Geometry of Superposition"; the same number is the capacity
 * (W_i·W_i)² / Σ_j (W_i·W_j)² of Scherlis et al. 2022.
 * Limits: a zero column has D_i = 0 by definition here. As W_i → 0 in a direction that overlaps with
 * another embedding, D_i → 0 too; in a direction orthogonal to all others D_i = 1 at any length, so D
 * is not continuous there, and a tiny D_i says nothing without its norm. Of untied weights the
 * embeddings are the columns of the encoder.
 */
import { column, multiply, transpose } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';
import { embeddingNorms } from './embedding-norms.js';
import { unitEmbeddings } from './unit-embeddings.js';

/** D_0 … D_{n−1}, each in [0, 1] up to rounding. */
export function dimensionality(weights: Weights): number[] {
  const norms = embeddingNorms(weights);
  const overlaps = multiply(transpose(encoderOf(weights)), unitEmbeddings(weights));
  return norms.map((norm, i) =>
    // Dividing by the norm before squaring keeps tiny embeddings from underflowing to 0 / 0.
    norm === 0 ? 0 : 1 / column(overlaps, i).reduce((sum, overlap) => sum + (overlap / norm) ** 2, 0),
  );
}

/** Σ_i D_i, at most the rank of W; equal to it when the embeddings fall into orthogonal tight frames. */
export function totalDimensionality(weights: Weights): number {
  return dimensionality(weights).reduce((sum, D) => sum + D, 0);
}
