/** NumPy's .npy and .npz as weights: what is read, and what is refused before it does harm. */
import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { load } from 'npyjs';
import { describe, expect } from 'vitest';
import { inPackage } from '../../src/claims/package-root.js';
import { InputError } from '../../src/setting/input-error.js';
import { readNpy } from '../../src/subjects/weights-file/npy.js';
import { readNpz } from '../../src/subjects/weights-file/npz.js';
import { npyFile, npyHeader, npzFile, rawNpy, type SavedArray, zipFile } from './helpers/numpy-file.js';

const limit = 2 ** 20;
const good: SavedArray = { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] };

describe('a well-formed .npy', () => {
  test.prop([arrays()])('gives back the shape and the values that were written', (written) => {
    const { shape, values } = readNpy(npyFile(written), 'W', 'W.npy');

    expect([[...shape], [...values()]]).toEqual([written.shape, written.values]);
  });

  test.prop([arrays('<f4', '<f8')])('is read as npyjs reads it', async (written) => {
    const file = npyFile(written);

    const theirs = await load(file);
    const ours = readNpy(file, 'W', 'W.npy');

    expect([[...ours.shape], [...ours.values()]]).toEqual([theirs.shape, numbers(theirs.data)]);
  });

  test.prop([fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 })])(
    'in Fortran order is turned, whatever its axes',
    (shape) => {
      const length = shape.reduce((product, size) => product * size, 1);
      // The element at index (i, j, k) holds its place in row-major order, and lies at i + I (j + J k).
      const values = new Array<number>(length);
      for (let place = 0; place < length; place++) {
        let rest = place;
        const index = [...shape].reverse().map((size) => {
          const at = rest % size;
          rest = Math.floor(rest / size);
          return at;
        });
        const column = index.reduce((sum, at, axis) => sum * [...shape].reverse()[axis]! + at, 0);
        values[column] = place;
      }

      const read = readNpy(npyFile({ shape, values, fortranOrder: true }), 'W', 'W.npy');

      expect([...read.values()]).toEqual([...Array(length).keys()]);
    },
  );

  test.each([
    ['keys in another order', `{"shape": (2, 3), 'fortran_order': False, 'descr': "<f4"}`],
    ['no spaces', `{'descr':'<f4','fortran_order':False,'shape':(2,3)}`],
  ])('may have %s in its header', (_, header) => {
    const data = npyFile(good).slice(-24);

    expect(readNpy(rawNpy(header, data), 'W', 'W.npy')).toMatchObject({ shape: [2, 3] });
  });

  test.each([2, 3])('may be of version %i', (version) => {
    const data = npyFile(good).slice(-24);

    const { values } = readNpy(rawNpy(npyHeader('<f4', false, [2, 3]), data, version), 'W', 'W.npy');

    expect([...values()]).toEqual(good.values);
  });
});

describe('archives that NumPy itself wrote (fixtures/numpy)', () => {
  test.each(['stored', 'compressed'])('%s', (name) => {
    const bytes = readFileSync(inPackage(`fixtures/numpy/${name}.npz`));

    const { tensors } = readNpz(bytes, 'model.npz', limit);

    expect(tensors.map(({ name, shape, values }) => [name, [...shape], [...values()]])).toEqual([
      ['W', [2, 3], [1, 2, 3, 4, 5, 6]],
      ['b', [3], [0.5, -0.25, 7]],
    ]);
  });
});

