/**
 * Random bits: four lanes of XORSHIFT-ADD (XSadd; Saito and Matsumoto 2011), period 2^128 − 1 a lane.
 *
 * The state of a lane is four words; a draw makes the next word
 *     t = s0 ^ (s0 << 15);  t ^= t >> 18;  t ^= s3 << 11
 * and returns t + s3. It is linear over GF(2) but for that sum, so the lowest bit is weak; only the
 * upper 24 bits become floats. It was chosen because a draw of four numbers takes 7 operations and the
 * next draw can start after 2 of them.
 *
 * The sixteen words of a stream are the output of SplitMix64 from a hash of (seed, stream), so streams
 * and lanes start at unrelated places of the period; the chance that any two of 2^20 lanes overlap
 * within 2^50 draws is below 2^-36.
 */
import { allocate } from './memory';

/** Bytes of a stream's state: four words of four lanes. */
const stateBytes: usize = 64;

@inline
function splitMix(z: u64): u64 {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** The start of a stream of a master seed. */
export function newStream(seed: u32, stream: u32): usize {
  const state = allocate(stateBytes);
  let z: u64 = splitMix(((<u64>stream) << 32) | (<u64>seed));
  for (let word: usize = 0; word < stateBytes; word += 8) {
    z += 0x9e3779b97f4a7c15;
    // A lane whose words are all zero would stay so; an odd first word makes that impossible.
    store<u64>(state + word, splitMix(z) | (word < 16 ? 0x0000000100000001 : 0));
  }
  return state;
}

@inline
function next(s0: v128, s3: v128): v128 {
  let t = v128.xor(s0, i32x4.shl(s0, 15));
  t = v128.xor(t, i32x4.shr_u(t, 18));
  return v128.xor(t, i32x4.shl(s3, 11));
}

/** The upper 24 bits as k · 2^-24: U[0, 1) on the grid of 24-bit floats. */
@inline
function toUnit(bits: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 8)), f32x4.splat(5.9604644775390625e-8));
}

/** `count` numbers of U[0, 1); count is a multiple of 16. */
export function fillUniform(state: usize, to: usize, count: i32): void {
  fill(true, state, to, count);
}

/** `count` whole numbers of 32 random bits; count is a multiple of 16. */
export function fillBits(state: usize, to: usize, count: i32): void {
  fill(false, state, to, count);
}

@inline
function fill(asUnit: bool, state: usize, to: usize, count: i32): void {
  let s0 = v128.load(state);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  for (const end = to + ((<usize>count) << 2); to < end; to += 64) {
    s0 = next(s0, s3);
    put(asUnit, to, i32x4.add(s0, s3));
    s1 = next(s1, s0);
    put(asUnit, to + 16, i32x4.add(s1, s0));
    s2 = next(s2, s1);
    put(asUnit, to + 32, i32x4.add(s2, s1));
    s3 = next(s3, s2);
    put(asUnit, to + 48, i32x4.add(s3, s2));
  }
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
}

@inline
function put(asUnit: bool, to: usize, bits: v128): void {
  v128.store(to, asUnit ? toUnit(bits) : bits);
}
