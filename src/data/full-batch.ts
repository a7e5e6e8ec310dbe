/**
 * The data of full-batch training: a set of `count` rows, drawn once, and from then on the same rows in
 * the same order again and again, so that a batch of `count` rows is the whole set.
 * Source: Henighan et al. 2023, "Superposition, Memorization, and Double Descent" (the training).
 */
import type { RowSource } from './rows.js';

export function repeatRows(fresh: RowSource, count: number, n: number): RowSource {
  const set = new Float32Array(count * n);
  fresh(set);
  let next = 0;
  return (into) => {
    for (let at = 0; at < into.length; at += n) {
      into.set(set.subarray(next * n, (next + 1) * n), at);
      next = (next + 1) % count;
    }
  };
}
