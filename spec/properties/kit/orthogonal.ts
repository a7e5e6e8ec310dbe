import type fc from 'fast-check';
import { Matrix as MlMatrix, QrDecomposition } from 'ml-matrix';
import { entry, type Matrix, matrix, multiply, transpose } from '../../../src/models/matrix.js';
import { matrices } from './arbitraries.js';
import { gamma } from './error-bounds.js';

/**
 * Orthogonal matrices, size × size, to float64 rounding: the Q of a random matrix. In units of 1/2048 that
 * matrix has odd entries on the diagonal and even ones elsewhere, so its determinant is odd, never 0.
 */
export function orthogonalMatrices(size: number): fc.Arbitrary<Matrix> {
  return matrices(size, size).map(({ data }) => {
    const random = MlMatrix.from1DArray(size, size, data).add(MlMatrix.eye(size).mul(1 / 2048));
    const Q = new QrDecomposition(random).orthogonalMatrix;
    return matrix(size, size, (i, j) => Q.get(i, j));
  });
}

/**
 * How far the columns of W are from orthonormal, relative to the majorants of their products: the least κ
 * with |WᵀW − I| ≤ κ (|W|ᵀ|W| + I) in every entry. Q is orthogonal to float64 rounding only, which is
 * nothing to a subject that computes in float32, and all there is to one that computes in float64.
 */
export function departureFromOrthonormal(W: Matrix): number {
  const G = multiply(transpose(W), W);
  const positive = { ...W, data: W.data.map(Math.abs) };
  const majorant = multiply(transpose(positive), positive);
  const shares = Array.from(G.data, (_, at) => {
    const [i, j] = [Math.floor(at / G.columns), at % G.columns];
    const one = Number(i === j);
    const scale = entry(majorant, i, j) + one;
    return scale === 0 ? 0 : Math.abs(entry(G, i, j) - one) / scale;
  });
  // The products above see m + 1 roundings themselves.
  return Math.max(...shares) + gamma(W.rows + 1, 'float64');
}
