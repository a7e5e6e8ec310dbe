/**
 * Loss and gradient of a batch, every entry counted, for all models.
 *
 * Forward, for a row x:   a = E x (+ c),  h = a or ReLU(a),  z = Fᵀ h + b,  y = z or ReLU(z),
 *                         L = (1 / (B n)) Σ_rows Σ_i I_i (y_i − t_i)²,   t = x or |x|.
 * Backward, up to the factor 2 / (B n), with ReLU′(0) = 0:
 *     δ_i = I_i (y_i − t_i) [z_i > 0]          ([·] only behind a ReLU)
 *     db = Σ δ     dF = Σ h δᵀ     dh = F δ, times [a > 0] behind a hidden ReLU     dE = Σ dh xᵀ
 * A tied model has E = F = W, so dW = dE + dF: both ways in which W enters. A hidden bias has dc = Σ dh.
 * A penalty on the hidden layer adds λ (1 / B) Σ_rows Σ_k |h_k| to L, and (λ n / 2) sign(h) to dh; under an
 * attack (attack.ts) the row is x + δ wherever x stands above, but for the target. Both and c take E and F
 * as they are, not the product.
 *
 * A row costs 5 n m multiply-adds. Without a hidden ReLU z = A x + b is n² (`gramForward`), and dA = Σ δ xᵀ is n²
 * instead of 3 n m (`gramBackward`, see gram.ts): better where m is close to n.
 *
 * With `sparseInput` only rows with an active feature are passed, h and dE are made of the active features
 * (sparse-input.ts), and a row costs 3 n m + 2 k m.
 *
 * Rows are taken in chunks that stay in the cache, two blocks of four (dense-rows.ts) at a time.
 */
import { attackBlock, attackedRows, beginAttack, isAttacked } from './attack';
import { nextDenseRows, panelToRowMajor, x as denseRows } from './dense-rows';
import { At, beginGram, dAt, endGram, setUpGram } from './gram';
import { floats } from './memory';
import { addInputGradient, layOutTargets, readHidden, setUpSparseInput } from './sparse-input';
import { nextSparseRows, presentRows } from './sparse-rows';
import { beginTurned, endTurned, setUpTurned } from './turned';
import { addZeroRows } from './zero-rows';
import { accumulate, sumOfLanes } from './accumulate';
import { multiply, pack, packedRoom } from './multiply';
import {
  b, batch, c, chunkRows, E, F, gradient, gradientB, gradientC, gradientE, gradientF, hasAbsoluteTarget,
  hasHiddenBias, hasHiddenRelu, hasOutputRelu, importance, isTied, m, n, parameterCount, width,
} from './shape';

let gramForward: bool = false;
let gramBackward: bool = false;
let sparseInput: bool = false;
/** The inputs of the chunk; of a sparse input, the targets. */
let x: usize = 0;
let h: usize = 0;
let dh: usize = 0;
let z: usize = 0;
let packedE: usize = 0;
let packedF: usize = 0;
let packedColumns: usize = 0;
/** A vector for each feature: Σ δ_i of four rows at a time. */
let biasSums: usize = 0;
let lossLanes: usize = 0;
/** A vector for each hidden dimension: Σ dh of four rows at a time. */
let hiddenSums: usize = 0;
/** λ of the penalty on the hidden layer, 0 for none. */
let hiddenPenalty: f64 = 0;

/** Called after `setUpDense`. */
export function penaliseHidden(lambda: f64): void {
  hiddenPenalty = lambda;
}

export function setUpDense(forward: bool, backward: bool, sparse: bool): void {
  sparseInput = sparse;
  x = sparse ? floats(chunkRows * n) : denseRows;
  if (sparse) {
    setUpTurned();
    setUpSparseInput();
  }
  gramForward = forward;
  gramBackward = backward;
  if (gramForward || gramBackward) setUpGram();
  h = floats(chunkRows * m);
  dh = floats(chunkRows * m);
  z = floats(chunkRows * n);
  packedE = packedRoom(m, n);
  packedF = isTied ? packedE : packedRoom(m, n);
  packedColumns = packedRoom(n, gramForward ? n : m);
  biasSums = floats(4 * n);
  lossLanes = floats(4);
  hiddenSums = floats(4 * m);
}

function packWeights(): void {
  if (isTied || !sparseInput) pack(E, m, width, n, 1, packedE);
  if (!isTied) pack(F, m, width, n, 1, packedF);
  if (gramForward) pack(At, n, 1, n, width, packedColumns);
  else pack(F, n, 1, m, width, packedColumns);
}

