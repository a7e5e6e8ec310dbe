/**
 * The classifier: h = max(0, tanh(W₁ x + b₁)), z = W₂ h + b₂, and the cross-entropy of softmax(z).
 *
 *     L = mean over digits of log Σ_k e^{z_k} − z_label
 *     dL/dz_k = (softmax_k − [k = label]) / N      dL/dW₂ = Σ dz hᵀ,  dL/db₂ = Σ dz
 *     da = (W₂ᵀ dz) (1 − h²) [h > 0]               dL/dW₁ = Σ da xᵀ,  dL/db₁ = Σ da
 *
 * W₁ is kept by pixel (784 × hidden), so that a pixel's row is added to the sums, and gets its gradient,
 * as it lies. Sums over digits are taken one digit after the other.
 */
import { floats, roundUp } from '../../assembly/memory';
import { exponential, sumOf, tangent } from './exponential';
import { gradientOf, newNetwork, parametersOf } from './network';
import { list, listEnd, listPixels, pixels, setUpList } from './pixel-list';

export const classes: i32 = 10;
const paddedClasses: i32 = 12;

/** Of a row, padded. */
export let rowBytes: usize = 0;
export let vectors: i32 = 0;
/** The activation h of the digit that was last passed. */
export let hidden: usize = 0;
let back: usize = 0;
let scores: usize = 0;
let classifier: usize = 0;

export function setUpClassifier(hiddenUnits: i32): usize {
  const width = roundUp(hiddenUnits, 4);
  rowBytes = (<usize>width) << 2;
  vectors = width >> 2;
  hidden = floats(width);
  back = floats(width);
  scores = floats(paddedClasses);
  setUpList();
  classifier = newNetwork(pixels * width + width + classes * width + paddedClasses);
  return classifier;
}

@inline
function biasOffset(): usize {
  return <usize>pixels * rowBytes;
}

@inline
function headOffset(): usize {
  return biasOffset() + rowBytes;
}

@inline
function headBiasOffset(): usize {
  return headOffset() + <usize>classes * rowBytes;
}

/** So many vectors of W₁ x + b₁ at once, in registers. */
@inline
function forwardTile(width: i32, W: usize, bias: usize, to: usize): void {
  let a = v128.load(bias);
  let b = width > 1 ? v128.load(bias, 16) : a;
  let c = width > 2 ? v128.load(bias, 32) : a;
  let d = width > 3 ? v128.load(bias, 48) : a;
  for (let at = list; at < listEnd; at += 8) {
    const x = v128.load32_splat(at, 4);
    const row = W + <usize>load<u32>(at);
    a = f32x4.add(a, f32x4.mul(x, v128.load(row)));
    if (width > 1) b = f32x4.add(b, f32x4.mul(x, v128.load(row, 16)));
    if (width > 2) c = f32x4.add(c, f32x4.mul(x, v128.load(row, 32)));
    if (width > 3) d = f32x4.add(d, f32x4.mul(x, v128.load(row, 48)));
  }
  v128.store(to, activation(a));
  if (width > 1) v128.store(to, activation(b), 16);
  if (width > 2) v128.store(to, activation(c), 32);
  if (width > 3) v128.store(to, activation(d), 48);
}

@inline
function activation(a: v128): v128 {
  return f32x4.max(tangent(a), f32x4.splat(0));
}

/** h of a digit; its pixels stay listed. */
export function hiddenOf(image: usize): void {
  listPixels(image, rowBytes);
  const W = parametersOf(classifier);
  const bias = W + biasOffset();
  let offset: usize = 0;
  for (let left = vectors; left > 0; ) {
    if (left == 1) { forwardTile(1, W + offset, bias + offset, hidden + offset); left -= 1; offset += 16; }
    else if (left == 2) { forwardTile(2, W + offset, bias + offset, hidden + offset); left -= 2; offset += 32; }
    else if (left == 3) { forwardTile(3, W + offset, bias + offset, hidden + offset); left -= 3; offset += 48; }
    else { forwardTile(4, W + offset, bias + offset, hidden + offset); left -= 4; offset += 64; }
  }
}

/** z of the digit whose h is there; what pads it is far below every score. */
function scoresOf(): void {
  const head = parametersOf(classifier) + headOffset();
  const bias = parametersOf(classifier) + headBiasOffset();
  for (let k = 0; k < classes; k++) {
    const row = head + <usize>k * rowBytes;
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(row + at), v128.load(hidden + at)));
    }
    const place = (<usize>k) << 2;
    store<f32>(scores + place, sumOf(sum) + load<f32>(bias + place));
  }
  for (let k = classes; k < paddedClasses; k++) store<f32>(scores + ((<usize>k) << 2), -Infinity);
}

