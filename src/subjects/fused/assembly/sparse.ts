/**
 * Loss and gradient of a batch from its active features alone; the same sums as dense.ts in another
 * order.
 *
 * A row is a short list of (row of a matrix M, coefficient c), and both passes walk along it:
 *     z = b + Σ_k c_k M_k           δ_i = I_i (y_i − t_i) [z_i > 0]           dM_k += c_k δ,   db += δ
 * - Gram (no hidden ReLU): M = At (gram.ts), the list is the active features, c_k = x_k. Cost k n forward and
 *   k n back, and n² m once a step.
 * - Factored: M = F, the list is the hidden dimensions that are on, c_a = h_a, with h = E x from the
 *   active columns of E; then dh_a = F_a · δ and dE_j += x_j dh for the active features.
 *
 * A row of zeros has z = b whatever the weights: all of them together are one row, counted.
 */
import { floats, roundUp } from './memory';
import { At, beginGram, dAt, endGram, setUpGram } from './gram';
import { sumOfLanes } from './products';
import { columns, entries, nextSparseRows, owners, presentRows, rowStarts } from './sparse-rows';
import {
  b, batch, chunkRows, E, F, gradient, gradientB, gradientE, gradientF, hasAbsoluteTarget,
  hasHiddenRelu, hasOutputRelu, importance, m, n, parameterCount, width,
} from './shape';

let isFactored: bool = false;
/** The targets of the chunk's rows: chunkRows × width, zero but for the active features. */
let targets: usize = 0;
let lossLanes: usize = 0;
/** The entries of a chunk as distances in At. */
let offsets: usize = 0;
/** Of the factored kernel: Eᵀ and its gradient, n × narrow, and rows of h, dh and δ. */
let narrow: i32 = 0;
let turnedE: usize = 0;
let turnedGradient: usize = 0;
let h: usize = 0;
let dh: usize = 0;
let delta: usize = 0;
let listed: usize = 0;
let coefficients: usize = 0;

export function setUpSparse(factored: bool): void {
  isFactored = factored;
  targets = floats(chunkRows * width);
  lossLanes = floats(4);
  offsets = floats(chunkRows * n);
  if (!factored) {
    setUpGram();
    return;
  }
  narrow = roundUp(m, 4);
  turnedE = floats(n * narrow);
  turnedGradient = floats(n * narrow);
  h = floats(narrow);
  dh = floats(narrow);
  delta = floats(width);
  listed = floats(m);
  coefficients = floats(m);
}

/** The gradient of the next batch into `gradient`; returns the sum Σ I (y − t)² over it. */
export function sparseGradient(): f32 {
  memory.fill(gradient, 0, (<usize>parameterCount) << 2);
  v128.store(lossLanes, f32x4.splat(0));
  if (isFactored) beginFactored();
  else beginGram();
  let zeroRows = batch;
  for (let first = 0; first < batch; first += chunkRows) {
    nextSparseRows(first, min(chunkRows, batch - first));
    passChunk();
    zeroRows -= presentRows;
  }
  if (isFactored) endFactored();
  else endGram();
  return addZeroRows(<f32>zeroRows);
}

/** All rows of zeros at once, z = b and t = 0; returns the loss of all rows. */
function addZeroRows(count: f32): f32 {
  const zero = f32x4.splat(0);
  const counts = f32x4.splat(count);
  let loss = v128.load(lossLanes);
  for (let at: usize = 0, end = (<usize>width) << 2; at < end; at += 16) {
    const z = v128.load(b + at);
    const e = hasOutputRelu ? f32x4.pmax(z, zero) : z;
    const d = f32x4.mul(counts, f32x4.mul(v128.load(importance + at), e));
    loss = f32x4.add(loss, f32x4.mul(d, e));
    // Behind a ReLU e and with it d are already 0 where b ≤ 0.
    v128.store(gradientB + at, f32x4.add(v128.load(gradientB + at), d));
  }
  return sumOfLanes(loss);
}

function passChunk(): void {
  const rowBytes = (<usize>width) << 2;
  const end = <usize>load<u32>(rowStarts + ((<usize>presentRows) << 2)) << 2;
  const absolute = hasAbsoluteTarget;
  for (let at: usize = 0; at < end; at += 4) {
    const value = load<f32>(entries + at);
    const column = <usize>load<u32>(columns + at);
    const place = targets + <usize>load<u32>(owners + at) * rowBytes + (column << 2);
    store<u32>(offsets + at, <u32>(column * rowBytes));
    store<f32>(place, absolute ? abs<f32>(value) : value);
  }
  if (isFactored) passFactoredRows();
  else if (hasOutputRelu) passGramRows(true);
  else passGramRows(false);
  for (let at: usize = 0; at < end; at += 4) {
    const place = targets + <usize>load<u32>(owners + at) * rowBytes;
    store<f32>(place + ((<usize>load<u32>(columns + at)) << 2), 0);
  }
}

