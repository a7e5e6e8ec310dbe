/**
 * The auto-encoder of the features f: c = tanh(E f + e), y = max(0, tanh(D c + b)), and
 *
 *     L = mean over rows and features of (y − f)²
 *     do = 2 (y − f) / (N hidden) · (1 − y²) [y > 0]      dL/dD = Σ do cᵀ,  dL/db = Σ do
 *     da = (Dᵀ do) (1 − c²)                               dL/dE = Σ da fᵀ,  dL/de = Σ da
 *
 * D is kept transposed, code × hidden, so that all rows are features.
 */
import { floats, roundUp } from '../../assembly/memory';
import { rowBytes, vectors } from './classifier';
import { sumOf, tangent } from './exponential';
import { gradientOf, newNetwork, parametersOf } from './network';

let code: i32 = 0;
let paddedCode: i32 = 0;
/** The code c of the row at hand; its inner slopes. */
let codes: usize = 0;
let slopes: usize = 0;
let network: usize = 0;

export function setUpAutoEncoder(dimensions: i32): usize {
  code = dimensions;
  paddedCode = roundUp(dimensions, 4);
  codes = floats(paddedCode);
  slopes = floats(vectors << 2);
  network = newNetwork((2 * code + 1) * (vectors << 2) + paddedCode);
  return network;
}

@inline
function codeBiasOffset(): usize {
  return <usize>code * rowBytes;
}

@inline
function decoderOffset(): usize {
  return codeBiasOffset() + ((<usize>paddedCode) << 2);
}

@inline
function biasOffset(): usize {
  return decoderOffset() + <usize>code * rowBytes;
}

/** Adds the gradient of one row, with `share` = 2 / (N hidden); returns its sum of squared errors. */
export function addRow(f: usize, share: f32): f64 {
  const parameters = parametersOf(network);
  const gradient = gradientOf(network);
  encode(f, parameters);
  const loss = decode(f, parameters, gradient + biasOffset(), share);
  for (let a = 0; a < code; a++) {
    const row = <usize>a * rowBytes;
    const place = (<usize>a) << 2;
    const c = load<f32>(codes + place);
    const decoderGradient = gradient + decoderOffset() + row;
    const decoder = parameters + decoderOffset() + row;
    const cs = f32x4.splat(c);
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const slope = v128.load(slopes + at);
      const g = decoderGradient + at;
      v128.store(g, f32x4.add(v128.load(g), f32x4.mul(cs, slope)));
      sum = f32x4.add(sum, f32x4.mul(slope, v128.load(decoder + at)));
    }
    const back = sumOf(sum) * (1 - c * c);
    const biasGradient = gradient + codeBiasOffset() + place;
    store<f32>(biasGradient, load<f32>(biasGradient) + back);
    const backs = f32x4.splat(back);
    const encoderGradient = gradient + row;
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const g = encoderGradient + at;
      v128.store(g, f32x4.add(v128.load(g), f32x4.mul(backs, v128.load(f + at))));
    }
  }
  return loss;
}

function encode(f: usize, parameters: usize): void {
  const bias = parameters + codeBiasOffset();
  for (let a = 0; a < code; a++) {
    const row = parameters + <usize>a * rowBytes;
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at < rowBytes; at += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(row + at), v128.load(f + at)));
    }
    const place = (<usize>a) << 2;
    store<f32>(codes + place, sumOf(sum) + load<f32>(bias + place));
  }
  for (let at: usize = 0; at < (<usize>paddedCode) << 2; at += 16) {
    v128.store(codes + at, tangent(v128.load(codes + at)));
  }
}

/** Leaves do in `slopes`, and adds it to the gradient of b. */
function decode(f: usize, parameters: usize, biasGradient: usize, share: f32): f64 {
  const decoder = parameters + decoderOffset();
  const bias = parameters + biasOffset();
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const shares = f32x4.splat(share);
  let squares = zero;
  for (let at: usize = 0; at < rowBytes; at += 16) {
    let sum = v128.load(bias + at);
    for (let a = 0; a < code; a++) {
      const c = v128.load32_splat(codes + ((<usize>a) << 2));
      sum = f32x4.add(sum, f32x4.mul(c, v128.load(decoder + <usize>a * rowBytes + at)));
    }
    const y = f32x4.max(tangent(sum), zero);
    const error = f32x4.sub(y, v128.load(f + at));
    squares = f32x4.add(squares, f32x4.mul(error, error));
    const slope = v128.and(f32x4.sub(one, f32x4.mul(y, y)), f32x4.gt(y, zero));
    const back = f32x4.mul(f32x4.mul(error, shares), slope);
    v128.store(slopes + at, back);
    v128.store(biasGradient + at, f32x4.add(v128.load(biasGradient + at), back));
  }
  return <f64>sumOf(squares);
}
