/** Distance in the Frobenius norm of a square matrix from the identity. */
import { entry, type Matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { gram } from './gram.js';

/**
 * ‖WᵀW − I‖_F; of untied weights ‖decoder · encoder − I‖_F. At least √(n − m) for any weights, since
 * the rank is at most m, so it cannot approach 0 in superposition; the response can (response.ts).
 *
 * Source: the sentence "W·Wᵀ becomes the identity", which is true of the response alone.
 */
export function identityDistance(weights: Weights): number {
  return distanceFromIdentity(gram(weights));
}

/** ‖A − I‖_F of a square matrix A. */
export function distanceFromIdentity(A: Matrix): number {
  let sum = 0;
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.columns; j++) sum += (entry(A, i, j) - (i === j ? 1 : 0)) ** 2;
  }
  return Math.sqrt(sum);
}
