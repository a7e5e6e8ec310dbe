import { entry, multiply, transpose } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { representedByNorm } from './represented.js';
import { unitEmbeddings } from './unit-embeddings.js';

/** Two features whose embeddings point in opposite directions. */
export interface AntipodalPair {
  /** The two features, the lower index first. */
  readonly features: readonly [number, number];
  /** Ŵ_i · Ŵ_j, between −1 and the threshold. */
  readonly cosine: number;
}

/**
 * The antipodal pairs among the represented features (by norm): the most opposed two are paired
 * first, and a feature is in one pair at most, until no two left have a cosine below `threshold`.
 * Ties go to the lower indices.
 *
 * Source: Elhage et al. 2022, "Demonstrating Superposition"; the threshold −.9 is the suite's, 26°
 * from opposite, while the neighbours in a regular pentagon (144° apart, cosine −.81) are not pairs.
 */
export function antipodalPairs(weights: Weights, threshold = -0.9, normThreshold = 0.5): AntipodalPair[] {
  const unit = unitEmbeddings(weights);
  const cosines = multiply(transpose(unit), unit);
  const represented = representedByNorm(weights, normThreshold);
  const candidates = represented
    .flatMap((i, at) =>
      represented.slice(at + 1).map((j) => ({ features: [i, j] as const, cosine: entry(cosines, i, j) })),
    )
    .filter(({ cosine }) => cosine < threshold)
    .sort((a, b) => a.cosine - b.cosine);
  const taken = new Set<number>();
  return candidates.filter(({ features }) => {
    if (features.some((feature) => taken.has(feature))) return false;
    for (const feature of features) taken.add(feature);
    return true;
  });
}
