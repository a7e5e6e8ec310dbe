/**
 * Seed 1's data before it divides each row by its norm (normalised-rows.ts): one draw u for each entry is
 * mask and value at once, kept where u ≤ p. The rate of non-zero values is the paper's, their distribution
 * is not.
 * Source: seed 1 (selau642, generate_x).
 */
import type { RandomStream } from './random.js';
import type { RowSource } from './rows.js';

export function coupledRows(p: readonly number[], stream: RandomStream): RowSource {
  return (into) => {
    for (let at = 0; at < into.length; at += p.length) {
      for (let i = 0; i < p.length; i++) {
        const u = stream.uniform();
        into[at + i] = u <= p[i]! ? u : 0;
      }
    }
  };
}
