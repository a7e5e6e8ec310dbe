/**
 * Rows divided by their L2 norm; a row of zeros stays as it is.
 * Source: seed 1 (selau642, generate_x); Henighan et al. 2023, "Superposition, Memorization, and Double
 * Descent" (the data).
 */
import type { RowSource } from './rows.js';

/** @param rows draws whole rows of n values, each exact in float32. */
export function normalisedRows(rows: RowSource, n: number): RowSource {
  return (into) => {
    rows(into);
    for (let at = 0; at < into.length; at += n) {
      let squares = 0;
      for (let i = 0; i < n; i++) squares += into[at + i]! ** 2;
      const norm = squares === 0 ? 1 : Math.sqrt(squares);
      for (let i = 0; i < n; i++) into[at + i] = into[at + i]! / norm;
    }
  };
}
