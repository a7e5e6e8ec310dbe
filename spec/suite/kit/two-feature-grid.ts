/** The loss of two features, integrated by brute force. */
import type { Experiment } from '../../../src/measures/experiment.js';
import { type Matrix, matrixOf } from '../../../src/models/matrix.js';
import type { Weights } from '../../../src/models/weights.js';
import { referenceLoss } from '../../../src/oracle/reference.js';
import { importances, probabilities } from '../../../src/setting/derived.js';
import type { ModelName } from '../../../src/setting/schema.js';

/** The chances of the masks of two features: neither is on, a given one alone, both. */
export interface Chances {
  readonly none: number;
  readonly one: number;
  readonly both: number;
}

/**
 * Σ over the four masks of two features, each a mean over the two Gauss points of every cell. The masks are
 * independent where their chances are not given.
 */
export function onGrid(experiment: Experiment, weights: Weights, cells: number, chances?: Chances): number {
  const [p, q] = probabilities(experiment) as [number, number];
  const { magnitude } = experiment.data;
  const points = Array.from({ length: 2 * cells }, (_, k) => {
    const side = k % 2 === 0 ? -1 : 1;
    return (Math.floor(k / 2) + (1 + side / Math.sqrt(3)) / 2) / cells;
  });
  const ticks = magnitude === 'signed' ? points.map((u) => 2 * u - 1) : points;
  const rowsFor = (first: boolean, second: boolean): number[][] =>
    (first ? ticks : [0]).flatMap((u) => (second ? ticks : [0]).map((v) => [u, v]));
  const shaped = (row: number[]): number[] => {
    if (magnitude !== 'coupled-normalised' && magnitude !== 'uniform-normalised') return row;
    // Coupled values are U[0, p_i] before the row is divided by its length.
    const [a, b] = magnitude === 'coupled-normalised' ? [p, q] : [1, 1];
    const [u, v] = [row[0]! * a, row[1]! * b];
    const length = Math.hypot(u, v);
    return length === 0 ? row : [u / length, v / length];
  };
  const loss = (first: boolean, second: boolean): number => {
    const x: Matrix = matrixOf(rowsFor(first, second).map(shaped));
    return referenceLoss(experiment.model as ModelName, importances(experiment), weights, x);
  };
  return (
    (chances?.none ?? (1 - p) * (1 - q)) * loss(false, false) +
    (chances?.one ?? p * (1 - q)) * loss(true, false) +
    (chances?.one ?? (1 - p) * q) * loss(false, true) +
    (chances?.both ?? p * q) * loss(true, true)
  );
}
