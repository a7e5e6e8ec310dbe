/**
 * The number types of the safetensors format, and the decoding of those that weights are stored in.
 * All are little-endian. Every value of F16, BF16 and F32 is exactly a float64.
 */

/** Bits for one element of each type that the reference implementation knows. */
const bits = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  I64: 64,
  U64: 64,
  F64: 64,
} as const;

export type Dtype = keyof typeof bits;

const decoders = {
  F64: (view: DataView, k: number): number => view.getFloat64(8 * k, true),
  F32: (view: DataView, k: number): number => view.getFloat32(4 * k, true),
  F16: (view: DataView, k: number): number => float16(view.getUint16(2 * k, true), 10),
  BF16: (view: DataView, k: number): number => float16(view.getUint16(2 * k, true), 7),
} as const;

export type FloatDtype = keyof typeof decoders;

export const floatDtypes: readonly string[] = Object.keys(decoders);

export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(bits, name);
}

export function isFloatDtype(name: Dtype): name is FloatDtype {
  return Object.hasOwn(decoders, name);
}

export function bitsOf(dtype: Dtype): number {
  return bits[dtype];
}

/** @param bytes exactly count elements of the type. */
export function decodeFloats(dtype: FloatDtype, bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decode = decoders[dtype];
  const values = new Float64Array((8 * bytes.byteLength) / bits[dtype]);
  for (let k = 0; k < values.length; k++) values[k] = decode(view, k);
  return values;
}

/** A 16-bit float in the manner of IEEE 754: sign, exponent, fraction; subnormal where the exponent is 0. */
function float16(word: number, fractionBits: number): number {
  const highest = 2 ** (15 - fractionBits) - 1;
  const bias = (highest - 1) / 2;
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >> fractionBits) & highest;
  const fraction = (word & (2 ** fractionBits - 1)) / 2 ** fractionBits;
  if (exponent === highest) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias));
}
