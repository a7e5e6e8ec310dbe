/**
 * The rows of a chunk for the sparse kernels: only rows with an active feature, and of those only the
 * active features, as (column, value) entries in the order of the rows.
 *
 * Fresh rows are drawn by the gaps between active features (gaps.ts): rows of zeros cost nothing.
 */
import { coupledNormalised, fixedRows, freshRows, fullBatch, givenRows, indexStream, uniformNormalised } from '../codes';
import { allEqual, divisionShift, drawn, gaps, inverseFeatures, keeps, largest, refill, setUpGaps, values } from './gaps';
import { allocate, floats, roundUp } from './memory';
import { fillBits, newStream } from './random';
import { batch, chunkRows, n, probability } from './shape';

let source: i32 = 0;
let magnitude: i32 = 0;
let indexState: usize = 0;
/** Given rows, row-major, batch × n. */
export let storedRows: usize = 0;
let storedCount: i32 = 0;
/** Of each row that is kept: where its entries lie, and how many they are. */
let storedPlaces: usize = 0;
let storedLengths: usize = 0;
let indices: usize = 0;

let cursor: i32 = 0;
/** Trials from the start of the next row to the next active feature. */
let ahead: u32 = 0;

/** The chunk: how many rows have an active feature, … */
export let presentRows: i32 = 0;
/** … the first entry of each (and the end of the last), … */
export let rowStarts: usize = 0;
/** … which row of the chunk each is, … */
let rowNumbers: usize = 0;
/** … and the entries: feature, value, and the place of their row among those with an active feature. */
export let columns: usize = 0;
export let entries: usize = 0;
export let owners: usize = 0;

/** Called once the shape and the probabilities are set. */
export function setUpSparseRows(from: i32, kind: i32, count: i32, seed: u32, state: usize): void {
  source = from;
  magnitude = kind;
  storedCount = count;
  rowStarts = floats(chunkRows + 1);
  rowNumbers = floats(chunkRows + 1);
  columns = floats(chunkRows * n + 1);
  entries = floats(chunkRows * n + 1);
  owners = floats(chunkRows * n + 1);
  if (source == givenRows) {
    storedRows = floats(storedCount * n);
    return;
  }
  setUpGaps(kind, state);
  ahead = load<u32>(gaps);
  if (source == fixedRows) indexState = newStream(seed, indexStream);
  if (source == fixedRows || source == fullBatch) drawStored();
}

/** Brings the rows from `first` of a batch, `rows` of them, into the chunk. */
export function nextSparseRows(first: i32, rows: i32): void {
  if (source == freshRows) drawFresh(rows);
  else if (source == fixedRows) drawFromStored(rows);
  else if (source == fullBatch) takeStored(first, rows);
  else readGiven(first, rows);
}

function drawFresh(rows: i32): void {
  // Fields in locals: the loop below is short, and reads of fields would be a good part of it.
  const trials = <u32>(rows * n);
  const features = <u32>n;
  const inverse = inverseFeatures;
  const coupled = magnitude == coupledNormalised;
  const unequal = !allEqual;
  const toColumns = columns;
  const toEntries = entries;
  const toOwners = owners;
  const toStarts = rowStarts;
  const toNumbers = rowNumbers;
  const valuesBeforeGaps = values - gaps;
  const keepsBeforeGaps = keeps - gaps;
  const last = gaps + ((<usize>drawn) << 2);
  let from = gaps + ((<usize>cursor) << 2);
  let at = ahead;
  let count: usize = 0;
  let present: usize = 0;
  let before: u32 = 0xffffffff;
  while (at < trials) {
    const row = <u32>((<u64>at * inverse) >> divisionShift);
    const column = at - row * features;
    let value = load<f32>(from + valuesBeforeGaps);
    let keep: u32 = 1;
    if (unequal || coupled) {
      const p = load<f32>(probability + ((<usize>column) << 2));
      if (unequal) keep = <u32>(load<f32>(from + keepsBeforeGaps) * largest < p);
      // A value under the mask u ≤ p is uniform up to p.
      if (coupled) value *= p;
    }
    // Written always, and passed over only if kept: no branch to guess wrong.
    store<u32>(toColumns + count, column);
    store<f32>(toEntries + count, value);
    store<u32>(toStarts + present, <u32>count >> 2);
    store<u32>(toNumbers + present, row);
    // The start of a row is the first of its entries that is kept.
    present += <usize>((keep & <u32>(row != before)) << 2);
    store<u32>(toOwners + count, (<u32>present >> 2) - 1);
    before = keep ? row : before;
    count += <usize>(keep << 2);
    from += 4;
    if (from == last) {
      refill();
      from = gaps;
    }
    at += load<u32>(from) + 1;
  }
  ahead = at - trials;
  cursor = <i32>((from - gaps) >> 2);
  endRows(<i32>(present >> 2), <i32>(count >> 2));
  if (coupled || magnitude == uniformNormalised) normalise();
}

function endRows(present: i32, count: i32): void {
  presentRows = present;
  store<i32>(rowStarts + ((<usize>present) << 2), count);
}

