/**
 * The one exchange format for arrays: float64, row-major. Subjects convert to what they compute in;
 * every float32 is exactly a float64, so nothing is lost on the way out.
 */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** rows × columns numbers; entry (i, j) is at i · columns + j. */
  readonly data: Float64Array;
}

/** The matrix with these entries, by row and column. */
export function matrix(
  rows: number,
  columns: number,
  entry: (row: number, column: number) => number,
): Matrix {
  const data = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) data[at] = entry(row, column);
  }
  return { rows, columns, data };
}

/** @throws RangeError when the rows differ in length. */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== columns))
    throw new RangeError('the rows of a matrix differ in length');
  return matrix(rows.length, columns, (i, j) => rows[i]![j]!);
}

export function entry({ columns, data }: Matrix, row: number, column: number): number {
  return data[row * columns + column]!;
}

export function transpose(a: Matrix): Matrix {
  return matrix(a.columns, a.rows, (i, j) => entry(a, j, i));
}

/** The product a · b. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw new RangeError(`cannot multiply ${shape(a)} by ${shape(b)}`);
  const data = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.data[i * a.columns + k]!;
      for (let j = 0; j < b.columns; j++) data[i * b.columns + j]! += factor * b.data[k * b.columns + j]!;
    }
  }
  return { rows: a.rows, columns: b.columns, data };
}

/** Column j as a vector. */
export function column(a: Matrix, j: number): Float64Array {
  const values = new Float64Array(a.rows);
  for (let i = 0; i < a.rows; i++) values[i] = entry(a, i, j);
  return values;
}

/** `m × n`, for messages. */
export function shape({ rows, columns }: Matrix): string {
  return `${rows} × ${columns}`;
}
