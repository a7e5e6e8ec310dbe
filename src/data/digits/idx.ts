/**
 * The IDX format of the classic digit files, plain or gzip: a magic number that says what follows, the
 * sizes, and then one byte a value. All numbers are big-endian.
 *
 *     images: 0x00000803, count, 28, 28, count × 784 bytes     labels: 0x00000801, count, count bytes
 *
 * A file is streamed twice. The first pass believes nothing: it checks the header, the length and the
 * labels, and holds a chunk at a time. Only what is known to be there is then allocated and filled, so a
 * file that claims to be large costs nothing, and one that is right costs its own size.
 * Source: "The MNIST database of handwritten digits", file formats.
 */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputError } from '../../setting/input-error.js';
import { classes, pixels, sharedBytes, side } from './digit-set.js';

export type IdxKind = 'images' | 'labels';

/** Bytes that can be read from their beginning more than once. */
export interface ByteSource {
  /** For messages: printable. */
  readonly name: string;
  readonly packing: 'plain' | 'gzip';
  open(): AsyncIterable<Uint8Array>;
}

export interface IdxContent {
  readonly count: number;
  /** Without the header. */
  readonly data: Uint8Array;
}

const headerLength = { images: 16, labels: 8 } as const;
const magic = { images: 0x803, labels: 0x801 } as const;
const itemLength = { images: pixels, labels: 1 } as const;

/** Of MNIST's 60,000 far above; a gzip of zeros that unpacks to more would only fill the memory. */
const mostItems = 1_000_000;

/**
 * @param allocate gives room for the content; asked once, when all of it is known to be there.
 * @throws InputError one sentence that names the file and the fault.
 */
export async function readIdx(
  kind: IdxKind,
  source: ByteSource,
  allocate: (bytes: number) => Uint8Array = sharedBytes,
): Promise<IdxContent> {
  const { count, sha256 } = await survey(kind, source);
  const data = allocate(count * itemLength[kind]);
  const hash = createHash('sha256');
  let at = -headerLength[kind];
  await eachChunk(source, (chunk) => {
    hash.update(chunk);
    const skipped = Math.min(chunk.length, Math.max(0, -at));
    const room = Math.max(0, data.length - Math.max(0, at));
    data.set(chunk.subarray(skipped, skipped + room), Math.max(0, at));
    at += chunk.length;
  });
  if (hash.digest('hex') !== sha256)
    throw fault(source, 'changed while it was read; read it again when nothing writes to it');
  return { count, data };
}

/** The first pass: everything is checked, nothing is kept. */
async function survey(kind: IdxKind, source: ByteSource): Promise<{ count: number; sha256: string }> {
  const header = new Uint8Array(headerLength[kind]);
  const hash = createHash('sha256');
  let length = 0;
  let count = 0;
  await eachChunk(source, (chunk) => {
    hash.update(chunk);
    if (length < header.length) {
      header.set(chunk.subarray(0, header.length - length), length);
      if (length + chunk.length >= header.length) count = countOf(kind, header, source);
    }
    if (kind === 'labels') refuseOutOfRange(chunk, length, source);
    length += chunk.length;
    const expected = header.length + count * itemLength[kind];
    if (length > header.length && length > expected)
      throw fault(source, `goes on beyond the ${expected} bytes that its header announces; get it again`);
  });
  if (length < header.length)
    throw fault(
      source,
      `has ${length} bytes, fewer than the ${header.length} of an IDX header; get it again`,
    );
  const expected = header.length + count * itemLength[kind];
  if (length < expected)
    throw fault(
      source,
      `ends after ${length} bytes, but its header announces ${count} ${kind}, ${expected} bytes; get it again`,
    );
  return { count, sha256: hash.digest('hex') };
}

/** The number of images or labels that a header announces. */
function countOf(kind: IdxKind, header: Uint8Array, source: ByteSource): number {
  const view = new DataView(header.buffer);
  const found = view.getUint32(0);
  if (found !== magic[kind]) {
    const other = kind === 'images' ? 'labels' : 'images';
    const means = found === magic[other] ? `, that of ${other}` : '';
    throw fault(
      source,
      `begins with the magic number ${hex(found)}${means}; ${kind} in IDX begin with ${hex(magic[kind])}`,
    );
  }
  const count = view.getUint32(4);
  if (count === 0) throw fault(source, `holds no ${kind}; get one that does`);
  if (count > mostItems)
    throw fault(source, `announces ${count} ${kind}, more than the limit of ${mostItems}`);
  if (kind === 'images') {
    const [rows, columns] = [view.getUint32(8), view.getUint32(12)];
    if (rows !== side || columns !== side)
      throw fault(source, `holds images of ${rows} × ${columns} pixels; digits are ${side} × ${side}`);
  }
  return count;
}

/** @param at where in the file the chunk begins. */
function refuseOutOfRange(chunk: Uint8Array, at: number, source: ByteSource): void {
  for (let k = Math.max(0, headerLength.labels - at); k < chunk.length; k++) {
    if (chunk[k]! >= classes) {
      const label = at + k - headerLength.labels;
      throw fault(source, `holds ${chunk[k]} as label ${label}; labels are 0 to ${classes - 1}`);
    }
  }
}

/** Streams the content, unpacked; an error that `take` throws ends the stream and is passed on. */
async function eachChunk(source: ByteSource, take: (chunk: Uint8Array) => void): Promise<void> {
  const takeAll = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) take(chunk);
  };
  try {
    if (source.packing === 'plain') await takeAll(source.open());
    else await pipeline(source.open(), createGunzip(), takeAll);
  } catch (error) {
    throw error instanceof InputError ? error : readingFault(source, error as NodeJS.ErrnoException);
  }
}

function readingFault(source: ByteSource, { code = '', message }: NodeJS.ErrnoException): InputError {
  if (code === 'Z_BUF_ERROR') return fault(source, 'is a truncated gzip; get it again');
  if (code.startsWith('Z_')) return fault(source, `is a damaged gzip (${message}); get it again`);
  return fault(source, `cannot be read (${code || message}); check the path and its permissions`);
}

function fault({ name }: ByteSource, what: string): InputError {
  return new InputError(`${name}: ${what}`);
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}
