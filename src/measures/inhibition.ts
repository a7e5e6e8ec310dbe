/**
 * Inhibition over the order of importance: how much of the negative part of decoder · encoder (gram.ts)
 * goes from more important features to less important ones, features being numbered by falling
 * importance. Entry (i, j) is the effect of feature j on output i, so these entries lie below the
 * diagonal. Seed 1 multiplies rows from the left, where the same entries lie above it.
 *
 * Of tied weights both sums are equal, since WᵀW is symmetric.
 *
 * Source: seed 1's README on its untied net ("the negative values are in the upper triangle").
 */
import { entry } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { gram } from './gram.js';

/** The sums of |negative entries| from j < i (onto less important features) and from j > i; both ≥ 0. */
export function inhibition(weights: Weights): { readonly downwards: number; readonly upwards: number } {
  const G = gram(weights);
  let downwards = 0;
  let upwards = 0;
  for (let i = 0; i < G.rows; i++) {
    for (let j = 0; j < G.columns; j++) {
      const negative = Math.max(0, -entry(G, i, j));
      if (j < i) downwards += negative;
      if (j > i) upwards += negative;
    }
  }
  return { downwards, upwards };
}