/** The class of the highest score, the first of equal ones. */
export function classOf(image: usize): i32 {
  hiddenOf(image);
  scoresOf();
  let best = 0;
  for (let k = 1; k < classes; k++) {
    if (load<f32>(scores + ((<usize>k) << 2)) > load<f32>(scores + ((<usize>best) << 2))) best = k;
  }
  return best;
}

/** Adds the gradient of one digit, `share` of the mean over the batch; returns its loss. */
export function addDigit(image: usize, label: i32, share: f32): f64 {
  hiddenOf(image);
  scoresOf();
  const loss = softmax(label, share);
  const head = parametersOf(classifier) + headOffset();
  const gradient = gradientOf(classifier);
  const headGradient = gradient + headOffset();
  const headBiasGradient = gradient + headBiasOffset();
  memory.fill(back, 0, rowBytes);
  for (let k = 0; k < classes; k++) {
    const place = (<usize>k) << 2;
    const slope = load<f32>(scores + place);
    store<f32>(headBiasGradient + place, load<f32>(headBiasGradient + place) + slope);
    const slopes = f32x4.splat(slope);
    const row = (<usize>k) * rowBytes;
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const g = headGradient + row + at;
      v128.store(g, f32x4.add(v128.load(g), f32x4.mul(slopes, v128.load(hidden + at))));
      v128.store(
        back + at,
        f32x4.add(v128.load(back + at), f32x4.mul(slopes, v128.load(head + row + at))),
      );
    }
  }
  throughActivation(gradient + biasOffset());
  addOuter(gradient);
  return loss;
}

/** The scores become dL/dz. */
function softmax(label: i32, share: f32): f64 {
  let most = load<f32>(scores);
  for (let k = 1; k < classes; k++) most = max<f32>(most, load<f32>(scores + ((<usize>k) << 2)));
  const own = (<usize>label) << 2;
  const ownScore = load<f32>(scores + own);
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < <usize>(paddedClasses * 4); at += 16) {
    const below = f32x4.sub(v128.load(scores + at), f32x4.splat(most));
    // e^−87 is the least number that float32 has in full precision.
    const known = exponential(f32x4.max(below, f32x4.splat(-87)));
    const e = v128.and(known, f32x4.ne(below, f32x4.splat(-Infinity)));
    v128.store(scores + at, e);
    sums = f32x4.add(sums, e);
  }
  const sum = sumOf(sums);
  const factor = f32x4.splat(share / sum);
  for (let at: usize = 0; at < <usize>(paddedClasses * 4); at += 16) {
    v128.store(scores + at, f32x4.mul(v128.load(scores + at), factor));
  }
  store<f32>(scores + own, load<f32>(scores + own) - share);
  return Math.log(<f64>sum) + <f64>most - <f64>ownScore;
}

/** dL/dh becomes dL/da, and is added to the bias's gradient. */
function throughActivation(biasGradient: usize): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < rowBytes; at += 16) {
    const h = v128.load(hidden + at);
    const slope = v128.and(f32x4.sub(one, f32x4.mul(h, h)), f32x4.gt(h, zero));
    const g = f32x4.mul(v128.load(back + at), slope);
    v128.store(back + at, g);
    v128.store(biasGradient + at, f32x4.add(v128.load(biasGradient + at), g));
  }
}

/** W₁'s gradient += da xᵀ, row by row of the pixels that have ink. */
function addOuter(gradient: usize): void {
  let offset: usize = 0;
  for (let left = vectors; left > 0; ) {
    const from = back + offset;
    if (left == 1) { outerTile(1, gradient + offset, from); left -= 1; offset += 16; }
    else if (left == 2) { outerTile(2, gradient + offset, from); left -= 2; offset += 32; }
    else if (left == 3) { outerTile(3, gradient + offset, from); left -= 3; offset += 48; }
    else { outerTile(4, gradient + offset, from); left -= 4; offset += 64; }
  }
}

@inline
function outerTile(width: i32, gradient: usize, from: usize): void {
  const a = v128.load(from);
  const b = width > 1 ? v128.load(from, 16) : a;
  const c = width > 2 ? v128.load(from, 32) : a;
  const d = width > 3 ? v128.load(from, 48) : a;
  for (let at = list; at < listEnd; at += 8) {
    const x = v128.load32_splat(at, 4);
    const row = gradient + <usize>load<u32>(at);
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(x, a)));
    if (width > 1) v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(x, b)), 16);
    if (width > 2) v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(x, c)), 32);
    if (width > 3) v128.store(row, f32x4.add(v128.load(row, 48), f32x4.mul(x, d)), 48);
  }
}
