/**
 * The two dense products, each with its sums in registers. A vector holds four numbers of one row of a
 * matrix (four data rows, or four features); eight at a time are kept, as two vectors.
 *
 *   multiply:     out[o][0..7] = bias[o] + Σ_k w[o][k] · x[k][0..7]      o in groups of five
 *   accumulate:   sums[a][j] += Σ_r u[a][r] · v[j][r]                     a in pairs, j in groups of five
 *
 * Five times two vectors are ten sums, which with two operands, one factor and one product make
 * fourteen of the fifteen vector registers that V8 leaves on x64, and enough independent chains to hide
 * the latency of an addition (3 or 4 cycles at two a cycle). No fused multiply-add: its bits would
 * depend on the machine.
 */
import { floats } from './memory';

/** How many outputs are computed together. */
const group: i32 = 5;

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
  for (let o = 0; o < outputs; o += group) {
    const wide = min(group, outputs - o);
    for (let k = 0; k < inner; k++) {
      let source = from + ((<usize>(o * outputStep + k * innerStep)) << 2);
      for (let c = 0; c < wide; c++) {
        store<f32>(to, load<f32>(source));
        to += 4;
        source += (<usize>outputStep) << 2;
      }
    }
  }
}

@inline
function tile(
  width: i32,
  out: usize,
  outBytes: usize,
  w: usize,
  inner: i32,
  x: usize,
  xBytes: usize,
  bias: usize,
): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
  if (bias) {
    a0 = b0 = v128.load32_splat(bias);
    if (width > 1) a1 = b1 = v128.load32_splat(bias, 4);
    if (width > 2) a2 = b2 = v128.load32_splat(bias, 8);
    if (width > 3) a3 = b3 = v128.load32_splat(bias, 12);
    if (width > 4) a4 = b4 = v128.load32_splat(bias, 16);
  }
  const end = w + <usize>(inner * width * 4);
  while (w < end) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
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
    if (width > 4) {
      const w4 = v128.load32_splat(w, 16);
      a4 = f32x4.add(a4, f32x4.mul(x0, w4));
      b4 = f32x4.add(b4, f32x4.mul(x1, w4));
    }
    w += <usize>(width * 4);
    x += xBytes;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  if (width > 1) { out += outBytes; v128.store(out, a1); v128.store(out, b1, 16); }
  if (width > 2) { out += outBytes; v128.store(out, a2); v128.store(out, b2, 16); }
  if (width > 3) { out += outBytes; v128.store(out, a3); v128.store(out, b3, 16); }
  if (width > 4) { out += outBytes; v128.store(out, a4); v128.store(out, b4, 16); }
}

/** Eight columns of out = bias + w · x; `bias` may be 0 for none. Row steps of x and out are in bytes. */
export function multiply(
  packed: usize,
  outputs: i32,
  inner: i32,
  x: usize,
  xBytes: usize,
  out: usize,
  outBytes: usize,
  bias: usize,
): void {
  let o = 0;
  for (; o + group <= outputs; o += group) {
    tile(5, out, outBytes, packed, inner, x, xBytes, bias);
    packed += <usize>(inner * 20);
    out += outBytes * 5;
    if (bias) bias += 20;
  }
  switch (outputs - o) {
    case 4: tile(4, out, outBytes, packed, inner, x, xBytes, bias); break;
    case 3: tile(3, out, outBytes, packed, inner, x, xBytes, bias); break;
    case 2: tile(2, out, outBytes, packed, inner, x, xBytes, bias); break;
    case 1: tile(1, out, outBytes, packed, inner, x, xBytes, bias); break;
  }
}

/** The sums over the lanes of four vectors. */
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(
    v128.shuffle<f32>(a, b, 0, 4, 1, 5),
    v128.shuffle<f32>(a, b, 2, 6, 3, 7),
  );
  const cd = f32x4.add(
    v128.shuffle<f32>(c, d, 0, 4, 1, 5),
    v128.shuffle<f32>(c, d, 2, 6, 3, 7),
  );
  return f32x4.add(
    v128.shuffle<f32>(ab, cd, 0, 1, 4, 5),
    v128.shuffle<f32>(ab, cd, 2, 3, 6, 7),
  );
}

@inline
export function sumOfLanes(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 2) +
    (f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 3))
  );
}

