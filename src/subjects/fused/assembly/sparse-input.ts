/**
 * The input side of the kernel "sparse input": h = E x and dE += dh xᵀ from the active features alone, k m
 * instead of n m each, between arrays in the order of the dense kernel (dense-rows.ts), where rows of zeros
 * are left out.
 */
import { floats } from './memory';
import { columns, entries, owners, presentRows, rowStarts } from './sparse-rows';
import { hasAbsoluteTarget, m, n } from './shape';
import { narrow, turnedE, turnedGradient } from './turned';

/** Four rows of h or dh, row-major: 4 × narrow. */
let fourRows: usize = 0;

export function setUpSparseInput(): void {
  fourRows = floats(4 * narrow);
}

/** Writes the targets of the active features to `panel`, or zeros over them. */
export function layOutTargets(panel: usize, clear: bool): void {
  const end = <usize>load<u32>(rowStarts + ((<usize>presentRows) << 2)) << 2;
  const absolute = hasAbsoluteTarget;
  for (let at: usize = 0; at < end; at += 4) {
    const owner = <usize>load<u32>(owners + at);
    const block = (owner >> 2) * <usize>n + <usize>load<u32>(columns + at);
    const value = load<f32>(entries + at);
    store<f32>(panel + (block << 4) + ((owner & 3) << 2), clear ? 0 : absolute ? abs<f32>(value) : value);
  }
}

/** Where the entries of a row begin, or end if there is no such row. */
@inline
function startOf(row: i32): usize {
  return <usize>load<u32>(rowStarts + ((<usize>min(row, presentRows)) << 2)) << 2;
}

/** h = E x of `rows` rows, a multiple of four; those beyond the present rows are zero. */
export function readHidden(h: usize, rows: i32): void {
  const narrowBytes = (<usize>narrow) << 2;
  for (let row = 0; row < rows; row += 4) {
    let to = fourRows;
    for (let r = row; r < row + 4; r++, to += narrowBytes) {
      const start = startOf(r);
      const end = startOf(r + 1);
      let offset: usize = 0;
      for (; offset + 64 <= narrowBytes; offset += 64) {
        let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
        for (let at = start; at < end; at += 4) {
          const from = turnedE + <usize>load<u32>(columns + at) * narrowBytes + offset;
          const x = v128.load32_splat(entries + at);
          s0 = f32x4.add(s0, f32x4.mul(x, v128.load(from)));
          s1 = f32x4.add(s1, f32x4.mul(x, v128.load(from, 16)));
          s2 = f32x4.add(s2, f32x4.mul(x, v128.load(from, 32)));
          s3 = f32x4.add(s3, f32x4.mul(x, v128.load(from, 48)));
        }
        v128.store(to + offset, s0);
        v128.store(to + offset, s1, 16);
        v128.store(to + offset, s2, 32);
        v128.store(to + offset, s3, 48);
      }
      for (; offset < narrowBytes; offset += 16) {
        let sum = f32x4.splat(0);
        for (let at = start; at < end; at += 4) {
          const from = turnedE + <usize>load<u32>(columns + at) * narrowBytes + offset;
          sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(entries + at), v128.load(from)));
        }
        v128.store(to + offset, sum);
      }
    }
    for (let a = 0; a < m; a += 4) {
      const from = fourRows + ((<usize>a) << 2);
      turnFour(from, narrowBytes, h + ((<usize>a) << 4), 16, min(4, m - a));
    }
    h += (<usize>m) << 4;
  }
}

/** dE += dh xᵀ over the present rows. */
export function addInputGradient(dh: usize): void {
  const narrowBytes = (<usize>narrow) << 2;
  for (let row = 0; row < presentRows; row += 4) {
    for (let a = 0; a < m; a += 4) {
      // Past m this reads what lies behind, for places of the rows that nothing reads.
      turnFour(dh + ((<usize>a) << 4), 16, fourRows + ((<usize>a) << 2), narrowBytes, 4);
    }
    dh += (<usize>m) << 4;
    let from = fourRows;
    for (let r = row, last = min(row + 4, presentRows); r < last; r++, from += narrowBytes) {
      const end = startOf(r + 1);
      for (let at = startOf(r); at < end; at += 4) {
        const x = v128.load32_splat(entries + at);
        const to = turnedGradient + <usize>load<u32>(columns + at) * narrowBytes;
        for (let offset: usize = 0; offset < narrowBytes; offset += 16) {
          const share = f32x4.mul(x, v128.load(from + offset));
          v128.store(to + offset, f32x4.add(v128.load(to + offset), share));
        }
      }
    }
  }
}

/** The first `count` rows of four by four floats, transposed. */
@inline
function turnFour(from: usize, fromBytes: usize, to: usize, toBytes: usize, count: i32): void {
  const a = v128.load(from);
  const b = v128.load(from + fromBytes);
  const c = v128.load(from + 2 * fromBytes);
  const d = v128.load(from + 3 * fromBytes);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  if (count > 1) v128.store(to + toBytes, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  if (count > 2) v128.store(to + 2 * toBytes, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
  if (count > 3) v128.store(to + 3 * toBytes, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
}