const data = npyFile(good).slice(-24);
const hostileArrays: readonly (readonly [what: string, file: Uint8Array, sentence: string])[] = [
  ['is empty', new Uint8Array(), 'does not begin as a .npy file does'],
  ['ends after its magic', npyFile(good).slice(0, 9), 'is cut off before its header'],
  ['ends within its header', npyFile(good).slice(0, 40), 'is cut off within its header'],
  ['is of a later version', rawNpy('{}', data, 4), 'is of version 4 of the format; 1 to 3 are known'],
  [
    'announces a header of four gigabytes',
    rawNpy('{}', data, 2, 2 ** 32 - 1),
    'announces a header of 4294967295 bytes, above the limit of 10000',
  ],
  [
    'is truncated, which npyjs gives as a shorter array',
    npyFile(good).slice(0, -4),
    'announces 24 bytes of data (shape [2, 3] of "<f4"), but 20 follow',
  ],
  [
    'has bytes after its data',
    Uint8Array.from([...npyFile(good), 0]),
    'announces 24 bytes of data (shape [2, 3] of "<f4"), but 25 follow',
  ],
  [
    'announces a shape that it has not, which npyjs takes on trust',
    rawNpy(npyHeader('<f4', false, [1000, 1000]), data),
    'announces 4000000 bytes of data (shape [1000, 1000] of "<f4"), but 24 follow',
  ],
  [
    'announces a shape beyond all counting',
    rawNpy(npyHeader('<f4', false, [2 ** 40, 2 ** 40]), data),
    'announces more than can be counted (shape [1099511627776, 1099511627776] of "<f4")',
  ],
  [
    'holds records',
    rawNpy(`{'descr': [('w', '<f4')], 'fortran_order': False, 'shape': (2, 3), }`, data),
    'holds records; save plain arrays of floats',
  ],
  [
    'says its shape twice',
    rawNpy(`{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'shape': (3, 2), }`, data),
    "has a header that says no descr, fortran_order and shape: \"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'shape': (3, 2), }    …\"",
  ],
  [
    'has code for a header',
    rawNpy(`{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os').getpid(), 3)}`, data),
    "has a header that says no descr, fortran_order and shape: \"{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os').getpid(), 3)…\"",
  ],
  [
    'writes to the terminal from its header',
    rawNpy('\u001b[2J', data),
    `has a header that says no descr, fortran_order and shape: "\\u{1b}[2J${' '.repeat(49)}\\u{a}"`,
  ],
];

describe('a .npy is refused in one sentence when it', () => {
  test.each(hostileArrays)('%s', (_, file, sentence) => {
    expect(() => readNpy(file, 'W', 'W.npy')).toThrow(new InputError(`W.npy: array "W" ${sentence}`));
  });

  test.each([
    ['<i8', 'is "<i8", but weights must be floats of 2, 4 or 8 bytes ("<f4")'],
    ['<f16', 'is "<f16", but weights must be floats of 2, 4 or 8 bytes ("<f4")'],
    ['|O', 'holds Python objects, which are pickled, and to unpickle runs code; save plain arrays of floats'],
  ])('holds %s where weights are asked for', (descr, sentence) => {
    const { values } = readNpy(rawNpy(npyHeader(descr, false, [2, 3]), data), 'W', 'W.npy');

    expect(values).toThrow(new InputError(`W.npy: array "W" ${sentence}`));
  });
});

describe('a .npz is refused in one sentence when it', () => {
  const twoMegabytes = npyFile({ shape: [2 ** 19], values: new Array<number>(2 ** 19).fill(0) });
  const cases: readonly (readonly [what: string, file: Uint8Array, sentence: string])[] = [
    ['is empty', new Uint8Array(), 'is no ZIP archive as numpy.savez writes it, or cut off or broken'],
    [
      'is cut off',
      npzFile({ W: good }).slice(0, -30),
      'is no ZIP archive as numpy.savez writes it, or cut off or broken',
    ],
    [
      'holds no array',
      zipFile({ 'readme.txt': data }),
      'the archive holds "readme.txt", which is no .npy array',
    ],
    [
      'is a PyTorch archive under another name',
      zipFile({ 'archive/data.pkl': data }),
      'is a PyTorch archive, and no .npz; save the weights as .safetensors or with numpy.savez',
    ],
    ['names an array twice', twice(npzFile({ W: good, V: good })), 'the archive holds "W.npy" twice'],
    [
      'names an array twice in its directory alone',
      renamedInDirectory(npzFile({ W: good, V: good })),
      'the archive holds "W.npy" twice',
    ],
    [
      'holds an array that its directory does not name',
      renamedInDirectory(npzFile({ W: good, V: good }), 'U.npy'),
      'the archive holds "V.npy" beside its directory',
    ],
    [
      'is a bomb: two kilobytes that unpack to two megabytes',
      zipFile({ 'W.npy': twoMegabytes }, 6),
      'the archive unpacks to more than 1048576 bytes, the limit for a model',
    ],
    [
      'is a bomb that says it is none',
      saying(zipFile({ 'W.npy': twoMegabytes }, 6), 1000),
      '"W.npy" unpacks to more than the 1000 bytes that the archive says',
    ],
    [
      'says that a member is larger than it is',
      saying(npzFile({ W: good }, 6), 500),
      '"W.npy" is cut off or broken in the archive',
    ],
    [
      'holds more arrays than a model',
      zipFile(Object.fromEntries(Array.from({ length: 1001 }, (_, k) => [`${k}.npy`, new Uint8Array()]))),
      'the archive holds more than 1000 arrays',
    ],
  ];

  test.each(cases)('%s', (_, file, sentence) => {
    expect(() => readNpz(file, 'model.npz', limit)).toThrow(new InputError(`model.npz: ${sentence}`));
  });
});

