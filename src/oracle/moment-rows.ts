/**
 * Rows that stand for a distribution when only its first two moments matter, as for the linear model,
 * whose loss is quadratic in x. For independent features with mean μ_j = p_j / 2 and variance
 * v_j = p_j / 3 − p_j² / 4, the 2n rows
 *
 *     μ ± √(n v_j) e_j,   j = 0 … n − 1,
 *
 * have mean μ and covariance (1/2n) Σ_j 2 n v_j e_j e_jᵀ = diag(v): the mean loss over them is the
 * population loss, exactly. (Some entries are negative or above 1, which a linear model does not mind.)
 *
 * Source: the degree-3 cubature of Stroud (1971); the moments are those of the paper's feature vectors.
 */
import type { Matrix } from '../models/matrix.js';

/** @param p the probability of each feature. */
export function momentRows(p: readonly number[]): Matrix {
  const n = p.length;
  const rows = p.flatMap((pj, j) =>
    [1, -1].map((side) =>
      p.map((pi, i) => pi / 2 + (i === j ? side * Math.sqrt(n * (pj / 3 - pj ** 2 / 4)) : 0)),
    ),
  );
  return { rows: 2 * n, columns: n, data: Float64Array.from(rows.flat()) };
}
