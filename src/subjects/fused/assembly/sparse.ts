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
import { beginGram, At, dAt, endGram, setUpGram } from './gram';
import { floats } from './memory';
import { batch, chunkRows, gradient, hasAbsoluteTarget, hasOutputRelu, n, parameterCount, width } from './shape';
import { passFactoredRows, setUpFactored } from './sparse-factored';
import { columns, entries, nextSparseRows, owners, presentRows, rowStarts } from './sparse-rows';
import { beginTurned, endTurned } from './turned';
import { lossLanes, nextStrip, passTile } from './walk';
import { addZeroRows } from './zero-rows';

let isFactored: bool = false;
/** The targets of the chunk's rows: chunkRows × width, zero but for the active features. */
let targets: usize = 0;
/** The entries of a chunk as distances in At. */
let offsets: usize = 0;

export function setUpSparse(factored: bool): void {
  isFactored = factored;
  targets = floats(chunkRows * width);
  offsets = floats(chunkRows * n);
  if (factored) setUpFactored();
  else setUpGram();
}

/** The gradient of the next batch into `gradient`; returns the sum Σ I (y − t)² over it. */
export function sparseGradient(): f32 {
  memory.fill(gradient, 0, (<usize>parameterCount) << 2);
  v128.store(lossLanes, f32x4.splat(0));
  if (isFactored) beginTurned();
  else beginGram();
  let zeroRows = batch;
  for (let first = 0; first < batch; first += chunkRows) {
    nextSparseRows(first, min(chunkRows, batch - first));
    passChunk();
    zeroRows -= presentRows;
  }
  if (isFactored) endTurned();
  else endGram();
  return addZeroRows(<f32>zeroRows, lossLanes);
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
  if (isFactored) passFactoredRows(targets);
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
    const vectors = nextStrip(left);
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
    passTile(vectors, positive, 0, At, dAt, list, next, apart, target, offset);
    list = next;
    target += rowBytes;
  }
}
