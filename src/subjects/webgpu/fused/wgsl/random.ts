/**
 * Random words by counter: a draw is a hash of (row, block and stream, key of the seed), so that any number
 * of threads draw the same rows in any order, and nothing has to be kept between steps.
 *
 * Method. pcg4d (Jarzynski and Olano 2020, "Hash Functions for GPU Rendering"): four words by a linear
 * congruential step, two rounds of multiply-add across the words, and a shift between them. 28 operations
 * for four words, where Philox (Salmon et al. 2011) takes some 300 without a wide product, which WGSL lacks.
 * Only the upper 24 bits become floats.
 */

/** A stream never serves two purposes. They are the upper 8 bits of the second word. */
export const streams = { masks: 0, values: 1, indices: 2 } as const;

export const random = /* wgsl */ `
/** Of the instance that this thread works on. */
var<private> key: vec2u;

fn scramble(start: vec4u) -> vec4u {
  var v = start * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

/** Four words of 32 random bits for the block (four features, or four sets of them) of a row. */
fn draw(row: u32, block: u32, stream: u32) -> vec4u {
  return scramble(vec4u(row, block | (stream << 24u), key.x, key.y));
}

/** The upper 24 bits as k · 2⁻²⁴: U[0, 1), exact in float32. */
fn unit(words: vec4u) -> vec4f {
  return vec4f(words >> vec4u(8u)) * 5.9604644775390625e-8;
}

/** The upper 32 bits of a · b. */
fn upperProduct(a: u32, b: u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u);
}
`;
