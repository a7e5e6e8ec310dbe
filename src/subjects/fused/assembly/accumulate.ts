/**
 * The other dense product: sums[a][j] += Σ_r u[a][r] · v[j][r] over the data rows r, for up to two a and four j
 * at a time. A vector holds four data rows; eight vectors of sums stay in registers, for the reasons of
 * multiply.ts, and their lanes are added up at the end.
 */
import { nextGroup } from './multiply';

/** The sums over the lanes of four vectors. */
@inline
function sumLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

@inline
export function sumOfLanes(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 2) +
    (f32x4.extract_lane(a, 1) + f32x4.extract_lane(a, 3))
  );
}

/** One group of `accumulate`, over one or two pairs of factors. */
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
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
  const blockBytes = <usize>blocks * vBytes;
  for (;;) {
    const end = v + blockBytes;
    do {
      const y = v128.load(u);
      let z = y;
      if (pair) z = v128.load(u, 16);
      const v0 = v128.load(v);
      a0 = f32x4.add(a0, f32x4.mul(y, v0));
      if (pair) b0 = f32x4.add(b0, f32x4.mul(z, v0));
      if (width > 1) {
        const v1 = v128.load(v, 16);
        a1 = f32x4.add(a1, f32x4.mul(y, v1));
        if (pair) b1 = f32x4.add(b1, f32x4.mul(z, v1));
      }
      if (width > 2) {
        const v2 = v128.load(v, 32);
        a2 = f32x4.add(a2, f32x4.mul(y, v2));
        if (pair) b2 = f32x4.add(b2, f32x4.mul(z, v2));
      }
      if (width > 3) {
        const v3 = v128.load(v, 48);
        a3 = f32x4.add(a3, f32x4.mul(y, v3));
        if (pair) b3 = f32x4.add(b3, f32x4.mul(z, v3));
      }
      u += uBytes;
      v += vBytes;
    } while (v < end);
    if (!u2) break;
    u = u2;
    v = v2;
    u2 = 0;
  }
  // Fewer than four columns add zeros to what lies behind them.
  v128.store(sums, f32x4.add(v128.load(sums), sumLanes(a0, a1, a2, a3)));
  if (pair) {
    sums += sumBytes;
    v128.store(sums, f32x4.add(v128.load(sums), sumLanes(b0, b1, b2, b3)));
  }
}

@inline
function sumColumn(
  width: i32,
  sums: usize,
  sumBytes: usize,
  u: usize,
  uRows: i32,
  uBytes: usize,
  v: usize,
  vBytes: usize,
  u2: usize,
  v2: usize,
  blocks: i32,
): void {
  for (; uRows >= 2; uRows -= 2) {
    sumTile(true, width, sums, sumBytes, u, uBytes, v, vBytes, u2, v2, blocks);
    sums += sumBytes * 2;
    u += 32;
    if (u2) u2 += 32;
  }
  if (uRows > 0) sumTile(false, width, sums, sumBytes, u, uBytes, v, vBytes, u2, v2, blocks);
}

/**
 * sums[a][j] += Σ_r (u[a][r] · v[j][r] + u2[a][r] · v2[j][r]) over blocks of four data rows, at least one.
 * In u and u2 (rows a) and in v and v2 (rows j) a block holds its vectors one after the other, and blocks
 * are uBytes and vBytes apart. u2 may be 0 for none.
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
  for (let left = vRows; left > 0; ) {
    const width = nextGroup(left);
    if (width == 4) sumColumn(4, sums, sumBytes, u, uRows, uBytes, v, vBytes, u2, v2, blocks);
    else if (width == 3) sumColumn(3, sums, sumBytes, u, uRows, uBytes, v, vBytes, u2, v2, blocks);
    else if (width == 2) sumColumn(2, sums, sumBytes, u, uRows, uBytes, v, vBytes, u2, v2, blocks);
    else sumColumn(1, sums, sumBytes, u, uRows, uBytes, v, vBytes, u2, v2, blocks);
    sums += (<usize>width) << 2;
    v += (<usize>width) << 4;
    if (u2) v2 += (<usize>width) << 4;
    left -= width;
  }
}
