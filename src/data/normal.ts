/**
 * One draw of N(0, 1), by Box and Muller (1958): √(−2 ln u) · cos(2πv). u is a multiple of 2⁻³² in
 * (0, 1], so no draw lies beyond √(2 · 32 · ln 2) ≈ 6.66 deviations.
 */
import type { RandomStream } from './random.js';

export function normal(stream: RandomStream): number {
  const u = (stream.next() + 1) * 2 ** -32;
  const v = stream.next() * 2 ** -32;
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}
