/**
 * Seed 0's data: a set of `count` rows, drawn once, from which every row of a batch is then drawn with
 * replacement. Source: seed 0 (tomonari-masada/course2025-nlp, 11_superposition.ipynb).
 */
import type { RandomStream } from './random.js';
import type { RowSource } from './rows.js';

export function drawFixedRows(fresh: RowSource, count: number, n: number, stream: RandomStream): RowSource {
  const set = new Float32Array(count * n);
  fresh(set);
  return (into) => {
    for (let at = 0; at < into.length; at += n) {
      // ⌊u · count / 2³²⌋ names each row with probability 1 / count to within 2⁻³².
      const row = Math.floor((stream.next() / 2 ** 32) * count);
      for (let i = 0; i < n; i++) into[at + i] = set[row * n + i]!;
    }
  };
}
