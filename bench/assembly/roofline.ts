/**
 * The most multiply-adds that WebAssembly SIMD does on this machine: twelve sums of four lanes, all in
 * registers, each multiplied and added to in turn. Twelve chains hide the latency of a multiplication
 * and an addition (3 or 4 cycles each) at two vectors a cycle, and with both factors they are fourteen
 * of the fifteen vector registers that V8 leaves on x64. Nothing is read from memory.
 */

/** Multiply-adds of a round. */
const perRound: f64 = 48;

/** @returns the multiply-adds done; the sums go to memory, so that no compiler leaves them out. */
export function multiplyAdd(rounds: i32): f64 {
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1);
  let a = one,
    b = one,
    c = one,
    d = one,
    e = one,
    f = one;
  let g = one,
    h = one,
    i = one,
    j = one,
    k = one,
    l = one;
  for (let round = 0; round < rounds; round++) {
    a = f32x4.add(f32x4.mul(a, half), one);
    b = f32x4.add(f32x4.mul(b, half), one);
    c = f32x4.add(f32x4.mul(c, half), one);
    d = f32x4.add(f32x4.mul(d, half), one);
    e = f32x4.add(f32x4.mul(e, half), one);
    f = f32x4.add(f32x4.mul(f, half), one);
    g = f32x4.add(f32x4.mul(g, half), one);
    h = f32x4.add(f32x4.mul(h, half), one);
    i = f32x4.add(f32x4.mul(i, half), one);
    j = f32x4.add(f32x4.mul(j, half), one);
    k = f32x4.add(f32x4.mul(k, half), one);
    l = f32x4.add(f32x4.mul(l, half), one);
  }
  const to = __heap_base;
  v128.store(to, a, 0);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  v128.store(to, e, 64);
  v128.store(to, f, 80);
  v128.store(to, g, 96);
  v128.store(to, h, 112);
  v128.store(to, i, 128);
  v128.store(to, j, 144);
  v128.store(to, k, 160);
  v128.store(to, l, 176);
  return perRound * <f64>rounds;
}
