/** Safetensors files for specs: well-formed ones from values, and hostile ones from raw parts. */

export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** F32 when left out. */
  readonly dtype?: keyof typeof writers;
}

const writers = {
  F64: { size: 8, write: (view: DataView, at: number, value: number) => view.setFloat64(at, value, true) },
  F32: { size: 4, write: (view: DataView, at: number, value: number) => view.setFloat32(at, value, true) },
  BF16: {
    size: 2,
    /** Truncates: exact for values that a bfloat16 holds. */
    write: (view: DataView, at: number, value: number) => {
      const wide = new DataView(new ArrayBuffer(4));
      wide.setFloat32(0, value);
      view.setUint16(at, wide.getUint16(0), true);
    },
  },
  I32: { size: 4, write: (view: DataView, at: number, value: number) => view.setInt32(at, value, true) },
} as const;

/** A well-formed file; the tensors lie in the order given. */
export function safetensorsFile(tensors: Readonly<Record<string, SavedTensor>>): Uint8Array {
  const header: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let begin = 0;
  for (const [name, { shape, values, dtype = 'F32' }] of Object.entries(tensors)) {
    const { size, write } = writers[dtype];
    const bytes = new Uint8Array(size * values.length);
    const view = new DataView(bytes.buffer);
    values.forEach((value, k) => {
      write(view, k * size, value);
    });
    header[name] = { dtype, shape, data_offsets: [begin, begin + bytes.length] };
    begin += bytes.length;
    parts.push(bytes);
  }
  return rawFile(JSON.stringify(header), join(parts));
}

/** @param announced what the first 8 bytes say; the true length of the header when left out. */
export function rawFile(
  header: string | Uint8Array,
  data: Uint8Array = new Uint8Array(),
  announced?: bigint,
): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, announced ?? BigInt(text.length), true);
  return join([length, text, data]);
}

/** The entry of an F32 tensor in a header. */
export function f32(shape: readonly number[], begin: number, end: number): string {
  return JSON.stringify({ dtype: 'F32', shape, data_offsets: [begin, end] });
}

/** The values of an F32 tensor. */
export function floats(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
