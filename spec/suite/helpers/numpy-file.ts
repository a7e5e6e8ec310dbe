/** .npy and .npz files for specs: well-formed ones from values, and hostile ones from raw parts. */
import { zipSync } from 'fflate';

export interface SavedArray {
  readonly shape: readonly number[];
  /** In the order in which they are to lie in the file. */
  readonly values: readonly number[];
  /** `<f4` when left out. */
  readonly descr?: keyof typeof writers;
  readonly fortranOrder?: boolean;
}

type Write = (view: DataView, at: number, value: number) => void;
const f4 =
  (little: boolean): Write =>
  (view, at, value) =>
    view.setFloat32(4 * at, value, little);
const f8 =
  (little: boolean): Write =>
  (view, at, value) =>
    view.setFloat64(8 * at, value, little);

const writers = {
  '<f4': { size: 4, write: f4(true) },
  '>f4': { size: 4, write: f4(false) },
  '<f8': { size: 8, write: f8(true) },
  '>f8': { size: 8, write: f8(false) },
} as const;

export function npyFile({ shape, values, descr = '<f4', fortranOrder = false }: SavedArray): Uint8Array {
  const { size, write } = writers[descr];
  const data = new Uint8Array(size * values.length);
  const view = new DataView(data.buffer);
  values.forEach((value, at) => {
    write(view, at, value);
  });
  return rawNpy(npyHeader(descr, fortranOrder, shape), data);
}

/** As NumPy writes it, before padding. */
export function npyHeader(descr: string, fortranOrder: boolean, shape: readonly number[]): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  return `{'descr': '${descr}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': ${tuple}, }`;
}

/** @param announced the length of the header that the file says; the true one when left out. */
export function rawNpy(header: string, data: Uint8Array, version = 1, announced?: number): Uint8Array {
  const lengthBytes = version === 1 ? 2 : 4;
  const text = header.padEnd(64 * Math.ceil((header.length + 9 + lengthBytes) / 64) - 9 - lengthBytes);
  const prefix = new Uint8Array(8 + lengthBytes);
  prefix.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const length = announced ?? text.length + 1;
  const view = new DataView(prefix.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  return Uint8Array.from(Buffer.concat([prefix, Buffer.from(`${text}\n`, 'latin1'), data]));
}

/** Members by name, `.npy` included; the level is that of deflate, 0 for stored. */
export function zipFile(members: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 0): Uint8Array {
  return zipSync({ ...members }, { level });
}

export function npzFile(arrays: Readonly<Record<string, SavedArray>>, level: 0 | 6 = 0): Uint8Array {
  const members = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npyFile(array)]);
  return zipFile(Object.fromEntries(members), level);
}
