/**
 * The rows that the shaders have to draw, one entry after the other and in float64: the definition of
 * src/subjects/webgpu/fused/wgsl/{random,rows}.ts, written a second time.
 */
import { createHash } from 'node:crypto';
import { type Matrix, matrix } from '../../../../src/models/matrix.js';
import { onIntervals, setSize } from '../../../../src/setting/feature-sets.js';
import type { Setting } from '../../../../src/setting/schema.js';

type Words = [number, number, number, number];

/** The first `rows` rows of the stream, before any normalisation. */
export function rowsByDefinition(setting: Setting, rows: number, seed: number): Matrix {
  const { n, data, training } = setting;
  const key = keyOf(seed);
  const word = (row: number, item: number, stream: number): number =>
    hash([row, Math.floor(item / 4) + stream * 2 ** 24, ...key])[item % 4]!;
  const numberOf = (at: number): number => {
    if (data.rows.kind === 'full-batch') return at % training.batch;
    if (data.rows.kind === 'fresh') return at;
    return Math.floor((word(at, 0, 2) * data.rows.count) / 2 ** 32);
  };
  const intervals = onIntervals(setting);
  return matrix(rows, n, (at, i) => {
    const row = numberOf(at);
    const u = Math.floor(word(row, i, 1) / 256) / 2 ** 24;
    if (data.magnitude === 'coupled-normalised') return u <= intervals[i]!.high ? u : 0;
    const mask = word(row, Math.floor(i / setSize(setting)), 0);
    const { low, high } = intervals[i]!;
    const isOn = mask >= Math.round(low * 2 ** 32) && mask < Math.round(high * 2 ** 32);
    return isOn ? (data.magnitude === 'signed' ? 2 * u - 1 : u) : 0;
  });
}

function keyOf(seed: number): [number, number] {
  const bytes = createHash('sha256').update(`counter/${seed}`).digest();
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}

/** pcg4d of Jarzynski and Olano (2020), by whole numbers of any size. */
function hash(start: Words): number[] {
  const mask = 0xffffffffn;
  const v = start.map((word) => (BigInt(word) * 1664525n + 1013904223n) & mask) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const round = (): void => {
    v[0] = (v[0] + v[1] * v[3]) & mask;
    v[1] = (v[1] + v[2] * v[0]) & mask;
    v[2] = (v[2] + v[0] * v[1]) & mask;
    v[3] = (v[3] + v[1] * v[2]) & mask;
  };
  round();
  for (let k = 0; k < 4; k++) v[k]! ^= v[k]! >> 16n;
  round();
  return v.map(Number);
}
