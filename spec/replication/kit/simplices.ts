/**
 * Triangles and tetrahedra among the embeddings: k represented features, each with a dimensionality
 * within .02 of (k − 1)/k, and each two with a cosine within .1 of −1/(k − 1).
 *
 * The dimensionality alone does not tell: where the model changes from one phase to the next, a feature
 * that overlaps a little with many others has 2/3 as well, without any triangle.
 */

import { unitEmbeddings } from '../../../src/measures/unit-embeddings.js';
import { entry, multiply, transpose } from '../../../src/models/matrix.js';
import type { Weights } from '../../../src/models/weights.js';
import { featuresNear } from './uniform.js';

/** The sets of k features that form a regular simplex of k − 1 dimensions. */
export function simplices(weights: Weights, k: number): readonly (readonly number[])[] {
  const unit = unitEmbeddings(weights);
  const cosines = multiply(transpose(unit), unit);
  const candidates = featuresNear(weights, (k - 1) / k, 0.02);
  const fits = (i: number, j: number): boolean => Math.abs(entry(cosines, i, j) + 1 / (k - 1)) < 0.1;
  let sets: number[][] = [[]];
  for (let size = 0; size < k; size++) {
    sets = sets.flatMap((set) =>
      candidates
        .filter((i) => i > (set.at(-1) ?? -1) && set.every((j) => fits(i, j)))
        .map((i) => [...set, i]),
    );
  }
  return sets;
}
