/**
 * Arrays on the wire, as nested lists of numbers or packed: base64 of little-endian float32 with a
 * shape. Lists keep every float64; null stands for a number that is not finite.
 */
import type { z } from 'zod';
import type { Matrix } from '../../models/matrix.js';
import type { wireMatrixSchema, wireVectorSchema } from './protocol.js';
import { SubjectFault } from './subject-fault.js';

export type WireMatrix = z.output<typeof wireMatrixSchema>;
export type WireVector = z.output<typeof wireVectorSchema>;
type Packed = Exclude<WireVector, unknown[]>;

export function wireMatrix(a: Matrix): number[][] {
  return Array.from({ length: a.rows }, (_, i) => [...a.data.subarray(i * a.columns, (i + 1) * a.columns)]);
}

export function wireVector(values: Float64Array): number[] {
  return [...values];
}

/**
 * @param what names the array in the fault, with its axes: `W (m × n)`.
 * @throws SubjectFault when the array does not have this shape.
 */
export function matrixFromWire(wire: WireMatrix, rows: number, columns: number, what: string): Matrix {
  const expected = [rows, columns];
  if (!Array.isArray(wire)) return { rows, columns, data: unpack(wire, expected, what) };
  const ragged = wire.findIndex((row) => row.length !== wire[0]!.length);
  if (ragged > 0) {
    throw new SubjectFault(
      `${what} has a row of length ${wire[0]!.length} and, at ${ragged}, one of length ${wire[ragged]!.length}`,
    );
  }
  checkShape([wire.length, wire[0]?.length ?? 0], expected, what);
  return { rows, columns, data: Float64Array.from(wire.flat(), number) };
}

/** @throws SubjectFault when the array does not have this length. */
export function vectorFromWire(wire: WireVector, length: number, what: string): Float64Array {
  if (!Array.isArray(wire)) return unpack(wire, [length], what);
  checkShape([wire.length], [length], what);
  return Float64Array.from(wire, number);
}

function number(value: number | null): number {
  return value ?? Number.NaN;
}

function unpack({ shape, float32 }: Packed, expected: readonly number[], what: string): Float64Array {
  checkShape(shape, expected, what);
  const bytes = Buffer.from(float32, 'base64');
  const count = expected.reduce((product, side) => product * side, 1);
  if (bytes.length !== 4 * count) {
    throw new SubjectFault(
      `${what} has ${bytes.length} bytes, but ${count} float32 numbers have ${4 * count}`,
    );
  }
  return Float64Array.from({ length: count }, (_, k) => bytes.readFloatLE(4 * k));
}

function checkShape(actual: readonly number[], expected: readonly number[], what: string): void {
  if (actual.length === expected.length && actual.every((side, k) => side === expected[k])) return;
  const turned = actual.length === 2 && actual[0] === expected[1] && actual[1] === expected[0];
  throw new SubjectFault(
    `${what} is ${form(actual)}, but must be ${form(expected)}${turned ? '; it seems to be transposed' : ''}`,
  );
}

/** `2 × 5`, `of length 5`. */
function form(shape: readonly number[]): string {
  return shape.length === 1 ? `of length ${shape[0]}` : shape.join(' × ');
}
