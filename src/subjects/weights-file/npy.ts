/**
 * The .npy format of NumPy (numpy.lib.format), one array:
 *
 *   6 bytes        \x93NUMPY
 *   2 bytes        version: 1.0, 2.0 or 3.0
 *   2 or 4 bytes   length of the header, unsigned, little-endian (4 from version 2.0 on)
 *   header         npy-header.ts; Latin-1, from version 3.0 on UTF-8
 *   data           row-major, or column-major where fortran_order is True
 *
 * Nothing that the header says is trusted before it is held against the bytes that are there. (npyjs,
 * with which the specs compare, gives what is there: of a header that says (1000, 1000) before 12 bytes
 * it returns that shape and three values, of a truncated file a shorter array, of Fortran's order the
 * values as they lie; and big-endian numbers it does not read.)
 */
import { excerpt, quoted } from '../../setting/printable.js';
import { decodeFloats } from './dtypes.js';
import { parseNpyHeader } from './npy-header.js';
import { elementsOf, type Refuse, refuser, type Tensor } from './tensor.js';

/** NumPy's own limit (max_header_size). */
const headerLimit = 10_000;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const floats = {
  f8: { dtype: 'F64', bytes: 8 },
  f4: { dtype: 'F32', bytes: 4 },
  f2: { dtype: 'F16', bytes: 2 },
} as const;

/**
 * @param bytes the whole file.
 * @param name what to call the array.
 * @param file for messages.
 * @throws InputError one sentence that names the file and what is wrong with it.
 */
export function readNpy(bytes: Uint8Array, name: string, file: string): Tensor {
  const refuse: Refuse = (sentence) => refuser(file)(`array ${quoted(name)} ${sentence}`);
  const { header, dataStart } = readHeader(bytes, refuse);
  const { descr, fortranOrder, shape } = header;
  const form = `(shape [${excerpt(shape.join(', '))}] of ${quoted(descr)})`;
  const float = /^[<>](f[248])$/.exec(descr)?.[1] as keyof typeof floats | undefined;
  if (!float) return { name, shape, precision: 'float32', values: () => refuse(reasonAgainst(descr)) };
  const { dtype, bytes: size } = floats[float];
  const elements = elementsOf(shape);
  if (elements === undefined) return refuse(`announces more than can be counted ${form}`);
  const present = bytes.length - dataStart;
  if (elements * size !== present) {
    return refuse(`announces ${elements * size} bytes of data ${form}, but ${present} follow`);
  }
  return {
    name,
    shape,
    precision: dtype === 'F64' ? 'float64' : 'float32',
    values: () => {
      const stored = bytes.subarray(dataStart);
      const values = decodeFloats(dtype, descr.startsWith('>') ? swapped(stored, size) : stored);
      return fortranOrder ? rowMajor(values, shape) : values;
    },
  };
}

function readHeader(bytes: Uint8Array, refuse: Refuse) {
  if (magic.some((byte, at) => bytes[at] !== byte)) return refuse('does not begin as a .npy file does');
  const version = bytes[6] ?? 0;
  const begin = version === 1 ? 10 : 12;
  if (version < 1 || version > 3) return refuse(`is of version ${version} of the format; 1 to 3 are known`);
  if (bytes.length < begin) return refuse('is cut off before its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > headerLimit) {
    return refuse(`announces a header of ${length} bytes, above the limit of ${headerLimit}`);
  }
  const dataStart = begin + length;
  if (dataStart > bytes.length) return refuse('is cut off within its header');
  const text = new TextDecoder('latin1').decode(bytes.subarray(begin, dataStart));
  const header = parseNpyHeader(text);
  if (header) return { header, dataStart };
  return refuse(
    /'descr'\s*:\s*\[/.test(text)
      ? 'holds records; save plain arrays of floats'
      : `has a header that says no descr, fortran_order and shape: ${quoted(text)}`,
  );
}

function reasonAgainst(descr: string): string {
  return descr === '|O'
    ? 'holds Python objects, which are pickled, and to unpickle runs code; save plain arrays of floats'
    : `is ${quoted(descr)}, but weights must be floats of 2, 4 or 8 bytes ("<f4")`;
}

function swapped(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.map((_, at) => bytes[at - (at % size) + (size - 1 - (at % size))]!);
}

/** Values that lie with the first axis fastest, with the last one fastest. */
function rowMajor(values: Float64Array, shape: readonly number[]): Float64Array {
  return values.map((_, at) => {
    let rest = at;
    let from = 0;
    let stride = values.length;
    for (const size of [...shape].reverse()) {
      stride /= size;
      from += (rest % size) * stride;
      rest = Math.floor(rest / size);
    }
    return values[from]!;
  });
}