/** All rows for a few features at a time: these columns of At and dAt fit the first-level cache. */
@inline
function passGramRows(positive: bool): void {
  let offset: usize = 0;
  for (let left = (n + 3) >> 2; left > 0; ) {
    const vectors = nextGroup(left);
    if (vectors == 5) passStrip(5, positive, offset);
    else if (vectors == 4) passStrip(4, positive, offset);
    else if (vectors == 3) passStrip(3, positive, offset);
    else if (vectors == 2) passStrip(2, positive, offset);
    else passStrip(1, positive, offset);
    offset += (<usize>vectors) << 4;
    left -= vectors;
  }
}

@inline
function passStrip(vectors: i32, positive: bool, offset: usize): void {
  const rowBytes = (<usize>width) << 2;
  const apart = entries - offsets;
  let target = targets;
  let list = offsets;
  for (let start = rowStarts, end = rowStarts + ((<usize>presentRows) << 2); start < end; start += 4) {
    const next = offsets + (<usize>load<u32>(start, 4) << 2);
    passTile(vectors, positive, false, At, dAt, list, next, apart, target, offset);
    list = next;
    target += rowBytes;
  }
}

function passFactoredRows(): void {
  let target = targets;
  for (let row: usize = 0; row < <usize>presentRows; row++, target += (<usize>width) << 2) {
    const from = <usize>load<u32>(rowStarts + (row << 2)) << 2;
    const to = <usize>load<u32>(rowStarts + (row << 2), 4) << 2;
    passFactoredRow(from, to, target);
  }
}

/**
 * One row along its list, from `list` to `end`: items are the distances, in bytes, of the rows of the matrix
 * at `base`, and the coefficient of an item is `apart` bytes from it.
 */
@inline
function passRow(
  positive: bool,
  base: usize,
  sums: usize,
  list: usize,
  end: usize,
  apart: usize,
  target: usize,
): void {
  let offset: usize = 0;
  for (let left = (n + 3) >> 2; left > 0; ) {
    const vectors = nextGroup(left);
    if (vectors == 5) passTile(5, positive, true, base, sums, list, end, apart, target, offset);
    else if (vectors == 4) passTile(4, positive, true, base, sums, list, end, apart, target, offset);
    else if (vectors == 3) passTile(3, positive, true, base, sums, list, end, apart, target, offset);
    else if (vectors == 2) passTile(2, positive, true, base, sums, list, end, apart, target, offset);
    else passTile(1, positive, true, base, sums, list, end, apart, target, offset);
    offset += (<usize>vectors) << 4;
    left -= vectors;
  }
}

/** How many vectors of features are taken together, of those left: five at most, and as even as can be. */
@inline
function nextGroup(left: i32): i32 {
  const groups = (left + 4) / 5;
  return (left + groups - 1) / groups;
}

/** Up to five vectors of features of a row. */
@inline
function passTile(
  vectors: i32,
  positive: bool,
  keep: bool,
  base: usize,
  sums: usize,
  list: usize,
  end: usize,
  apart: usize,
  target: usize,
  offset: usize,
): void {
  base += offset;
  sums += offset;
  target += offset;
  const bias = b + offset;
  let z0 = v128.load(bias);
  let z1 = z0, z2 = z0, z3 = z0, z4 = z0;
  if (vectors > 1) z1 = v128.load(bias, 16);
  if (vectors > 2) z2 = v128.load(bias, 32);
  if (vectors > 3) z3 = v128.load(bias, 48);
  if (vectors > 4) z4 = v128.load(bias, 64);
  for (let at = list; at < end; at += 4) {
    const row = base + <usize>load<u32>(at);
    const c = v128.load32_splat(at + apart);
    z0 = f32x4.add(z0, f32x4.mul(c, v128.load(row)));
    if (vectors > 1) z1 = f32x4.add(z1, f32x4.mul(c, v128.load(row, 16)));
    if (vectors > 2) z2 = f32x4.add(z2, f32x4.mul(c, v128.load(row, 32)));
    if (vectors > 3) z3 = f32x4.add(z3, f32x4.mul(c, v128.load(row, 48)));
    if (vectors > 4) z4 = f32x4.add(z4, f32x4.mul(c, v128.load(row, 64)));
  }
  const I = importance + offset;
  const e0 = difference(positive, z0, target);
  let d0 = f32x4.mul(v128.load(I), e0);
  let loss = f32x4.add(v128.load(lossLanes), f32x4.mul(d0, e0));
  d0 = settle(positive, keep, z0, d0, offset);
  let d1 = d0, d2 = d0, d3 = d0, d4 = d0;
  if (vectors > 1) {
    const e1 = difference(positive, z1, target + 16);
    d1 = f32x4.mul(v128.load(I, 16), e1);
    loss = f32x4.add(loss, f32x4.mul(d1, e1));
    d1 = settle(positive, keep, z1, d1, offset + 16);
  }
  if (vectors > 2) {
    const e2 = difference(positive, z2, target + 32);
    d2 = f32x4.mul(v128.load(I, 32), e2);
    loss = f32x4.add(loss, f32x4.mul(d2, e2));
    d2 = settle(positive, keep, z2, d2, offset + 32);
  }
  if (vectors > 3) {
    const e3 = difference(positive, z3, target + 48);
    d3 = f32x4.mul(v128.load(I, 48), e3);
    loss = f32x4.add(loss, f32x4.mul(d3, e3));
    d3 = settle(positive, keep, z3, d3, offset + 48);
  }
  if (vectors > 4) {
    const e4 = difference(positive, z4, target + 64);
    d4 = f32x4.mul(v128.load(I, 64), e4);
    loss = f32x4.add(loss, f32x4.mul(d4, e4));
    d4 = settle(positive, keep, z4, d4, offset + 64);
  }
  v128.store(lossLanes, loss);
  for (let at = list; at < end; at += 4) {
    const row = sums + <usize>load<u32>(at);
    const c = v128.load32_splat(at + apart);
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(c, d0)));
    if (vectors > 1) v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(c, d1)), 16);
    if (vectors > 2) v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(c, d2)), 32);
    if (vectors > 3) v128.store(row, f32x4.add(v128.load(row, 48), f32x4.mul(c, d3)), 48);
    if (vectors > 4) v128.store(row, f32x4.add(v128.load(row, 64), f32x4.mul(c, d4)), 64);
  }
}

