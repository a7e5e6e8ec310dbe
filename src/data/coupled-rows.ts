/**
 * Seed 1's data: one draw u for each entry is mask and value at once, kept where u ≤ p, and then each
 * row is divided by its L2 norm; a row of zeros stays as it is. The rate of non-zero values is the
 * paper's, their distribution is not.
 * Source: seed 1 (claims 0.4 and section 4).
 */
import type { RandomStream } from './random.js';
import type { RowSource } from './rows.js';

export function coupledRows(p: readonly number[], stream: RandomStream): RowSource {
  const n = p.length;
  const row = new Float64Array(n);
  return (into) => {
    for (let at = 0; at < into.length; at += n) {
      let squares = 0;
      for (let i = 0; i < n; i++) {
        const u = stream.uniform();
        row[i] = u <= p[i]! ? u : 0;
        squares += row[i]! ** 2;
      }
      const norm = squares === 0 ? 1 : Math.sqrt(squares);
      for (let i = 0; i < n; i++) into[at + i] = row[i]! / norm;
    }
  };
}
