/**
 * The mean squared cosine between different embeddings, over the least that k directions in m dimensions
 * can have (Welch's bound),
 *
 *     mean_{i≠j} (Ŵ_i · Ŵ_j)²  ≥  (k − m) / (m (k − 1)),
 *
 * so that the ratio is at least 1, and 1 exactly where the directions form a tight frame: k/2 antipodal
 * pairs on orthogonal axes, a regular polygon, a simplex.
 *
 * Source: Welch 1974. Limits: without superposition (k ≤ m) the bound is 0 and the ratio undefined. Of
 * untied weights the embeddings are the columns of the encoder.
 */
import { entry, multiply, transpose } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { representedByNorm } from './represented.js';
import { unitEmbeddings } from './unit-embeddings.js';

/** Over the k represented features (by norm); undefined unless k > m. */
export function welchRatio(weights: Weights, normThreshold = 0.5): number | undefined {
  const unit = unitEmbeddings(weights);
  const represented = representedByNorm(weights, normThreshold);
  const [k, m] = [represented.length, unit.rows];
  if (k <= m) return undefined;
  const cosines = multiply(transpose(unit), unit);
  let sum = 0;
  for (const i of represented) {
    for (const j of represented) if (i !== j) sum += entry(cosines, i, j) ** 2;
  }
  return sum / (k * (k - 1)) / ((k - m) / (m * (k - 1)));
}