/** y − t of four features. */
@inline
function difference(positive: bool, z: v128, target: usize): v128 {
  return f32x4.sub(positive ? f32x4.pmax(z, f32x4.splat(0)) : z, v128.load(target));
}

/** δ of four features, from I (y − t), with its share of db added. */
@inline
function settle(positive: bool, keep: bool, z: v128, weighted: v128, offset: usize): v128 {
  const d = positive ? v128.and(weighted, f32x4.gt(z, f32x4.splat(0))) : weighted;
  v128.store(gradientB + offset, f32x4.add(v128.load(gradientB + offset), d));
  if (keep) v128.store(delta + offset, d);
  return d;
}

function beginFactored(): void {
  for (let a = 0; a < m; a++) {
    let from = E + ((<usize>(a * width)) << 2);
    let to = turnedE + ((<usize>a) << 2);
    for (let j = 0; j < n; j++, from += 4, to += (<usize>narrow) << 2) store<f32>(to, load<f32>(from));
  }
  memory.fill(turnedGradient, 0, (<usize>(n * narrow)) << 2);
}

/** dE is added, since in a tied model it is one array with dF. */
function endFactored(): void {
  for (let a = 0; a < m; a++) {
    let to = gradientE + ((<usize>(a * width)) << 2);
    let from = turnedGradient + ((<usize>a) << 2);
    for (let j = 0; j < n; j++, to += 4, from += (<usize>narrow) << 2) {
      store<f32>(to, load<f32>(to) + load<f32>(from));
    }
  }
}

function passFactoredRow(from: usize, end: usize, target: usize): void {
  const narrowBytes = (<usize>narrow) << 2;
  for (let offset: usize = 0; offset < narrowBytes; offset += 16) {
    let sum = f32x4.splat(0);
    for (let at = from; at < end; at += 4) {
      const row = turnedE + <usize>load<u32>(columns + at) * narrowBytes + offset;
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(entries + at), v128.load(row)));
    }
    v128.store(h + offset, sum);
  }
  let count: usize = 0;
  for (let a: usize = 0; a < <usize>m; a++) {
    const value = load<f32>(h + (a << 2));
    store<u32>(listed + count, <u32>a * (<u32>width << 2));
    store<f32>(coefficients + count, value);
    // Not `value > 0`: NaN must go through.
    if (!hasHiddenRelu || !(value <= 0)) count += 4;
  }
  const list = listed + count;
  const apart = coefficients - listed;
  if (hasOutputRelu) passRow(true, F, gradientF, listed, list, apart, target);
  else passRow(false, F, gradientF, listed, list, apart, target);
  memory.fill(dh, 0, narrowBytes);
  const bytes = (<usize>roundUp(n, 4)) << 2;
  for (let item = listed; item < list; item += 4) {
    const distance = <usize>load<u32>(item);
    const row = F + distance;
    let sum = f32x4.splat(0);
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(row + offset), v128.load(delta + offset)));
    }
    store<f32>(dh + distance / <usize>width, sumOfLanes(sum));
  }
  for (let at = from; at < end; at += 4) {
    const x = v128.load32_splat(entries + at);
    const row = turnedGradient + <usize>load<u32>(columns + at) * narrowBytes;
    for (let offset: usize = 0; offset < narrowBytes; offset += 16) {
      v128.store(row + offset, f32x4.add(v128.load(row + offset), f32x4.mul(x, v128.load(dh + offset))));
    }
  }
}
