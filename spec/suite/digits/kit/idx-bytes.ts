/** IDX files made by hand, and byte sources that lie in memory. */
import { gzipSync } from 'node:zlib';
import { pixels } from '../../../../src/data/digits/digit-set.js';
import type { ByteSource, IdxKind } from '../../../../src/data/digits/idx.js';

/** A header of big-endian words, then the content. */
export function idxBytes(words: readonly number[], content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 * words.length + content.length);
  const view = new DataView(bytes.buffer);
  words.forEach((word, k) => {
    view.setUint32(4 * k, word);
  });
  bytes.set(content, 4 * words.length);
  return bytes;
}

export function labelsFile(labels: readonly number[]): Uint8Array {
  return idxBytes([0x801, labels.length], Uint8Array.from(labels));
}

/** Pixel k of image i is (i + k) mod 256. */
export function imagesFile(count: number): Uint8Array {
  const content = Uint8Array.from(
    { length: count * pixels },
    (_, at) => (Math.floor(at / pixels) + at) % 256,
  );
  return idxBytes([0x803, count, 28, 28], content);
}

export function rightFile(kind: IdxKind, count: number): Uint8Array {
  return kind === 'images' ? imagesFile(count) : labelsFile(Array.from({ length: count }, (_, k) => k % 10));
}

export const packed = (bytes: Uint8Array): Uint8Array => gzipSync(bytes);

/** @param chunk the most bytes that come at a time. */
export function memorySource(bytes: Uint8Array, chunk = bytes.length || 1): ByteSource {
  return {
    name: 'digits-file',
    packing: bytes[0] === 0x1f && bytes[1] === 0x8b ? 'gzip' : 'plain',
    async *open() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}
