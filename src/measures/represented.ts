/**
 * Which features are represented. Sources differ, and near a transition so do their counts: most
 * peers say ‖W_i‖ > .5, one draws .4 and .5, and seed 1 says that the i-th diagonal entry of
 * decoder · encoder exceeds .5, which for tied weights is ‖W_i‖ > √.5 ≈ .707.
 */
import { entry } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { embeddingNorms } from './embedding-norms.js';
import { gram } from './gram.js';

/** The features with ‖W_i‖ > threshold, by index, rising. Source: peers of the paper. */
export function representedByNorm(weights: Weights, threshold = 0.5): number[] {
  return indicesAbove(embeddingNorms(weights), threshold);
}

/** The features with (decoder · encoder)_ii > threshold, by index, rising. Source: seed 1. */
export function representedByDiagonal(weights: Weights, threshold = 0.5): number[] {
  const G = gram(weights);
  return indicesAbove(
    Array.from({ length: G.rows }, (_, i) => entry(G, i, i)),
    threshold,
  );
}

function indicesAbove(values: readonly number[], threshold: number): number[] {
  return values.flatMap((value, i) => (value > threshold ? [i] : []));
}
