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
import { floats } from './memory';
import { multiply, pack, packedRoom } from './products';
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
  At = floats(n * width);
  dAt = floats(n * width);
  turned = floats(n * width);
  packedColumns = packedRoom(n, m);
  packedE = packedRoom(m, n);
  packedF = isTied ? packedE : packedRoom(m, n);
}

/** At from the weights; dAt to zero. */
export function beginGram(): void {
  const rowBytes = (<usize>width) << 2;
  pack(E, n, 1, m, width, packedColumns);
  for (let offset: usize = 0; offset < rowBytes; offset += 32) {
    multiply(packedColumns, n, m, F + offset, rowBytes, 16, At + offset, rowBytes, 16, 0);
  }
  memory.fill(dAt, 0, <usize>n * rowBytes);
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

/** turned = dAtᵀ, plus dAt if `symmetric`. */
function turn(symmetric: bool): void {
  for (let j = 0; j < n; j++) {
    let to = turned + ((<usize>(j * width)) << 2);
    let row = dAt + ((<usize>(j * width)) << 2);
    let column = dAt + ((<usize>j) << 2);
    for (let i = 0; i < n; i++, to += 4, row += 4, column += (<usize>width) << 2) {
      store<f32>(to, symmetric ? load<f32>(column) + load<f32>(row) : load<f32>(column));
    }
  }
}
