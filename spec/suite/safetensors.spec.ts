/** Safetensors files: well-formed ones, hostile ones, and any bytes. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { InputError } from '../../src/setting/input-error.js';
import { readSafetensors } from '../../src/subjects/weights-file/safetensors.js';
import { hostile } from './helpers/hostile-safetensors.js';
import { f32, floats, rawFile, safetensorsFile } from './helpers/safetensors-file.js';

describe('a well-formed safetensors file', () => {
  test.prop([fc.dictionary(fc.string(), tensorArbitrary(), { maxKeys: 5 }).filter(hasNoReservedName)])(
    'gives back the names, shapes and values that were written',
    (written) => {
      const { tensors } = readSafetensors(safetensorsFile(written), 'w.safetensors');

      const read = tensors.map(({ name, shape, values }) => [name, [...shape], [...values()]]);
      const expected = Object.entries(written).map(([name, { shape, values }]) => [name, shape, values]);
      expect(new Map(read.map((row) => [row[0], row]))).toEqual(
        new Map(expected.map((row) => [row[0], row])),
      );
    },
  );

  test('may pad its header with spaces, carry metadata, and order its data differently from its names', () => {
    const header = `{"__metadata__":{"format":"pt"},"b":${f32([1], 4, 8)},"a":${f32([1], 0, 4)}}   `;

    const [b, a] = readSafetensors(rawFile(header, floats(1, 2)), 'w').tensors;

    expect([b?.name, b?.values()[0], a?.name, a?.values()[0]]).toEqual(['b', 2, 'a', 1]);
  });

  test('may hold scalars and tensors without elements', () => {
    const header = `{"none":${f32([0, 3], 0, 0)},"one":${f32([], 0, 4)}}`;

    const [none, one] = readSafetensors(rawFile(header, floats(7)), 'w').tensors;

    expect([none?.values().length, one?.values()[0]]).toEqual([0, 7]);
  });

  test.each([
    ['F16', binary16],
    ['BF16', upperHalfOfBinary32],
  ])('decodes each of the 65,536 values of %s', (dtype, expected) => {
    const words = Uint16Array.from({ length: 0x10000 }, (_, word) => word);
    const header = `{"w":{"dtype":"${dtype}","shape":[65536],"data_offsets":[0,131072]}}`;

    const [w] = readSafetensors(rawFile(header, new Uint8Array(words.buffer)), 'w').tensors;

    expect(w?.values()).toEqual(Float64Array.from(words, expected));
  });

  test('says which tensors need float64', () => {
    const file = safetensorsFile({
      wide: { dtype: 'F64', shape: [1], values: [0.1] },
      narrow: { dtype: 'BF16', shape: [1], values: [1] },
    });

    expect(readSafetensors(file, 'w').tensors.map(({ precision }) => precision)).toEqual([
      'float64',
      'float32',
    ]);
  });
});

describe('a safetensors file is refused in one sentence when it', () => {
  test.each(hostile)('%s', (_, file, sentence) => {
    expect(() => readSafetensors(file, 'w.safetensors')).toThrow(
      new InputError(`w.safetensors: ${sentence}`),
    );
  });

  test('holds whole numbers where weights are asked for', () => {
    const file = safetensorsFile({ w: { dtype: 'I32', shape: [1], values: [1] } });

    const [w] = readSafetensors(file, 'w.safetensors').tensors;

    expect(() => w?.values()).toThrow(
      new InputError('w.safetensors: "w" is I32, but weights must be one of F64, F32, F16, BF16'),
    );
  });

  test('has a name that would write to the terminal, which is shown escaped and cut', () => {
    const name = `\u001b[2J\u202e\u2028${'x'.repeat(1000)}`;
    const file = rawFile(JSON.stringify({ [name]: 3 }));

    expect(() => readSafetensors(file, 'a\nb')).toThrow(
      new InputError(
        `a\\u{a}b: tensor "\\u{1b}[2J\\u{202e}\\u{2028}${'x'.repeat(74)}…": must be an object with dtype, shape and data_offsets`,
      ),
    );
  });
});

describe('whatever the bytes are, the reader ends with tensors or with an InputError', () => {
  const good = safetensorsFile({
    W: { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
    b: { shape: [3], values: [1, 2, 3] },
  });

  test.prop([fc.uint8Array({ maxLength: 200 })])('any bytes', endsWell);

  test.prop([fc.json({ maxDepth: 4 }), fc.uint8Array({ maxLength: 64 })])(
    'any JSON as its header',
    (json, data) => {
      endsWell(rawFile(json, data));
    },
  );

  test.prop([
    fc.dictionary(fc.constantFrom('v', 'w', '__proto__', '__metadata__'), entryArbitrary()),
    fc.uint8Array(),
  ])('headers of the right form with any numbers in them', (header, data) =>
    endsWell(rawFile(JSON.stringify(header), data)),
  );

  test.prop([
    fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    }),
  ])('a good file with some bytes replaced', (changes) => {
    const changed = Uint8Array.from(good);
    for (const [at, byte] of changes) changed[at] = byte;
    endsWell(changed);
  });

  test('a good file cut at any byte is refused', () => {
    for (let length = 0; length < good.length; length++) {
      expect(() => readSafetensors(good.slice(0, length), 'w'), `cut to ${length} bytes`).toThrow(InputError);
    }
  });
});

/** Also takes no more memory for values than four float64 bytes for each of the file (BF16 widens by 4). */
function endsWell(bytes: Uint8Array): void {
  try {
    const decoded = readSafetensors(bytes, 'w').tensors.map((tensor) => tensor.values().byteLength);
    expect(decoded.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(4 * bytes.length);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/^w: [^\n]+$/);
  }
}

/** IEEE 754 binary16 read off its digits: 1 for the sign, 5 for the exponent, 10 for the fraction. */
function binary16(word: number): number {
  const digits = word.toString(2).padStart(16, '0');
  const exponent = Number.parseInt(digits.slice(1, 6), 2);
  const fraction = Number.parseInt(digits.slice(6), 2);
  const sign = digits[0] === '1' ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign / 0 : Number.NaN;
  return sign * (exponent === 0 ? fraction : 1024 + fraction) * 2 ** (Math.max(exponent, 1) - 25);
}

/** What a bfloat16 is by definition. */
function upperHalfOfBinary32(word: number): number {
  const wide = new DataView(new ArrayBuffer(4));
  wide.setUint16(0, word);
  return wide.getFloat32(0);
}

function hasNoReservedName(tensors: object): boolean {
  return !Object.hasOwn(tensors, '__proto__') && !Object.hasOwn(tensors, '__metadata__');
}

function tensorArbitrary() {
  return fc
    .tuple(fc.array(fc.nat({ max: 4 }), { maxLength: 3 }), fc.constantFrom('F32' as const, 'F64' as const))
    .chain(([shape, dtype]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const number = dtype === 'F32' ? fc.float() : fc.double();
      return fc.record({
        shape: fc.constant(shape),
        dtype: fc.constant(dtype),
        values: fc.array(number, { minLength: length, maxLength: length }),
      });
    });
}

function entryArbitrary() {
  const size = fc.oneof(fc.nat({ max: 16 }), fc.maxSafeInteger(), fc.double());
  return fc.record(
    {
      dtype: fc.constantFrom('F64', 'F32', 'F16', 'BF16', 'F4', 'I8', 'X'),
      shape: fc.array(size, { maxLength: 3 }),
      data_offsets: fc.array(size, { minLength: 2, maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
}
