/** A smooth curve through the points of a stroke, as short straight pieces. */
import type { Point, Stroke } from './skeletons.js';

/** Pieces between two points: of some three pixels of stroke, so no corner is seen. */
const pieces = 5;

/** A Catmull–Rom spline; a point that comes twice is a corner. */
export function curveThrough(stroke: Stroke): Point[] {
  const curve: Point[] = [stroke[0]!];
  for (let k = 0; k + 1 < stroke.length; k++) {
    const [from, to] = [stroke[k]!, stroke[k + 1]!];
    if (isSame(from, to)) continue;
    const before = stroke[k - 1] ?? from;
    const after = stroke[k + 2] ?? to;
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      curve.push([
        spline(before[0], from[0], to[0], after[0], t),
        spline(before[1], from[1], to[1], after[1], t),
      ]);
    }
  }
  return curve;
}

export function isSame(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function spline(before: number, from: number, to: number, after: number, t: number): number {
  const [enter, leave] = [(to - before) / 2, (after - from) / 2];
  const bend = 3 * (to - from) - 2 * enter - leave;
  const twist = enter + leave - 2 * (to - from);
  return from + t * (enter + t * (bend + t * twist));
}
