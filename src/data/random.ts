/**
 * Seeded random streams. A master seed opens any number of named streams that are independent of each
 * other, so that drawing more data never changes the first weights.
 *
 * Method. xoshiro128++ 1.0 (Blackman and Vigna 2021, "Scrambled linear pseudorandom number
 * generators"): 128 bits of state, period 2¹²⁸ − 1, all 32 output bits usable. The state of a stream is
 * the first 128 bits of SHA-256 of its name and seed, so neighbouring seeds share nothing.
 */
import { createHash } from 'node:crypto';

/** What a stream is for; one stream never serves two purposes. */
export type StreamName =
  | 'data'
  | 'initialisation'
  | 'evaluation'
  | 'digits'
  | 'auto-encoder'
  | 'order'
  | 'order of the auto-encoder';

export interface RandomStream {
  /** A whole number from 0 to 2³² − 1. */
  next(): number;
  /** A multiple of 2⁻²⁴ in [0, 1): uniform, and exact in float32. */
  uniform(): number;
}

/** @param seed the master seed, a whole number from 0 to 2³² − 1. */
export function openStream(seed: number, name: StreamName): RandomStream {
  const hash = createHash('sha256').update(`${name}/${seed}`).digest();
  return xoshiro128([
    hash.readUInt32LE(0),
    hash.readUInt32LE(4),
    hash.readUInt32LE(8),
    hash.readUInt32LE(12),
  ]);
}

/** @param state four words, not all 0. */
export function xoshiro128(state: readonly [number, number, number, number]): RandomStream {
  // A typed array, because a captured variable that exceeds 31 bits is boxed anew at every draw.
  const words = Uint32Array.from(state);
  const next = (): number => {
    const a = words[0]!;
    const b = words[1]!;
    const d = words[3]! ^ b;
    const c = words[2]! ^ a;
    const sum = (a + words[3]!) | 0;
    words[0] = a ^ d;
    words[1] = b ^ c;
    words[2] = c ^ (b << 9);
    words[3] = (d << 11) | (d >>> 21);
    return (((sum << 7) | (sum >>> 25)) + a) >>> 0;
  };
  return { next, uniform: () => (next() >>> 8) * 2 ** -24 };
}
