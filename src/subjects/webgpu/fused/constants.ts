/** The constants of an instance that its shader reads: see wgsl/bindings.ts. */
import { createHash } from 'node:crypto';
import { attackRadius } from '../../../data/mean-input-norm.js';
import { importances } from '../../../setting/derived.js';
import { onIntervals } from '../../../setting/feature-sets.js';
import type { Setting } from '../../../setting/schema.js';

/** Words of an instance: a multiple of four. */
export function constantWords(n: number): number {
  return 4 + 3 * 4 * Math.ceil(n / 4);
}

/** Writes the constants of a setting and a seed into `into`, which is `constantWords(n)` long. */
export function writeConstants(setting: Setting, seed: number, into: Uint32Array): void {
  const { n, data } = setting;
  const padded = 4 * Math.ceil(n / 4);
  const floats = new Float32Array(into.buffer, into.byteOffset, into.length);
  const [first, second] = keyOf(seed);
  into[0] = first;
  into[1] = second;
  floats[2] = attackRadius(setting);
  // A feature that is not there is never on: its low is above its high.
  into.fill(1, 4, 4 + padded);
  onIntervals(setting).forEach(({ low, high }, i) => {
    // The words w with low · 2³² ≤ w < high · 2³², to the nearest; of the coupled generator k ≤ high · 2²⁴.
    const isCoupled = data.magnitude === 'coupled-normalised';
    into[4 + i] = Math.round(low * 2 ** 32);
    into[4 + padded + i] = isCoupled ? Math.floor(high * 2 ** 24) : Math.round(high * 2 ** 32) - 1;
  });
  floats.set(importances(setting), 4 + 2 * padded);
}

/** The key of a seed's streams: neighbouring seeds share nothing. */
function keyOf(seed: number): [number, number] {
  const hash = createHash('sha256').update(`counter/${seed}`).digest();
  return [hash.readUInt32LE(0), hash.readUInt32LE(4)];
}
