/**
 * One data row along its list: the two passes of the sparse kernels (sparse.ts) for up to five vectors of
 * features, z and then δ in registers.
 */
import { b, gradientB, importance } from './shape';

/** Four lanes: Σ I (y − t)². */
export const lossLanes = memory.data(16, 16);

/** How many vectors of features are taken together, of those left: five at most, and as even as can be. */
@inline
export function nextStrip(left: i32): i32 {
  const groups = (left + 4) / 5;
  return (left + groups - 1) / groups;
}

/**
 * From `list` to `end` the items are the distances, in bytes, of the rows of the matrix at `base` and of their
 * sums at `sums`; the coefficient of an item is `apart` bytes from it. δ is written to `kept` unless that is 0.
 */
@inline
export function passTile(
  vectors: i32,
  positive: bool,
  kept: usize,
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
  d0 = settle(positive, kept, z0, d0, offset);
  let d1 = d0, d2 = d0, d3 = d0, d4 = d0;
  if (vectors > 1) {
    const e1 = difference(positive, z1, target + 16);
    d1 = f32x4.mul(v128.load(I, 16), e1);
    loss = f32x4.add(loss, f32x4.mul(d1, e1));
    d1 = settle(positive, kept, z1, d1, offset + 16);
  }
  if (vectors > 2) {
    const e2 = difference(positive, z2, target + 32);
    d2 = f32x4.mul(v128.load(I, 32), e2);
    loss = f32x4.add(loss, f32x4.mul(d2, e2));
    d2 = settle(positive, kept, z2, d2, offset + 32);
  }
  if (vectors > 3) {
    const e3 = difference(positive, z3, target + 48);
    d3 = f32x4.mul(v128.load(I, 48), e3);
    loss = f32x4.add(loss, f32x4.mul(d3, e3));
    d3 = settle(positive, kept, z3, d3, offset + 48);
  }
  if (vectors > 4) {
    const e4 = difference(positive, z4, target + 64);
    d4 = f32x4.mul(v128.load(I, 64), e4);
    loss = f32x4.add(loss, f32x4.mul(d4, e4));
    d4 = settle(positive, kept, z4, d4, offset + 64);
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
function settle(positive: bool, kept: usize, z: v128, weighted: v128, offset: usize): v128 {
  const d = positive ? v128.and(weighted, f32x4.gt(z, f32x4.splat(0))) : weighted;
  v128.store(gradientB + offset, f32x4.add(v128.load(gradientB + offset), d));
  if (kept) v128.store(kept + offset, d);
  return d;
}
