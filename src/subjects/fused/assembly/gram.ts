/**
 * Models without a hidden nonlinearity depend on their weights only through A = D E, n × n (the Gram
 * matrix G = WᵀW of a tied model): z = A x + b. Its transpose is kept, At[j][i] = A_ij, because a sparse row
 * needs the columns of A that belong to its active features. The kernels sum
 *     dAt[j][i] = Σ_rows x_j δ_i,
 * and once a step, since dL/dA = dAtᵀ and A = D E,
 *     dL/dE = Dᵀ dA   i.e. dE[a][j] = Σ_i F[a][i] dAt[j][i]
 *     dL/dF = E dAt   i.e. dF[a][i] = Σ_j E[a][j] dAt[j][i]
 * which of a tied model (E = F = W) add up to W (dAt + dAtᵀ).
 */
import { floats, roundUp } from './memory';
import { multiply, pack, packedRoom } from './multiply';
import { E, F, gradientE, gradientF, isTied, m, n, width } from './shape';

/** n × width. */
export let At: usize = 0;
/** n × width. */
export let dAt: usize = 0;
let turned: usize = 0;
let packedColumns: usize = 0;
let packedE: usize = 0;
let packedF: usize = 0;

export function setUpGram(): void {
  // Whole blocks of four by four for the transposes.
  const rows = roundUp(n, 4);
  At = floats(rows * width);
  dAt = floats(rows * width);
  turned = floats(rows * width);
  packedColumns = packedRoom(n, m);
  packedE = packedRoom(m, n);
  packedF = isTied ? packedE : packedRoom(m, n);
}

/** At from the weights; dAt to zero. */
export function beginGram(): void {
  const rowBytes = (<usize>width) << 2;
  pack(E, n, 1, m, width, packedColumns);
  for (let offset: usize = 0; offset < rowBytes; offset += 32) {
    const rows = rowsWithin(offset);
    multiply(packedColumns, rows, m, F + offset, rowBytes, 16, At + offset, rowBytes, 16, 0);
    if (isTied) mirror(rows, offset);
  }
  memory.fill(dAt, 0, <usize>n * rowBytes);
}

/**
 * How many rows of At are computed in the eight columns at `offset`. The Gram matrix of a tied model is
 * symmetric, so those down to the diagonal will do. `pack` has groups of four but for the last nine rows,
 * so a part of them can be taken only before these.
 */
@inline
function rowsWithin(offset: usize): i32 {
  const enough = <i32>(offset >> 2) + 8;
  return isTied && enough + 9 < n ? enough : n;
}

/** The rows of At from `rows` on, a multiple of four, in the eight columns at `offset`: later, from their mirror. */
function mirror(rows: i32, offset: usize): void {
  const rowBytes = (<usize>width) << 2;
  const column = <i32>(offset >> 2);
  for (let i = 0; i < column; i += 4) {
    // The block of these columns in row i is the mirror of the block of columns i in these rows.
    if (rowsWithin((<usize>(i & -8)) << 2) > column) continue;
    for (let half = 0; half < 8; half += 4) {
      const from = At + <usize>i * rowBytes + offset + ((<usize>half) << 2);
      const to = At + <usize>(column + half) * rowBytes + ((<usize>i) << 2);
      turnBlock(false, from, rowBytes, to, 0);
    }
  }
}

/** The gradient of the weights from dAt. */
export function endGram(): void {
  const rowBytes = (<usize>width) << 2;
  pack(E, m, width, n, 1, packedE);
  if (isTied) {
    turn(true);
    for (let offset: usize = 0; offset < rowBytes; offset += 32) {
      multiply(packedE, m, n, turned + offset, rowBytes, 16, gradientE + offset, rowBytes, 16, 0);
    }
    return;
  }
  turn(false);
  pack(F, m, width, n, 1, packedF);
  for (let offset: usize = 0; offset < rowBytes; offset += 32) {
    multiply(packedE, m, n, dAt + offset, rowBytes, 16, gradientF + offset, rowBytes, 16, 0);
    multiply(packedF, m, n, turned + offset, rowBytes, 16, gradientE + offset, rowBytes, 16, 0);
  }
}

/** turned = dAtᵀ, plus dAt if `symmetric`, four by four. */
function turn(symmetric: bool): void {
  const rowBytes = (<usize>width) << 2;
  const rows = roundUp(n, 4);
  for (let i = 0; i < rows; i += 4) {
    let from = dAt + ((<usize>i) << 2);
    let row = dAt + <usize>i * rowBytes;
    let to = turned + <usize>i * rowBytes;
    for (let j = 0; j < rows; j += 4, from += rowBytes << 2, row += 16, to += 16) {
      turnBlock(symmetric, from, rowBytes, to, row);
    }
  }
}

/** Four by four floats at `from` transposed to `to`, plus those at `row` if `symmetric`. */
@inline
function turnBlock(symmetric: bool, from: usize, rowBytes: usize, to: usize, row: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + rowBytes);
  const c = v128.load(from + 2 * rowBytes);
  const d = v128.load(from + 3 * rowBytes);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  put(symmetric, to, row, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  put(symmetric, to + rowBytes, row + rowBytes, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  put(symmetric, to + 2 * rowBytes, row + 2 * rowBytes, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
  put(symmetric, to + 3 * rowBytes, row + 3 * rowBytes, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
}

@inline
function put(symmetric: bool, to: usize, row: usize, column: v128): void {
  v128.store(to, symmetric ? f32x4.add(column, v128.load(row)) : column);
}
