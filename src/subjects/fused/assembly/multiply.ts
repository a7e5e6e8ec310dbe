/**
 * A dense product with its sums in registers. A vector holds four numbers of one row of a matrix: four data
 * rows, or four features.
 *
 *     out[o] = bias[o] + Σ_k w[o][k] · x[k]        for two vectors and up to four o at a time
 *
 * Eight sums need, with two and four operands and one product, fifteen vector registers: all that V8
 * leaves on x64. It moves every load of a basic block to its start, so one block may not hold more than
 * six loads; that is why the loop below has an exit after each step instead of being unrolled. Eight sums
 * also keep two adders with a latency of three or four cycles busy. There is no fused multiply-add: its
 * bits would depend on the machine.
 */
import { floats } from './memory';

/** How many outputs are computed together at most. */
const most: i32 = 4;

/** The width of the next group of outputs when so many are left: as even as can be, 5 = 3 + 2. */
@inline
export function nextGroup(left: i32): i32 {
  const groups = (left + most - 1) / most;
  return (left + groups - 1) / groups;
}

/** Room for `pack`ed weights of this shape. */
export function packedRoom(outputs: i32, inner: i32): usize {
  return floats(outputs * inner);
}

/**
 * Weights in the order in which `multiply` reads them: for each group of outputs, for each inner index,
 * the weights of the group. `outputStep` and `innerStep` are the distances, in floats, of the source.
 */
export function pack(
  from: usize,
  outputs: i32,
  outputStep: i32,
  inner: i32,
  innerStep: i32,
  to: usize,
): void {
  const outputBytes = (<usize>outputStep) << 2;
  const innerBytes = (<usize>innerStep) << 2;
  for (let left = outputs; left > 0; ) {
    const width = nextGroup(left);
    let column = from;
    for (let k = 0; k < inner; k++) {
      let source = column;
      for (let c = 0; c < width; c++) {
        store<f32>(to, load<f32>(source));
        to += 4;
        source += outputBytes;
      }
      column += innerBytes;
    }
    from += outputBytes * <usize>width;
    left -= width;
  }
}

/** One group of `multiply`; returns where the weights of the next group lie. */
@inline
function tile(
  width: i32,
  out: usize,
  outBytes: usize,
  outApart: usize,
  w: usize,
  inner: i32,
  x: usize,
  xBytes: usize,
  xApart: usize,
  bias: usize,
): usize {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
  if (bias) {
    a0 = b0 = v128.load32_splat(bias);
    if (width > 1) a1 = b1 = v128.load32_splat(bias, 4);
    if (width > 2) a2 = b2 = v128.load32_splat(bias, 8);
    if (width > 3) a3 = b3 = v128.load32_splat(bias, 12);
  }
  const end = w + <usize>(inner * width * 4);
  do {
    const x0 = v128.load(x);
    const x1 = v128.load(x + xApart);
    const w0 = v128.load32_splat(w);
    a0 = f32x4.add(a0, f32x4.mul(x0, w0));
    b0 = f32x4.add(b0, f32x4.mul(x1, w0));
    if (width > 1) {
      const w1 = v128.load32_splat(w, 4);
      a1 = f32x4.add(a1, f32x4.mul(x0, w1));
      b1 = f32x4.add(b1, f32x4.mul(x1, w1));
    }
    if (width > 2) {
      const w2 = v128.load32_splat(w, 8);
      a2 = f32x4.add(a2, f32x4.mul(x0, w2));
      b2 = f32x4.add(b2, f32x4.mul(x1, w2));
    }
    if (width > 3) {
      const w3 = v128.load32_splat(w, 12);
      a3 = f32x4.add(a3, f32x4.mul(x0, w3));
      b3 = f32x4.add(b3, f32x4.mul(x1, w3));
    }
    w += <usize>(width * 4);
    x += xBytes;
  } while (w < end);
  v128.store(out, a0);
  v128.store(out + outApart, b0);
  if (width > 1) { out += outBytes; v128.store(out, a1); v128.store(out + outApart, b1); }
  if (width > 2) { out += outBytes; v128.store(out, a2); v128.store(out + outApart, b2); }
  if (width > 3) { out += outBytes; v128.store(out, a3); v128.store(out + outApart, b3); }
  return end;
}

/**
 * out = bias + w · x for two vectors of columns. From one row of x (of out) to the next it is xBytes
 * (outBytes), from the first vector to the second xApart (outApart). `bias` may be 0 for none; `inner`
 * is at least 1.
 */
export function multiply(
  packed: usize,
  outputs: i32,
  inner: i32,
  x: usize,
  xBytes: usize,
  xApart: usize,
  out: usize,
  outBytes: usize,
  outApart: usize,
  bias: usize,
): void {
  for (let left = outputs; left > 0; ) {
    const width = nextGroup(left);
    if (width == 4) packed = tile(4, out, outBytes, outApart, packed, inner, x, xBytes, xApart, bias);
    else if (width == 3) packed = tile(3, out, outBytes, outApart, packed, inner, x, xBytes, xApart, bias);
    else if (width == 2) packed = tile(2, out, outBytes, outApart, packed, inner, x, xBytes, xApart, bias);
    else packed = tile(1, out, outBytes, outApart, packed, inner, x, xBytes, xApart, bias);
    out += outBytes * <usize>width;
    if (bias) bias += (<usize>width) << 2;
    left -= width;
  }
}
