/** The first rows of a data stream, as a matrix. */
import type { Matrix } from '../models/matrix.js';
import type { Setting } from '../setting/schema.js';
import { openRows } from './rows.js';

/** rows × n: exactly the rows that a training of this setting and seed consumes first. */
export function sampleRows(setting: Setting, rows: number, seed: number): Matrix {
  const values = new Float32Array(rows * setting.n);
  openRows(setting, seed)(values);
  return { rows, columns: setting.n, data: Float64Array.from(values) };
}
