/**
 * The mean over pairs of features of cos²(W_i, W_j): interference with both embeddings normalised. For n
 * features in m dimensions it is at least (n/m − 1)/(n − 1) (Welch 1974), so that 49 features cannot have
 * less than .49 in the plane, however they lie.
 */
import { column, type Matrix } from '../models/matrix.js';

/** @param embeddings m × n; columns of length 0 have a cosine of 0 with all. */
export function meanSquaredCosine(embeddings: Matrix): number {
  const columns = Array.from({ length: embeddings.columns }, (_, i) => {
    const embedding = column(embeddings, i);
    const length = Math.hypot(...embedding);
    return length === 0 ? embedding : embedding.map((value) => value / length);
  });
  let sum = 0;
  for (let i = 0; i < columns.length; i++) {
    for (let j = 0; j < i; j++) {
      const cosine = columns[i]!.reduce((dot, value, a) => dot + value * columns[j]![a]!, 0);
      sum += cosine * cosine;
    }
  }
  return sum / ((columns.length * (columns.length - 1)) / 2);
}

/** The least that it can be. */
export function leastSquaredCosine({ rows: m, columns: n }: Matrix): number {
  return Math.max(0, (n / m - 1) / (n - 1));
}
