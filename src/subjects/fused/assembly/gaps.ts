/**
 * The gaps between active features. The entries of all rows to come are one row of independent trials, so the
 * number of trials from one active feature to the next is geometric,
 *     gap = ⌊E / λ⌋,  E = −ln(1 − u),  λ = −ln(1 − p):      P(gap ≥ k) = e^(−λ k) = (1 − p)^k.
 * With a p for each feature the trials have the largest p, and an entry is kept with probability p_j / p.
 *
 * u has 31 random bits, rounded to float32 and kept below 1, so P(gap = 0) is p within 2^-31 + 2^-22 p, and the
 * longest gap is 17 / p. An entry takes a gap, a value, and where the p differ a third draw; the stream runs on
 * from batch to batch.
 */
import { signedMagnitude } from '../codes';
import { logarithmOfOneMinus } from './logarithm';
import { floats } from './memory';
import { fillBits, fillUniform } from './random';
import { n, probability } from './shape';

/** How many entries are drawn together, a multiple of 16. */
export const drawn: i32 = 64;

let inverseRate: f32 = 0;
/** ⌈2^52 / n⌉: at / n is at · this / 2^52, exactly, since at < max(8192, 256 n) and 256 n² < 2^52 within memory. */
export const divisionShift: u64 = 52;
export let inverseFeatures: u64 = 0;
export let largest: f32 = 0;
export let allEqual: bool = true;
export let gaps: usize = 0;
export let values: usize = 0;
export let keeps: usize = 0;
let magnitude: i32 = 0;
let dataState: usize = 0;

export function setUpGaps(kind: i32, state: usize): void {
  magnitude = kind;
  dataState = state;
  for (let j = 0; j < n; j++) {
    const p = load<f32>(probability + ((<usize>j) << 2));
    if (j > 0 && p != largest) allEqual = false;
    largest = max(largest, p);
  }
  // Of p = 1 the rate is infinite and every gap 0, as it should be.
  inverseRate = <f32>(-1 / Math.log1p(-(<f64>largest)));
  inverseFeatures = ((<u64>1 << divisionShift) + <u64>(n - 1)) / <u64>n;
  gaps = floats(drawn);
  values = floats(drawn);
  keeps = floats(drawn);
  refill();
}

/** Gaps, values and, where needed, the draws that decide whether an entry is kept. */
export function refill(): void {
  fillBits(dataState, gaps, drawn);
  const last = f32x4.splat(<f32>(1 - 5.9604644775390625e-8));
  const unit = f32x4.splat(4.656612873077393e-10);
  const inverse = f32x4.splat(-inverseRate);
  for (let at = gaps, end = gaps + (<usize>drawn << 2); at < end; at += 16) {
    const u = f32x4.pmin(f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(at), 1)), unit), last);
    v128.store(at, i32x4.trunc_sat_f32x4_s(f32x4.mul(logarithmOfOneMinus(u), inverse)));
  }
  fillUniform(dataState, values, drawn);
  if (magnitude == signedMagnitude) {
    const one = f32x4.splat(1);
    for (let at = values, end = values + (<usize>drawn << 2); at < end; at += 16) {
      const value = v128.load(at);
      v128.store(at, f32x4.sub(f32x4.add(value, value), one));
    }
  }
  if (!allEqual) fillUniform(dataState, keeps, drawn);
}
