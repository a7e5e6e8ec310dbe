import { entry, multiply, transpose } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { unitEmbeddings } from './unit-embeddings.js';

export interface SetCosines {
  /** Of every two features of one set, set by set. */
  readonly within: readonly number[];
  /** Of every two features of different sets. */
  readonly across: readonly number[];
}

/**
 * The cosines Ŵ_i · Ŵ_j between embeddings, apart for features of one set and of different ones, where
 * sets are `size` consecutive features. A zero column has cosine 0 with every other.
 *
 * Source: Elhage et al. 2022, "Organization of Correlated and Anticorrelated Features", in words.
 */
export function setCosines(weights: Weights, size: number): SetCosines {
  const unit = unitEmbeddings(weights);
  const cosines = multiply(transpose(unit), unit);
  const within: number[] = [];
  const across: number[] = [];
  for (let j = 1; j < cosines.rows; j++) {
    for (let i = 0; i < j; i++) {
      const isOneSet = Math.floor(i / size) === Math.floor(j / size);
      (isOneSet ? within : across).push(entry(cosines, i, j));
    }
  }
  return { within, across };
}
