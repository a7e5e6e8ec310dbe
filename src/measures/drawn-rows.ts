/**
 * Rows drawn once and used for many weights. A measure that averages over drawn rows needs the same ones
 * for every run of a setting, and drawing them costs more than passing them through a small model: of
 * 2,000 runs over 200 settings, ten share each set of rows.
 */
import type { SparseRow } from './output.js';

/** Sparse rows laid end to end: row r is active[starts[r] … starts[r + 1] − 1], and values likewise. */
export interface DrawnRows {
  readonly starts: Int32Array;
  readonly active: Int32Array;
  readonly values: Float64Array;
}

/** Numbers kept at most: 12 bytes each, so that no process holds more than 50 MB of rows. */
const mostKept = 2 ** 22;

/** The sets drawn last, the latest at the end. A cache of a pure function: what it holds follows from the key. */
const kept = new Map<string, DrawnRows>();

/**
 * @param key everything that the rows follow from.
 * @param draw hands each row to `add`, in order.
 */
export function drawnRows(key: string, draw: (add: (row: SparseRow) => void) => void): DrawnRows {
  const known = kept.get(key);
  kept.delete(key);
  const rows = known ?? layOut(draw);
  kept.set(key, rows);
  let numbers = 0;
  for (const { values } of kept.values()) numbers += values.length;
  for (const [oldest, { values }] of kept) {
    if (numbers <= mostKept) break;
    kept.delete(oldest);
    numbers -= values.length;
  }
  return rows;
}

function layOut(draw: (add: (row: SparseRow) => void) => void): DrawnRows {
  const starts = [0];
  const active: number[] = [];
  const values: number[] = [];
  draw((row) => {
    for (let k = 0; k < row.active.length; k++) {
      active.push(row.active[k]!);
      values.push(row.values[k]!);
    }
    starts.push(active.length);
  });
  return {
    starts: Int32Array.from(starts),
    active: Int32Array.from(active),
    values: Float64Array.from(values),
  };
}