/** Divides each row by its L2 norm. */
function normalise(): void {
  for (let row: usize = 0; row < <usize>presentRows; row++) {
    const start = entries + ((<usize>load<u32>(rowStarts + (row << 2))) << 2);
    const end = entries + ((<usize>load<u32>(rowStarts + (row << 2), 4)) << 2);
    let squares: f32 = 0;
    for (let at = start; at < end; at += 4) squares += load<f32>(at) * load<f32>(at);
    if (squares == 0) continue;
    const norm = sqrt<f32>(squares);
    for (let at = start; at < end; at += 4) store<f32>(at, load<f32>(at) / norm);
  }
}

/** The rows that are kept, as pairs of column and value. */
function drawStored(): void {
  storedPlaces = floats(storedCount);
  storedLengths = floats(storedCount);
  memory.fill(storedLengths, 0, (<usize>storedCount) << 2);
  for (let first = 0; first < storedCount; first += chunkRows) {
    drawFresh(min(chunkRows, storedCount - first));
    let to = allocate((<usize>load<u32>(rowStarts + ((<usize>presentRows) << 2))) << 3);
    for (let row: usize = 0; row < <usize>presentRows; row++) {
      const start = load<u32>(rowStarts + (row << 2));
      const end = load<u32>(rowStarts + (row << 2), 4);
      const number = (<usize>(<u32>first + load<u32>(rowNumbers + (row << 2)))) << 2;
      store<u32>(storedPlaces + number, <u32>to);
      store<u32>(storedLengths + number, end - start);
      for (let at = <usize>start << 2; at < (<usize>end << 2); at += 4, to += 8) {
        store<u32>(to, load<u32>(columns + at));
        store<f32>(to, load<f32>(entries + at), 4);
      }
    }
  }
  indices = floats(roundUp(chunkRows, 16));
}

/** Rows of the fixed set, with replacement. */
function drawFromStored(rows: i32): void {
  fillBits(indexState, indices, roundUp(rows, 16));
  let present: usize = 0;
  let count: usize = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    // The upper 32 bits of u · count: each row within 1 / 2^32 of its share.
    const index = <usize>((<u64>load<u32>(indices + (row << 2)) * <u64>storedCount) >> 32);
    const length = copyStored(index, row, present, count);
    if (length == 0) continue;
    count += length;
    present++;
  }
  endRows(<i32>present, <i32>count);
}

/** The rows of the set from `first` on, in order. */
function takeStored(first: i32, rows: i32): void {
  let present: usize = 0;
  let count: usize = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const length = copyStored(<usize>first + row, row, present, count);
    if (length == 0) continue;
    count += length;
    present++;
  }
  endRows(<i32>present, <i32>count);
}

/** Writes the row `index` of the set as row `row` of the chunk, from entry `count` on; returns its entries. */
@inline
function copyStored(index: usize, row: usize, present: usize, count: usize): usize {
  const length = <usize>load<u32>(storedLengths + (index << 2));
  if (length == 0) return 0;
  store<u32>(rowStarts + (present << 2), <u32>count);
  store<u32>(rowNumbers + (present << 2), <u32>row);
  let from = <usize>load<u32>(storedPlaces + (index << 2));
  for (const end = from + (length << 3); from < end; from += 8, count++) {
    store<u32>(columns + (count << 2), load<u32>(from));
    store<f32>(entries + (count << 2), load<f32>(from, 4));
    store<u32>(owners + (count << 2), <u32>present);
  }
  return length;
}

function readGiven(first: i32, rows: i32): void {
  let present: usize = 0;
  let count: usize = 0;
  for (let row = 0; row < rows; row++) {
    const from = storedRows + ((<usize>((first + row) * n)) << 2);
    const start = count;
    for (let column = 0; column < n; column++) {
      const value = load<f32>(from + ((<usize>column) << 2));
      if (value == 0) continue;
      store<u32>(columns + (count << 2), column);
      store<f32>(entries + (count << 2), value);
      store<u32>(owners + (count << 2), <u32>present);
      count++;
    }
    if (count == start) continue;
    store<u32>(rowStarts + (present << 2), <u32>start);
    store<u32>(rowNumbers + (present << 2), row);
    present++;
  }
  endRows(<i32>present, <i32>count);
}

/** The next batch, row-major, batch × n. */
export function sparseRowsToRowMajor(to: usize): void {
  for (let first = 0; first < batch; first += chunkRows) {
    const rows = min(chunkRows, batch - first);
    nextSparseRows(first, rows);
    memory.fill(to, 0, (<usize>(rows * n)) << 2);
    for (let row: usize = 0; row < <usize>presentRows; row++) {
      const base = to + ((<usize>(load<i32>(rowNumbers + (row << 2)) * n)) << 2);
      const end = <usize>load<u32>(rowStarts + (row << 2), 4) << 2;
      for (let at = <usize>load<u32>(rowStarts + (row << 2)) << 2; at < end; at += 4) {
        store<f32>(base + ((<usize>load<u32>(columns + at)) << 2), load<f32>(entries + at));
      }
    }
    to += (<usize>(rows * n)) << 2;
  }
}