describe('whatever the bytes are, the readers end with tensors or with an InputError', () => {
  const archives = [npzFile({ W: good, b: good }), npzFile({ W: good, b: good }, 6)];

  test.prop([fc.uint8Array({ maxLength: 200 })])('any bytes', (bytes) => {
    arrayEndsWell(bytes);
    archiveEndsWell(bytes);
  });

  test.prop([fc.string(), fc.uint8Array({ maxLength: 64 }), fc.constantFrom(1, 2, 3)])(
    'any text as the header of an array',
    (header, bytes, version) => arrayEndsWell(rawNpy(header, bytes, version)),
  );

  test.prop([fc.stringMatching(/^[<>|][a-zA-Z]\d?$/), fc.array(fc.nat(), { maxLength: 4 }), fc.boolean()])(
    'headers of the right form with any numbers in them',
    (descr, shape, fortran) => arrayEndsWell(rawNpy(npyHeader(descr, fortran, shape), data)),
  );

  test.prop([
    fc.constantFrom(...archives),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1 }),
  ])('good archives with some bytes replaced', (archive, changes) => {
    const changed = Uint8Array.from(archive);
    for (const [at, byte] of changes) changed[at % changed.length] = byte;
    archiveEndsWell(changed);
  });

  test('good files cut at any byte are refused', () => {
    const [archive] = archives;
    for (let length = 0; length < archive!.length; length++) {
      expect(() => readNpz(archive!.slice(0, length), 'model.npz', limit)).toThrow(InputError);
    }
    const array = npyFile(good);
    for (let length = 0; length < array.length; length++) {
      expect(() => readNpy(array.slice(0, length), 'W', 'W.npy')).toThrow(InputError);
    }
  });
});

function numbers(data: ArrayBufferView): number[] {
  if (data instanceof Float32Array || data instanceof Float64Array) return [...data];
  throw new Error('npyjs gave no floats');
}

function arrayEndsWell(bytes: Uint8Array): void {
  endsWell(() => readNpy(bytes, 'W', 'f').values());
}

function archiveEndsWell(bytes: Uint8Array): void {
  endsWell(() => {
    for (const { values } of readNpz(bytes, 'f', limit).tensors) values();
  });
}

function endsWell(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^f: [^\n\p{Cc}]+$/u);
  }
}

/** The archive with its second member, V.npy, renamed to W.npy wherever it is named. */
function twice(archive: Uint8Array): Uint8Array {
  const text = Buffer.from(archive).toString('latin1').replaceAll('V.npy', 'W.npy');
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** The archive with its second member, V.npy, named otherwise in the directory, which is its last part. */
function renamedInDirectory(archive: Uint8Array, name = 'W.npy'): Uint8Array {
  const text = Buffer.from(archive).toString('latin1');
  const at = text.lastIndexOf('V.npy');
  return Uint8Array.from(Buffer.from(text.slice(0, at) + name + text.slice(at + name.length), 'latin1'));
}

/** The archive with another size in the directory entry of its only member. */
function saying(archive: Uint8Array, size: number): Uint8Array {
  const changed = Uint8Array.from(archive);
  const view = new DataView(changed.buffer);
  for (let at = 0; at < changed.length - 28; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return changed;
}

function arrays(...descrs: SavedArray['descr'][]): fc.Arbitrary<SavedArray> {
  const known = descrs.length > 0 ? descrs : (['<f4', '>f4', '<f8', '>f8'] as const);
  return fc
    .tuple(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...known),
    )
    .chain(([shape, descr = '<f4']) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const number = descr.endsWith('4') ? fc.float() : fc.double();
      const values = fc.array(number, { minLength: length, maxLength: length });
      return values.map((drawn) => ({ shape, descr, values: drawn }));
    });
}