/** One tile of `accumulate`, with up to two pairs of factors. */
@inline
function sumTile(
  pair: bool,
  width: i32,
  sums: usize,
  sumBytes: usize,
  u: usize,
  uBytes: usize,
  v: usize,
  vBytes: usize,
  u2: usize,
  v2: usize,
  blocks: i32,
): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
  for (let half = 0; half < 2; half++) {
    for (let block = 0; block < blocks; block++) {
      let y = v128.load(u);
      let z = y;
      if (pair) z = v128.load(u, 32);
      let t = v128.load(v);
      a0 = f32x4.add(a0, f32x4.mul(y, t));
      if (pair) b0 = f32x4.add(b0, f32x4.mul(z, t));
      if (width > 1) {
        t = v128.load(v, 32);
        a1 = f32x4.add(a1, f32x4.mul(y, t));
        if (pair) b1 = f32x4.add(b1, f32x4.mul(z, t));
      }
      if (width > 2) {
        t = v128.load(v, 64);
        a2 = f32x4.add(a2, f32x4.mul(y, t));
        if (pair) b2 = f32x4.add(b2, f32x4.mul(z, t));
      }
      if (width > 3) {
        t = v128.load(v, 96);
        a3 = f32x4.add(a3, f32x4.mul(y, t));
        if (pair) b3 = f32x4.add(b3, f32x4.mul(z, t));
      }
      if (width > 4) {
        t = v128.load(v, 128);
        a4 = f32x4.add(a4, f32x4.mul(y, t));
        if (pair) b4 = f32x4.add(b4, f32x4.mul(z, t));
      }
      y = v128.load(u, 16);
      if (pair) z = v128.load(u, 48);
      t = v128.load(v, 16);
      a0 = f32x4.add(a0, f32x4.mul(y, t));
      if (pair) b0 = f32x4.add(b0, f32x4.mul(z, t));
      if (width > 1) {
        t = v128.load(v, 48);
        a1 = f32x4.add(a1, f32x4.mul(y, t));
        if (pair) b1 = f32x4.add(b1, f32x4.mul(z, t));
      }
      if (width > 2) {
        t = v128.load(v, 80);
        a2 = f32x4.add(a2, f32x4.mul(y, t));
        if (pair) b2 = f32x4.add(b2, f32x4.mul(z, t));
      }
      if (width > 3) {
        t = v128.load(v, 112);
        a3 = f32x4.add(a3, f32x4.mul(y, t));
        if (pair) b3 = f32x4.add(b3, f32x4.mul(z, t));
      }
      if (width > 4) {
        t = v128.load(v, 144);
        a4 = f32x4.add(a4, f32x4.mul(y, t));
        if (pair) b4 = f32x4.add(b4, f32x4.mul(z, t));
      }
      u += uBytes;
      v += vBytes;
    }
    if (!u2) break;
    u = u2;
    v = v2;
  }
  // Fewer than four columns add zeros to the padding of the row.
  v128.store(sums, f32x4.add(v128.load(sums), sumLanes(a0, a1, a2, a3)));
  if (width > 4) store<f32>(sums, load<f32>(sums, 16) + sumOfLanes(a4), 16);
  if (pair) {
    sums += sumBytes;
    v128.store(sums, f32x4.add(v128.load(sums), sumLanes(b0, b1, b2, b3)));
    if (width > 4) store<f32>(sums, load<f32>(sums, 16) + sumOfLanes(b4), 16);
  }
}

@inline
function sumTiles(
  pair: bool,
  sums: usize,
  sumBytes: usize,
  u: usize,
  uBytes: usize,
  v: usize,
  vRows: i32,
  vBytes: usize,
  u2: usize,
  v2: usize,
  blocks: i32,
): void {
  let j = 0;
  for (; j + group <= vRows; j += group) {
    sumTile(pair, 5, sums, sumBytes, u, uBytes, v, vBytes, u2, v2, blocks);
    sums += 20;
    v += 160;
    if (u2) v2 += 160;
  }
  switch (vRows - j) {
    case 4: sumTile(pair, 4, sums, sumBytes, u, uBytes, v, vBytes, u2, v2, blocks); break;
    case 3: sumTile(pair, 3, sums, sumBytes, u, uBytes, v, vBytes, u2, v2, blocks); break;
    case 2: sumTile(pair, 2, sums, sumBytes, u, uBytes, v, vBytes, u2, v2, blocks); break;
    case 1: sumTile(pair, 1, sums, sumBytes, u, uBytes, v, vBytes, u2, v2, blocks); break;
  }
}

/**
 * sums[a][j] += Σ_r (u[a][r] · v[j][r] + u2[a][r] · v2[j][r]) over blocks of eight data rows. In u and
 * u2 (rows a) and in v and v2 (rows j) a block holds its rows one after the other, 32 bytes each, and
 * blocks are uBytes and vBytes apart. u2 may be 0 for none.
 */
export function accumulate(
  sums: usize,
  sumBytes: usize,
  u: usize,
  uRows: i32,
  uBytes: usize,
  v: usize,
  vRows: i32,
  vBytes: usize,
  u2: usize,
  v2: usize,
  blocks: i32,
): void {
  let a = 0;
  for (; a + 2 <= uRows; a += 2) {
    sumTiles(true, sums, sumBytes, u, uBytes, v, vRows, vBytes, u2, v2, blocks);
    sums += sumBytes * 2;
    u += 64;
    if (u2) u2 += 64;
  }
  if (a < uRows) sumTiles(false, sums, sumBytes, u, uBytes, v, vRows, vBytes, u2, v2, blocks);
}
