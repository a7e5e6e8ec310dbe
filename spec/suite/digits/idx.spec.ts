/** The reader of the classic digit files: what it reads, what it refuses, and what it costs. */
import { Buffer } from 'node:buffer';
import { fc } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type ByteSource, type IdxKind, readIdx } from '../../../src/data/digits/idx.js';
import { InputError } from '../../../src/setting/input-error.js';
import { idxBytes, imagesFile, labelsFile, memorySource, packed, rightFile } from './kit/idx-bytes.js';

describe('a file that is right', () => {
  test.for([1, 7, 16, 100_000])('is read in chunks of %i bytes, plain or gzip', async (chunk) => {
    const file = imagesFile(3);
    for (const bytes of [file, packed(file)]) {
      const { count, data } = await readIdx('images', memorySource(bytes, chunk));
      expect(count).toBe(3);
      expect(Buffer.compare(data, file.subarray(16))).toBe(0);
    }
  });

  test('gives its labels', async () => {
    const { count, data } = await readIdx('labels', memorySource(labelsFile([5, 0, 9])));
    expect(count).toBe(3);
    expect([...data]).toEqual([5, 0, 9]);
  });
});

describe('a file that is wrong is refused in one sentence that names it', () => {
  const images = imagesFile(2);
  const cases: readonly [why: string, kind: IdxKind, bytes: Uint8Array, says: string][] = [
    ['an empty file', 'images', new Uint8Array(), 'has 0 bytes, fewer than the 16 of an IDX header'],
    [
      'another magic number',
      'images',
      idxBytes([0x1234, 1, 28, 28], new Uint8Array(784)),
      'begins with the magic number 0x00001234; images in IDX begin with 0x00000803',
    ],
    [
      'labels in place of images',
      'images',
      labelsFile([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      'begins with the magic number 0x00000801, that of labels',
    ],
    ['no images', 'images', idxBytes([0x803, 0, 28, 28], new Uint8Array()), 'holds no images'],
    [
      'images of another size',
      'images',
      idxBytes([0x803, 1, 32, 32], new Uint8Array(1024)),
      'holds images of 32 × 32 pixels; digits are 28 × 28',
    ],
    [
      'fewer images than announced',
      'images',
      images.subarray(0, images.length - 1),
      'ends after 1583 bytes, but its header announces 2 images, 1584 bytes',
    ],
    [
      'more than announced',
      'images',
      Buffer.concat([images, new Uint8Array(1)]),
      'goes on beyond the 1584 bytes that its header announces',
    ],
    [
      'a claim that would fill the memory',
      'images',
      idxBytes([0x803, 0xffffffff, 28, 28], new Uint8Array(784)),
      'announces 4294967295 images, more than the limit of 1000000',
    ],
    ['a label out of range', 'labels', labelsFile([1, 10]), 'holds 10 as label 1; labels are 0 to 9'],
    ['a truncated gzip', 'images', packed(images).subarray(0, 60), 'is a truncated gzip'],
    ['a damaged gzip', 'images', damaged(packed(images)), 'is a damaged gzip (incorrect data check)'],
  ];

  test.for(cases)('%s', async ([, kind, bytes, says]) => {
    const error = await readIdx(kind, memorySource(bytes)).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(`digits-file: ${says}`);
    expect((error as Error).message).not.toContain('\n');
  });

  test('a file that changes between the passes', async () => {
    const versions = [labelsFile([1, 2]), labelsFile([1, 3])];
    const changing: ByteSource = {
      ...memorySource(versions[0]!),
      async *open() {
        yield versions.shift()!;
      },
    };
    await expect(readIdx('labels', changing)).rejects.toThrow('digits-file: changed while it was read');
  });
});

describe('100,000 fuzzed files', () => {
  // A right file with bytes changed, cut, inserted or repeated, or its gzip treated so, in chunks of any
  // length: the reader gives the content or one sentence, and asks for no more room than the file has.
  test('are read or refused, and none costs more than the size of what is in it', async () => {
    let read = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fuzzedFile(), fc.integer({ min: 1, max: 2000 }), async ({ kind, bytes }, chunk) => {
        const source = memorySource(bytes, chunk);
        let room = 0;
        const outcome = await readIdx(kind, source, (length) => {
          room += length;
          return new Uint8Array(length);
        }).catch((fault: unknown) => fault);
        // Not `expect`, which would take longer than the reading.
        if (outcome instanceof Error) {
          refused++;
          if (!(outcome instanceof InputError)) throw outcome;
          if (!/^digits-file: [^\n]+$/.test(outcome.message))
            throw new Error(`no sentence: ${outcome.message}`);
          if (room > 0) throw new Error('room was asked for before the file was known to be right');
        } else {
          read++;
          const most = source.packing === 'plain' ? bytes.length : largestFuzzed;
          if (room > most) throw new Error(`${room} bytes were asked for, of a file of ${most}`);
        }
      }),
      { numRuns: 100_000 },
    );
    // Both ways are taken, or the fuzzing would show nothing.
    expect(read).toBeGreaterThan(5000);
    expect(refused).toBeGreaterThan(50_000);
  });
});

const mostFuzzed = { images: 2, labels: 40 } as const;
const largestFuzzed = imagesFile(mostFuzzed.images).length;

interface Fuzzed {
  readonly kind: IdxKind;
  readonly bytes: Uint8Array;
}

function fuzzedFile(): fc.Arbitrary<Fuzzed> {
  const right = fc.constantFrom<IdxKind>('images', 'labels', 'labels').chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      right: fc
        .tuple(fc.integer({ min: 1, max: mostFuzzed[kind] }), fc.integer({ min: 0, max: 9 }))
        .map(([count, draw]) => {
          const file = rightFile(kind, count);
          return draw < 2 ? packed(file) : file;
        }),
      changes: fc.array(change(), { maxLength: 3 }),
    }),
  );
  const mutated = right.map(({ kind, right, changes }) => ({
    kind,
    bytes: changes.reduce((bytes, apply) => apply(bytes), right),
  }));
  const noise = fc.record({
    kind: fc.constantFrom<IdxKind>('images', 'labels'),
    bytes: fc.uint8Array({ maxLength: 64 }),
  });
  return fc.oneof({ weight: 9, arbitrary: mutated }, { weight: 1, arbitrary: noise });
}

/** Changes to a file, at a place that is more often than not within the header. */
function change(): fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> {
  const place = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.nat(2000));
  return fc.oneof(
    fc.tuple(place, fc.nat(255)).map(([at, value]) => (bytes: Uint8Array) => {
      const changed = Uint8Array.from(bytes);
      if (bytes.length > 0) changed[at % bytes.length] = value;
      return changed;
    }),
    place.map((at) => (bytes: Uint8Array) => bytes.subarray(0, at % (bytes.length + 1))),
    fc.tuple(place, fc.uint8Array({ maxLength: 20 })).map(([at, more]) => (bytes: Uint8Array) => {
      const cut = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, cut), more, bytes.subarray(cut)]);
    }),
    fc.constant((bytes: Uint8Array) => Buffer.concat([bytes, bytes])),
  );
}

/** One bit of the check sum at its end is turned. */
function damaged(archive: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(archive);
  bytes[bytes.length - 6]! ^= 1;
  return bytes;
}
