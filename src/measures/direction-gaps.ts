import { entry, type Matrix, shape } from '../models/matrix.js';

/**
 * The angles in degrees between neighbouring directions of vectors in the plane, all the way round; they sum to
 * 360. A regular k-gon has k gaps of 360/k.
 *
 * @param vectors 2 × k, a vector to a column.
 * @throws RangeError when the vectors do not lie in a plane.
 */
export function directionGaps(vectors: Matrix): number[] {
  if (vectors.rows !== 2) throw new RangeError(`directions in the plane need 2 × k, not ${shape(vectors)}`);
  const angles = Array.from({ length: vectors.columns }, (_, i) =>
    Math.atan2(entry(vectors, 1, i), entry(vectors, 0, i)),
  );
  const degrees = angles.map((angle) => (angle * 180) / Math.PI).sort((a, b) => a - b);
  return degrees.map((angle, k) => (k === 0 ? angle + 360 - degrees.at(-1)! : angle - degrees[k - 1]!));
}