/** The gradient of the next batch into `gradient`; returns the sum Σ I (y − t)² over it. */
export function denseGradient(): f32 {
  if (gramForward || gramBackward) beginGram();
  packWeights();
  memory.fill(gradient, 0, (<usize>parameterCount) << 2);
  memory.fill(biasSums, 0, (<usize>n) << 4);
  memory.fill(hiddenSums, 0, (<usize>m) << 4);
  if (isAttacked) beginAttack();
  v128.store(lossLanes, f32x4.splat(0));
  let zeroRows = batch;
  if (sparseInput) beginTurned();
  for (let first = 0; first < batch; first += chunkRows) {
    const rows = min(chunkRows, batch - first);
    if (sparseInput) {
      nextSparseRows(first, rows);
      zeroRows -= presentRows;
      passSparse();
    } else {
      nextDenseRows(first, rows);
      passAll(rows);
    }
  }
  if (sparseInput) endTurned();
  if (gramBackward) endGram();
  for (let i: usize = 0; i < <usize>n; i++) {
    store<f32>(gradientB + (i << 2), sumOfLanes(v128.load(biasSums + (i << 4))));
  }
  if (hasHiddenBias) {
    for (let a: usize = 0; a < <usize>m; a++) {
      store<f32>(gradientC + (a << 2), sumOfLanes(v128.load(hiddenSums + (a << 4))));
    }
  }
  return sparseInput ? addZeroRows(<f32>zeroRows, lossLanes) : sumOfLanes(v128.load(lossLanes));
}

/** Forward, back and the gradient of the first `rows` rows of the chunk. */
function passAll(rows: i32): void {
  const pairs = (rows + 7) >> 3;
  for (let pair = 0; pair < pairs; pair++) passPair(pair, rows - (pair << 3));
  if (pairs > 0) sumGradient(pairs << 1);
}

function passSparse(): void {
  layOutTargets(x, false);
  readHidden(h, (presentRows + 7) & ~7);
  passAll(presentRows);
  addInputGradient(dh);
  layOutTargets(x, true);
}

/** Forward and back through the rows of two blocks, of which the first `rows` count. */
function passPair(pair: i32, rows: i32): void {
  const blockBytes = (<usize>n) << 4;
  const narrowBytes = (<usize>m) << 4;
  const atX = x + <usize>(pair << 1) * blockBytes;
  const atZ = z + <usize>(pair << 1) * blockBytes;
  const atH = h + <usize>(pair << 1) * narrowBytes;
  const atDh = dh + <usize>(pair << 1) * narrowBytes;
  outputs(atX, atH, atZ);
  if (isAttacked) {
    const attacked = attackedRows + (atX - x);
    attackBlock(atX, atZ, attacked);
    attackBlock(atX + blockBytes, atZ + blockBytes, attacked + blockBytes);
    outputs(attacked, atH, atZ);
  }
  if (rows < 8) {
    countOnly(atX, atZ, atH, min(4, rows));
    countOnly(atX + blockBytes, atZ + blockBytes, atH + narrowBytes, max(0, rows - 4));
  }
  if (hasOutputRelu) {
    if (hasAbsoluteTarget) errors(true, true, atX, atZ);
    else errors(true, false, atX, atZ);
  } else errors(false, false, atX, atZ);
  if (gramBackward) return;
  multiply(packedF, m, n, atZ, 16, blockBytes, atDh, 16, narrowBytes, 0);
  if (hiddenPenalty > 0) penalise(atDh, atH);
  if (hasHiddenRelu) keepWherePositive(atDh, atH, m << 1);
  if (hasHiddenBias) sumHidden(atDh);
}

/** Adds (λ n / 2) sign(h) to dh in two blocks, and λ n Σ |h| to the loss, which is divided by n later. */
function penalise(atDh: usize, atH: usize): void {
  const zero = f32x4.splat(0);
  const pull = f32x4.splat(<f32>((hiddenPenalty * <f64>n) / 2));
  let sum = zero;
  for (let end = atH + ((<usize>m) << 5); atH < end; atDh += 16, atH += 16) {
    const h = v128.load(atH);
    const up = v128.and(pull, f32x4.gt(h, zero));
    const down = v128.and(pull, f32x4.lt(h, zero));
    v128.store(atDh, f32x4.sub(f32x4.add(v128.load(atDh), up), down));
    sum = f32x4.add(sum, f32x4.abs(h));
  }
  const cost = f32x4.mul(sum, f32x4.splat(<f32>(hiddenPenalty * <f64>n)));
  v128.store(lossLanes, f32x4.add(v128.load(lossLanes), cost));
}

/** Adds dh of two blocks to its sums. */
function sumHidden(atDh: usize): void {
  const narrowBytes = (<usize>m) << 4;
  for (let sums = hiddenSums, end = sums + narrowBytes; sums < end; sums += 16, atDh += 16) {
    const both = f32x4.add(v128.load(atDh), v128.load(atDh + narrowBytes));
    v128.store(sums, f32x4.add(v128.load(sums), both));
  }
}

/** z = Fᵀ h + b of two blocks, and h unless it is not needed. */
@inline
function outputs(atX: usize, atH: usize, atZ: usize): void {
  const blockBytes = (<usize>n) << 4;
  const narrowBytes = (<usize>m) << 4;
  if (!gramForward || !gramBackward) {
    if (!sparseInput) multiply(packedE, m, n, atX, 16, blockBytes, atH, 16, narrowBytes, hasHiddenBias ? c : 0);
    if (hasHiddenRelu) keepWherePositive(atH, atH, m << 1);
  }
  if (gramForward) multiply(packedColumns, n, n, atX, 16, blockBytes, atZ, 16, blockBytes, b);
  else multiply(packedColumns, n, m, atH, 16, narrowBytes, atZ, 16, blockBytes, b);
}

