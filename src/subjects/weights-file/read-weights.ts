/** From a path to weights: bytes → tensors → roles → weights, each a pure function but the first. */
import { createHash } from 'node:crypto';
import type { Weights } from '../../models/weights.js';
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';
import { readWholeFile } from './read-file.js';
import { findRoles } from './roles.js';
import { readSafetensors } from './safetensors.js';
import type { Tensor } from './tensor.js';
import { largestSide, type Orientation, weightsOf } from './weights-of.js';

/** Room for both float64 matrices of the largest untied model, and a MiB for the bias and the header. */
const fileLimit = 2 * 8 * largestSide ** 2 + 2 ** 20;

/** One reader a format, by the ending of the path. */
const readers: Readonly<Record<string, (bytes: Uint8Array, file: string) => readonly Tensor[]>> = {
  '.safetensors': readSafetensors,
};

export interface PublishedWeights {
  readonly weights: Weights;
  /** `float64` when any parameter is stored so. */
  readonly precision: Tensor['precision'];
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
}

/** Whether the ending of the path is that of a weights file. */
export function isWeightsFile(path: string): boolean {
  return readerOf(path) !== undefined;
}

/** @throws InputError one sentence that names the file and what is wrong with it. */
export async function readWeights(path: string, orientation?: Orientation): Promise<PublishedWeights> {
  const read = readerOf(path);
  if (!read) {
    const endings = Object.keys(readers).join(', ');
    throw new InputError(`${printable(path)}: the ending names no format of weights; known are ${endings}`);
  }
  const bytes = await readWholeFile(path, fileLimit);
  const roles = findRoles(read(bytes, path), path);
  const { kind, ...parameters } = roles;
  return {
    weights: weightsOf(roles, path, orientation),
    precision: Object.values(parameters).some(({ precision }) => precision === 'float64')
      ? 'float64'
      : 'float32',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function readerOf(path: string): ((bytes: Uint8Array, file: string) => readonly Tensor[]) | undefined {
  return Object.entries(readers).find(([ending]) => path.toLowerCase().endsWith(ending))?.[1];
}
