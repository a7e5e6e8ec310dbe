/**
 * The rows of a chunk for the dense kernels, in blocks of four: x[block][feature][row in block], so
 * that a vector holds one feature of the four rows.
 *
 * Fresh rows take the numbers of the data stream 16 rows (four blocks) at a time. Where every p = 1 that
 * is a value for each entry. Otherwise it is all values and then a draw u for each mask, which is on
 * where u < p. Features in sets share the draw of the set, and each is on where u lies in its interval
 * (src/setting/feature-sets.ts). The coupled generator takes one u for both, on where u ≤ p. The normalised
 * generators divide each row by its L2 norm.
 */
import {
  coupledNormalised, fixedRows, freshRows, givenRows, indexStream, signedMagnitude, uniformNormalised,
} from '../codes';
import { floats } from './memory';
import { fillBits, fillUniform, newStream } from './random';
import { batch, chunkRows, high, low, n, probability, setSize } from './shape';

let source: i32 = 0;
let magnitude: i32 = 0;
let dataState: usize = 0;
let indexState: usize = 0;
/** Fixed rows, those of a full batch, or given ones, row-major: storedCount × n. */
export let storedRows: usize = 0;
let storedCount: i32 = 0;
let alwaysOn: bool = true;
let masks: usize = 0;
let indices: usize = 0;
/** The chunk: chunkRows × n. */
export let x: usize = 0;

/** Called once the shape and the probabilities are set. */
export function setUpDenseRows(from: i32, kind: i32, count: i32, seed: u32, state: usize): void {
  source = from;
  magnitude = kind;
  storedCount = count;
  dataState = state;
  x = floats(chunkRows * n);
  masks = floats(16 * n);
  for (let j = 0; j < n; j++) {
    if (load<f32>(probability + ((<usize>j) << 2)) < 1) alwaysOn = false;
  }
  if (source == freshRows) return;
  storedRows = floats(storedCount * n);
  if (source == givenRows) return;
  if (source == fixedRows) {
    indices = floats(chunkRows);
    indexState = newStream(seed, indexStream);
  }
  for (let row = 0; row < storedCount; row += chunkRows) {
    const some = min(chunkRows, storedCount - row);
    drawFresh((some + 15) & ~15);
    toRowMajor(storedRows + ((<usize>(row * n)) << 2), some);
  }
}

/**
 * Brings the rows from `first` of a batch, `rows` of them, into the chunk. Rows up to the next multiple
 * of 16 are drawn too; they count for nothing.
 */
export function nextDenseRows(first: i32, rows: i32): void {
  const whole = (rows + 15) & ~15;
  if (source == freshRows) {
    drawFresh(whole);
    return;
  }
  if (source == fixedRows) fillBits(indexState, indices, whole);
  for (let row = 0; row < whole; row++) {
    // The upper 32 bits of u · count: each row within 1 / 2^32 of its share.
    const at: i32 =
      source == fixedRows
        ? <i32>(((<u64>load<u32>(indices + ((<usize>row) << 2))) * <u64>storedCount) >> 32)
        : min(first + row, batch - 1);
    scatter(storedRows + ((<usize>(at * n)) << 2), row);
  }
}

/** Where feature 0 of a row of the chunk lies; the next feature is 16 bytes on. */
@inline
function place(base: usize, row: i32): usize {
  return base + (((<usize>(row >> 2)) * <usize>n) << 4) + ((<usize>(row & 3)) << 2);
}

function scatter(from: usize, row: i32): void {
  let to = place(x, row);
  for (let j = 0; j < n; j++, to += 16, from += 4) store<f32>(to, load<f32>(from));
}

/** The first `rows` rows of the chunk, row-major. */
export function toRowMajor(to: usize, rows: i32): void {
  panelToRowMajor(x, to, rows);
}

/** The first `rows` rows of an array in the order of the chunk, row-major. */
export function panelToRowMajor(panel: usize, to: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    let from = place(panel, row);
    for (let j = 0; j < n; j++, to += 4, from += 16) store<f32>(to, load<f32>(from));
  }
}

function drawFresh(rows: i32): void {
  const coupled = magnitude == coupledNormalised;
  if (alwaysOn || coupled) {
    drawValues(x, rows * n);
    if (coupled) mask(x, x, rows, true);
  } else drawMasked(rows);
  if (coupled || magnitude == uniformNormalised) normalise(rows);
}

function drawMasked(rows: i32): void {
  const bytes = (<usize>n) << 6;
  for (let at = x, end = x + (<usize>(rows >> 4)) * bytes; at < end; at += bytes) {
    drawValues(at, 16 * n);
    fillUniform(dataState, masks, 16 * (n / setSize));
    if (setSize > 1) maskSets(at, masks, 16);
    else mask(at, masks, 16, false);
  }
}

function drawValues(at: usize, count: i32): void {
  fillUniform(dataState, at, count);
  if (magnitude != signedMagnitude) return;
  const one = f32x4.splat(1);
  for (let end = at + ((<usize>count) << 2); at < end; at += 16) {
    const value = v128.load(at);
    v128.store(at, f32x4.sub(f32x4.add(value, value), one));
  }
}

/** Sets the entries to 0 whose draw is not below p (`coupled`: is above p). */
function mask(at: usize, draws: usize, rows: i32, coupled: bool): void {
  for (let block = rows >> 2; block > 0; block--) {
    let p = probability;
    for (let j = 0; j < n; j++, p += 4, at += 16, draws += 16) {
      const threshold = v128.load32_splat(p);
      const u = v128.load(draws);
      v128.store(at, v128.and(v128.load(at), coupled ? f32x4.le(u, threshold) : f32x4.lt(u, threshold)));
    }
  }
}

/** Sets the entries to 0 for which the draw of their set, one for `setSize` features, is not in the interval. */
function maskSets(at: usize, draws: usize, rows: i32): void {
  for (let block = rows >> 2; block > 0; block--) {
    let end: usize = 0;
    for (let set = n / setSize; set > 0; set--, draws += 16) {
      const u = v128.load(draws);
      for (let member = setSize; member > 0; member--, end += 4, at += 16) {
        const from = f32x4.ge(u, v128.load32_splat(low + end));
        const below = f32x4.lt(u, v128.load32_splat(high + end));
        v128.store(at, v128.and(v128.load(at), v128.and(from, below)));
      }
    }
  }
}

/** Divides each row by its L2 norm; rows of zeros stay so. */
function normalise(rows: i32): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const blockBytes = (<usize>n) << 4;
  for (let block = x, end = x + (<usize>(rows >> 2)) * blockBytes; block < end; block += blockBytes) {
    const last = block + blockBytes;
    let squares = zero;
    for (let at = block; at < last; at += 16) {
      const value = v128.load(at);
      squares = f32x4.add(squares, f32x4.mul(value, value));
    }
    const norm = v128.bitselect(f32x4.sqrt(squares), one, f32x4.gt(squares, zero));
    for (let at = block; at < last; at += 16) v128.store(at, f32x4.div(v128.load(at), norm));
  }
}
