/**
 * From roles to weights in the paper's orientation. Files store W as m × n (the paper) or n × m
 * (PyTorch code that computes x · W); the length n of the bias says which. A square matrix leaves it
 * open, and then the file is refused: WᵀW and WWᵀ are different models.
 */
import { type Matrix, transpose } from '../../models/matrix.js';
import type { Weights } from '../../models/weights.js';
import { InputError } from '../../setting/input-error.js';
import { printable, quoted } from '../../setting/printable.js';
import { type Roles, tensorForm } from './roles.js';
import type { Tensor } from './tensor.js';

export const orientations = ['m-by-n', 'n-by-m'] as const;

/** How the encoder (W, where the weights are tied) is stored; the decoder is stored the other way round. */
export type Orientation = (typeof orientations)[number];

/** Measures take some n² m steps and n × n matrices, 8 MiB each at this size; the paper goes up to n = 400. */
export const largestSide = 1024;

/**
 * Measures sum up to n² squares of products of two weights over m: with every weight below 2¹²⁸, just
 * above float32's largest number, that is below 1024² · (1024 · 2²⁵⁶)² = 2⁵⁵², finite in float64.
 */
const weightLimit = 2 ** 128;

/** A tensor of two axes and how it is stored. */
interface Stored {
  readonly tensor: Tensor;
  readonly orientation: Orientation;
  /** The side that is not n. */
  readonly m: number;
}

/**
 * @param orientation how the encoder is stored, for square matrices; must agree with the bias for others.
 * @throws InputError when shapes disagree, the orientation is open, or a weight is not finite.
 */
export function weightsOf(roles: Roles, file: string, orientation?: Orientation): Weights {
  const n = roles.b.shape[0]!;
  if (roles.kind === 'tied') {
    const W = stored(roles.W, n, file, orientation);
    return { kind: 'tied', W: turned(W, 'm-by-n', file), b: finiteValues(roles.b, file) };
  }
  const encoder = stored(roles.encoder, n, file, orientation);
  const decoder = stored(roles.decoder, n, file, isSquare(roles.decoder) ? opposite(encoder) : undefined);
  if (encoder.m !== decoder.m) {
    refuse(
      file,
      `${tensorForm(roles.encoder)} and ${tensorForm(roles.decoder)} differ in m, the side that is not the bias's ${n}`,
    );
  }
  return {
    kind: 'untied',
    encoder: turned(encoder, 'm-by-n', file),
    decoder: turned(decoder, 'n-by-m', file),
    b: finiteValues(roles.b, file),
  };
}

function stored(tensor: Tensor, n: number, file: string, given?: Orientation): Stored {
  const [rows, columns] = tensor.shape as readonly [number, number];
  const form = tensorForm(tensor);
  if (rows !== n && columns !== n) refuse(file, `${form} has no side of length ${n}, the length of the bias`);
  if (rows < 1 || columns < 1) refuse(file, `${form} has a side of length 0; n and m must be at least 1`);
  if (rows > largestSide || columns > largestSide) {
    refuse(file, `${form} has a side above ${largestSide}, the limit for n and m`);
  }
  if (rows === columns) {
    const orientation = given ?? refuse(file, squareSentence(form));
    return { tensor, orientation, m: n };
  }
  const found: Orientation = columns === n ? 'm-by-n' : 'n-by-m';
  if (given && given !== found) {
    refuse(file, `${form} is stored ${found}, since the bias has length ${n}, and not ${given}`);
  }
  return { tensor, orientation: found, m: columns === n ? rows : columns };
}

function squareSentence(form: string): string {
  return `${form} is square, which does not say whether its columns (m-by-n) or its rows (n-by-m) are the embeddings; say so with --orientation m-by-n or --orientation n-by-m`;
}

function turned({ tensor, orientation }: Stored, wanted: Orientation, file: string): Matrix {
  const [rows, columns] = tensor.shape as readonly [number, number];
  const asStored = { rows, columns, data: finiteValues(tensor, file) };
  return orientation === wanted ? asStored : transpose(asStored);
}

function finiteValues(tensor: Tensor, file: string): Float64Array {
  const values = tensor.values();
  const at = values.findIndex((value) => !(Math.abs(value) < weightLimit));
  if (at >= 0) {
    const place = `tensor ${quoted(tensor.name)} has the value ${values[at]} at index [${indexOf(at, tensor.shape)}]`;
    refuse(file, `${place}; weights must be finite and within the range of float32`);
  }
  return values;
}

/** The index along each axis of the element at a place in row-major order. */
function indexOf(at: number, shape: readonly number[]): string {
  const [, columns] = shape;
  return columns === undefined ? String(at) : `${Math.floor(at / columns)}, ${at % columns}`;
}

function isSquare({ shape }: Tensor): boolean {
  return shape[0] === shape[1];
}

function opposite({ orientation }: Stored): Orientation {
  return orientation === 'm-by-n' ? 'n-by-m' : 'm-by-n';
}

function refuse(file: string, sentence: string): never {
  throw new InputError(`${printable(file)}: ${sentence}`);
}
