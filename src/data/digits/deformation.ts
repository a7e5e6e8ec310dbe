/**
 * How a hand differs from the copybook: an elastic deformation of the plane, then an affine one.
 *
 * Elastic: a displacement at each point of a 4 × 4 lattice over the box, independent and normal, and
 * between them its cubic B-spline, so that neighbouring parts of a stroke move together. Affine:
 * rotation, slant and the proportion of width to height. After Simard, Steinkraus and Platt 2003, "Best
 * Practices for Convolutional Neural Networks Applied to Visual Document Analysis", who smooth a random
 * field over pixels; here the strokes are moved before they are drawn.
 */
import { normal } from '../normal.js';
import type { RandomStream } from '../random.js';
import type { Point } from './skeletons.js';

export type Deformation = (point: Point) => Point;

/** Lattice points to a side: three intervals over the box, and one point more on either side. */
const knots = 6;
/** In box sizes. */
const elasticDeviation = 0.15;
/** In radians. */
const rotationDeviation = 0.13;
const slantMean = 0.12;
const slantDeviation = 0.24;

export function drawDeformation(stream: RandomStream): Deformation {
  const lattice = new Float64Array(2 * knots * knots);
  for (let k = 0; k < lattice.length; k++) lattice[k] = elasticDeviation * normal(stream);
  const angle = rotationDeviation * normal(stream);
  const slant = slantMean + slantDeviation * normal(stream);
  const width = 0.55 + 0.5 * stream.uniform();
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (point) => {
    const [dx, dy] = displacement(lattice, point);
    const y = point[1] + dy - 0.5;
    const x = width * (point[0] + dx - 0.5) - slant * y;
    return [cos * x - sin * y, sin * x + cos * y];
  };
}

function displacement(lattice: Float64Array, [x, y]: Point): Point {
  const [column, across] = weightsAt(x);
  const [row, down] = weightsAt(y);
  let dx = 0;
  let dy = 0;
  for (let j = 0; j < 4; j++) {
    for (let i = 0; i < 4; i++) {
      const weight = down[j]! * across[i]!;
      const at = 2 * ((row + j) * knots + column + i);
      dx += weight * lattice[at]!;
      dy += weight * lattice[at + 1]!;
    }
  }
  return [dx, dy];
}

/** The first of the four lattice points about a coordinate of the box, and their B-spline weights. */
function weightsAt(coordinate: number): [first: number, weights: [number, number, number, number]] {
  const place = Math.min(2.999, Math.max(0, 3 * coordinate));
  const first = Math.floor(place);
  const t = place - first;
  const u = 1 - t;
  return [
    first,
    [(u * u * u) / 6, (t * t * (3 * t - 6) + 4) / 6, (u * u * (3 * u - 6) + 4) / 6, (t * t * t) / 6],
  ];
}
