/** Singular values and eigenvalues, by ml-matrix (mathjs's `eigs` can fail to converge). */
import { EigenvalueDecomposition, Matrix as MlMatrix, SingularValueDecomposition } from 'ml-matrix';
import { entry, type Matrix } from '../models/matrix.js';

/** Singular values, falling; min(rows, columns) numbers, ≥ 0. */
export function singularValues(A: Matrix): number[] {
  const decomposition = new SingularValueDecomposition(asMl(A), { autoTranspose: true });
  return [...decomposition.diagonal].sort((a, b) => b - a);
}

/**
 * The number of singular values above max(rows, columns) · ε · (the largest one), ε = 2⁻⁵²: the
 * rounding that a float64 decomposition may leave in a zero one (the convention of MATLAB and NumPy).
 */
export function rank(A: Matrix): number {
  const values = singularValues(A);
  const tolerance = Math.max(A.rows, A.columns) * Number.EPSILON * (values[0] ?? 0);
  return values.filter((value) => value > tolerance).length;
}

/** Eigenvalues of a symmetric matrix, rising. Its symmetric part is taken, which removes rounding only. */
export function symmetricEigenvalues(A: Matrix): number[] {
  const symmetric = MlMatrix.zeros(A.rows, A.columns);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++) symmetric.set(i, j, (entry(A, i, j) + entry(A, j, i)) / 2);
  }
  const { realEigenvalues } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return [...realEigenvalues].sort((a, b) => a - b);
}

function asMl(A: Matrix): MlMatrix {
  return MlMatrix.from1DArray(A.rows, A.columns, A.data);
}
