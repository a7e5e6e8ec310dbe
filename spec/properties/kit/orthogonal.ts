import type fc from 'fast-check';
import { Matrix as MlMatrix, QrDecomposition } from 'ml-matrix';
import { type Matrix, matrix } from '../../../src/models/matrix.js';
import { matrices } from './arbitraries.js';

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
