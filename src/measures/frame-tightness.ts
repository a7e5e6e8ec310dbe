/**
 * How far the embeddings are from a tight frame: the frame potential over its least value at that ‖W‖_F,
 *
 *     m Σ_ij (W_i · W_j)² / ‖W‖_F⁴  =  m tr(F²) / (tr F)²,    F = WWᵀ,
 *
 * at least 1 by Cauchy–Schwarz on the m eigenvalues of F, and 1 exactly where they are equal, F = c I.
 * For random W of independent normal entries it is about 1 + (m + 1)/n.
 *
 * Source: Benedetto and Fickus 2003 (frame potential; minimisers are tight frames), which Elhage et al.
 * 2022, "The Geometry of Superposition", liken to charges on a sphere.
 * Limits: NaN for W = 0. Of untied weights, W is the encoder.
 */
import { multiply, transpose } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';

/** The frame potential over its least value at that ‖W‖_F: 1 for a tight frame, more for any other. */
export function frameTightness(weights: Weights): number {
  const W = encoderOf(weights);
  const F = multiply(W, transpose(W));
  const trace = W.data.reduce((sum, w) => sum + w * w, 0);
  return (W.rows * F.data.reduce((sum, value) => sum + value * value, 0)) / trace ** 2;
}