/** Of a block the rows from `rows` on count for nothing: x = z = h = 0 there makes their loss, δ and dh zero. */
function countOnly(atX: usize, atZ: usize, atH: usize, rows: i32): void {
  const from = (<usize>rows) << 2;
  for (let j = 0; j < n; j++, atX += 16, atZ += 16) {
    memory.fill(atX + from, 0, 16 - from);
    memory.fill(atZ + from, 0, 16 - from);
  }
  for (let a = 0; a < m; a++, atH += 16) memory.fill(atH + from, 0, 16 - from);
}

/** Keeps `values` where `of` is positive and sets them to 0 elsewhere; NaN stays. */
function keepWherePositive(values: usize, signs: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (let end = values + ((<usize>count) << 4); values < end; values += 16, signs += 16) {
    v128.store(values, v128.andnot(v128.load(values), f32x4.le(v128.load(signs), zero)));
  }
}

/** ReLU that lets NaN through: pmax(z, 0) is z < 0 ? 0 : z, one instruction. */
@inline
function relu(z: v128): v128 {
  return f32x4.pmax(z, f32x4.splat(0));
}

/** Replaces z by δ in two blocks, and adds up loss and Σ δ. */
@inline
function errors(positive: bool, absolute: bool, atX: usize, atZ: usize): void {
  const zero = f32x4.splat(0);
  const blockBytes = (<usize>n) << 4;
  let loss0 = v128.load(lossLanes);
  let loss1 = zero;
  let I = importance;
  let sums = biasSums;
  for (let end = atZ + blockBytes; atZ < end; atX += 16, atZ += 16, I += 4, sums += 16) {
    const weight = v128.load32_splat(I);
    const z0 = v128.load(atZ);
    const z1 = v128.load(atZ + blockBytes);
    const t0 = v128.load(atX);
    const t1 = v128.load(atX + blockBytes);
    const e0 = f32x4.sub(positive ? relu(z0) : z0, absolute ? f32x4.abs(t0) : t0);
    const e1 = f32x4.sub(positive ? relu(z1) : z1, absolute ? f32x4.abs(t1) : t1);
    let d0 = f32x4.mul(weight, e0);
    let d1 = f32x4.mul(weight, e1);
    loss0 = f32x4.add(loss0, f32x4.mul(d0, e0));
    loss1 = f32x4.add(loss1, f32x4.mul(d1, e1));
    if (positive) {
      d0 = v128.and(d0, f32x4.gt(z0, zero));
      d1 = v128.and(d1, f32x4.gt(z1, zero));
    }
    v128.store(atZ, d0);
    v128.store(atZ + blockBytes, d1);
    v128.store(sums, f32x4.add(v128.load(sums), f32x4.add(d0, d1)));
  }
  v128.store(lossLanes, f32x4.add(loss0, loss1));
}

/** Adds the chunk's share to dE and dF, or to dAt. */
function sumGradient(blocks: i32): void {
  const rowBytes = (<usize>width) << 2;
  const wide = (<usize>n) << 4;
  const narrow = (<usize>m) << 4;
  const rows = isAttacked ? attackedRows : x;
  if (sparseInput) {
    accumulate(gradientF, rowBytes, h, m, narrow, z, n, wide, 0, 0, blocks);
  } else if (gramBackward) {
    accumulate(dAt, rowBytes, x, n, wide, z, n, wide, 0, 0, blocks);
  } else if (isTied) {
    accumulate(gradientE, rowBytes, dh, m, narrow, rows, n, wide, h, z, blocks);
  } else {
    accumulate(gradientE, rowBytes, dh, m, narrow, rows, n, wide, 0, 0, blocks);
    accumulate(gradientF, rowBytes, h, m, narrow, z, n, wide, 0, 0, blocks);
  }
}

/** The outputs y of the next batch, row-major, batch × n. */
export function denseForward(to: usize): void {
  if (gramForward || gramBackward) beginGram();
  packWeights();
  for (let first = 0; first < batch; first += chunkRows) {
    const rows = min(chunkRows, batch - first);
    nextDenseRows(first, rows);
    const pairs = (rows + 7) >> 3;
    for (let pair: usize = 0; pair < <usize>pairs; pair++) {
      outputs(x + pair * <usize>(n << 5), h + pair * <usize>(m << 5), z + pair * <usize>(n << 5));
    }
    if (hasOutputRelu) {
      for (let at = z, end = z + ((<usize>(pairs * n)) << 5); at < end; at += 16) {
        v128.store(at, relu(v128.load(at)));
      }
    }
    panelToRowMajor(z, to, rows);
    to += (<usize>(rows * n)) << 2;
  }
}
