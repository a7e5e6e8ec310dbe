/** The factored kernel of sparse.ts: from the active features to the hidden dimensions that are on, and back. */
import { sumOfLanes } from './accumulate';
import { floats, roundUp } from './memory';
import { F, gradientF, hasHiddenRelu, hasOutputRelu, m, n, width } from './shape';
import { columns, entries, presentRows, rowStarts } from './sparse-rows';
import { narrow, setUpTurned, turnedE, turnedGradient } from './turned';
import { nextStrip, passTile } from './walk';

/** One row of h, of dh and of δ. */
let h: usize = 0;
let dh: usize = 0;
let delta: usize = 0;
/** The hidden dimensions that are on, as distances in F, and their values. */
let listed: usize = 0;
let coefficients: usize = 0;

export function setUpFactored(): void {
  setUpTurned();
  h = floats(narrow);
  dh = floats(narrow);
  delta = floats(width);
  listed = floats(m);
  coefficients = floats(m);
}

/** All rows of the chunk, whose targets are laid out. */
export function passFactoredRows(targets: usize): void {
  let target = targets;
  for (let row: usize = 0; row < <usize>presentRows; row++, target += (<usize>width) << 2) {
    const from = <usize>load<u32>(rowStarts + (row << 2)) << 2;
    const to = <usize>load<u32>(rowStarts + (row << 2), 4) << 2;
    passFactoredRow(from, to, target);
  }
}

/** One row along its list, all features. */
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
    const vectors = nextStrip(left);
    if (vectors == 5) passTile(5, positive, delta, base, sums, list, end, apart, target, offset);
    else if (vectors == 4) passTile(4, positive, delta, base, sums, list, end, apart, target, offset);
    else if (vectors == 3) passTile(3, positive, delta, base, sums, list, end, apart, target, offset);
    else if (vectors == 2) passTile(2, positive, delta, base, sums, list, end, apart, target, offset);
    else passTile(1, positive, delta, base, sums, list, end, apart, target, offset);
    offset += (<usize>vectors) << 4;
    left -= vectors;
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
