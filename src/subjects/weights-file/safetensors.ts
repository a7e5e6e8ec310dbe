/**
 * The safetensors format (github.com/huggingface/safetensors), from bytes to named tensors:
 *
 *   8 bytes    length of the header, unsigned, little-endian
 *   header     JSON object, UTF-8: name → { dtype, shape, data_offsets: [begin, end] }
 *   data       the tensors, row-major, little-endian; offsets count from the end of the header
 *
 * What the reference implementation refuses is refused here too, and with it what its format text
 * forbids: keys that stand twice, and a header that does not begin with `{`. Nothing the file says is
 * trusted before it is checked against the bytes that are there, and no memory is taken by its word.
 */
import { z } from 'zod';
import { excerpt, quoted } from '../../setting/printable.js';
import { firstFault } from '../../setting/setting.js';
import { bitsOf, type Dtype, decodeFloats, floatDtypes, isDtype, isFloatDtype } from './dtypes.js';
import { parseJson } from './json-text.js';
import { type Content, elementsOf, type Refuse, refuser, type Tensor } from './tensor.js';

/** The reference implementation's limit (MAX_HEADER_SIZE). */
const headerLimit = 100_000_000;
const lengthBytes = 8;
/** An object of objects of lists; what else there may be is bounded by the file's size. */
const limits = { depth: 3, containers: 2 ** 20, values: 2 ** 22 } as const;

const whole = z.int('must be a whole number from 0 to 2⁵³ − 1').min(0, 'must not be negative');
const offsets = 'must be two whole numbers: where the tensor begins and ends';
const entrySchema = z.object(
  {
    dtype: z.string('must name a number type'),
    shape: z.array(whole, 'must be a list of whole numbers'),
    data_offsets: z.tuple([whole, whole], offsets),
  },
  'must be an object with dtype, shape and data_offsets',
);
const metadataSchema = z.record(z.string(), z.string('must be text'), 'must be an object');

/** A tensor's place in the data: checked by itself, not yet against the others. */
interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * @param bytes the whole file.
 * @param file its name, for messages.
 * @throws InputError one sentence that names the file and the field or byte.
 */
export function readSafetensors(bytes: Uint8Array, file: string): Content {
  const refuse = refuser(file);
  const dataStart = lengthBytes + headerLength(bytes, refuse);
  const header = parseHeader(bytes.subarray(lengthBytes, dataStart), refuse);
  const data = bytes.subarray(dataStart);
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readEntry(name, value, data.length, refuse));
  checkCover(entries, data.length, refuse);
  const tensors = entries.map(
    ({ name, dtype, shape, begin, end }): Tensor => ({
      name,
      shape,
      precision: dtype === 'F64' ? 'float64' : 'float32',
      values: () =>
        isFloatDtype(dtype)
          ? decodeFloats(dtype, data.subarray(begin, end))
          : refuse(`${quoted(name)} is ${dtype}, but weights must be one of ${floatDtypes.join(', ')}`),
    }),
  );
  return { tensors, metadata: header['__metadata__'] ?? {} };
}

type Header = Readonly<Record<string, unknown>> & {
  readonly __metadata__?: Readonly<Record<string, string>>;
};

function headerLength(bytes: Uint8Array, refuse: Refuse): number {
  if (bytes.length === 0) refuse('the file is empty; a safetensors file begins with 8 bytes');
  if (bytes.length < lengthBytes) {
    refuse(`the file ends after byte ${bytes.length - 1}; bytes 0 to 7 must hold the length of the header`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true);
  const announced = `bytes 0 to 7 announce a header of ${length} bytes`;
  if (length > BigInt(headerLimit)) {
    refuse(`${announced}, above the limit of 100,000,000; is this a safetensors file?`);
  }
  const follow = bytes.length - lengthBytes;
  if (length > BigInt(follow)) {
    refuse(`${announced}, but only ${follow} follow; the file is cut off, or no safetensors file`);
  }
  return Number(length);
}

function parseHeader(bytes: Uint8Array, refuse: Refuse): Header {
  const place = `the header (from byte ${lengthBytes})`;
  if (bytes[0] !== 0x7b) refuse(`${place} must be a JSON object, but does not begin with "{"`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(`${place} is not UTF-8`);
  }
  const header = parseJson(text, limits, (sentence) => refuse(`${place} ${sentence}`)) as Header;
  const metadata = metadataSchema.safeParse(header.__metadata__ ?? {});
  if (!metadata.success) refuse(`__metadata__ ${excerpt(firstFault(metadata.error))}`);
  return header;
}

function readEntry(name: string, value: unknown, dataLength: number, refuse: Refuse): Entry {
  const tensor = `tensor ${quoted(name)}`;
  if (name === '__proto__') refuse(`${tensor} has a name that JavaScript reserves; rename it`);
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) return refuse(`${tensor}: ${excerpt(firstFault(parsed.error))}`);
  const { dtype, shape } = parsed.data;
  const [begin, end] = parsed.data.data_offsets;
  if (!isDtype(dtype)) return refuse(`${tensor}: dtype ${quoted(dtype)} is unknown to the format`);
  if (end < begin) refuse(`${tensor}: data_offsets [${begin}, ${end}] end before they begin`);
  if (end > dataLength) {
    refuse(`${tensor}: data_offsets [${begin}, ${end}] reach beyond the ${dataLength} bytes of data`);
  }
  const length = byteLength(dtype, shape);
  const form = `shape [${excerpt(shape.join(', '))}] of ${dtype}`;
  if (length === undefined) return refuse(`${tensor}: ${form} is more than can be counted`);
  if (!Number.isInteger(length)) refuse(`${tensor}: ${form} does not fill whole bytes`);
  if (length !== end - begin) {
    refuse(`${tensor}: ${form} takes ${length} bytes, but data_offsets span ${end - begin}`);
  }
  return { name, dtype, shape, begin, end };
}

/** Undefined when it leaves the whole numbers that a float64 can hold. */
function byteLength(dtype: Dtype, shape: readonly number[]): number | undefined {
  const total = (elementsOf(shape) ?? Number.NaN) * bitsOf(dtype);
  return Number.isSafeInteger(total) ? total / 8 : undefined;
}

/** As in the reference implementation, the tensors must cover the data without overlap or gap. */
function checkCover(entries: readonly Entry[], dataLength: number, refuse: Refuse): void {
  let covered = 0;
  let before = 'the header';
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const tensor = `tensor ${quoted(name)}`;
    if (begin < covered) refuse(`${tensor}: data_offsets [${begin}, ${end}] overlap ${before}`);
    if (begin > covered) refuse(`bytes ${covered} to ${begin - 1} of the data belong to no tensor`);
    covered = end;
    before = tensor;
  }
  if (covered < dataLength) {
    refuse(`bytes ${covered} to ${dataLength - 1} of the data belong to no tensor`);
  }
}
