/** Ink on paper: curves drawn with a round pen into 28 × 28 pixels, blurred, and set in the middle. */
import { pixels, side } from './digit-set.js';
import type { Point } from './skeletons.js';

export interface Pen {
  /** Half the width of the line at its beginning and its end, in pixels. */
  readonly radius: readonly [begin: number, end: number];
  /** The share of a pixel's ink that it gives to its neighbours. */
  readonly blur: number;
  /** The darkest ink, of 255. */
  readonly ink: number;
  /** The longer side of the digit, in pixels. */
  readonly size: number;
}

/** A thin line that is blurred would be grey all over; so much darker it is black in its middle. */
const contrast = 1.35;

/**
 * Draws the curves, scaled to the size of the pen's digit, the middle of their line in the middle of the
 * picture, as the digits of MNIST have their centre of mass there.
 */
export function draw(curves: readonly (readonly Point[])[], pen: Pen): Uint8Array {
  const ink = blurred(inkOf(fit(curves, pen.size), pen.radius), pen.blur);
  const image = new Uint8Array(pixels);
  for (let k = 0; k < pixels; k++) image[k] = Math.round(Math.min(1, contrast * ink[k]!) * pen.ink);
  return image;
}

function fit(curves: readonly (readonly Point[])[], size: number): Point[][] {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [length, sumX, sumY] = [0, 0, 0];
  for (const curve of curves) {
    curve.forEach(([x, y], k) => {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      const [fromX, fromY] = curve[Math.max(0, k - 1)]!;
      const piece = Math.sqrt((x - fromX) ** 2 + (y - fromY) ** 2);
      length += piece;
      sumX += (piece * (x + fromX)) / 2;
      sumY += (piece * (y + fromY)) / 2;
    });
  }
  const scale = size / Math.max(right - left, bottom - top);
  const place = ([x, y]: Point): Point => [
    side / 2 + scale * (x - sumX / length),
    side / 2 + scale * (y - sumY / length),
  ];
  return curves.map((curve) => curve.map(place));
}

/** How much of each pixel the line covers: 1 inside, 0 from half a pixel outside on. The blur has room at the edges. */
function inkOf(curves: readonly (readonly Point[])[], [begin, end]: Pen['radius']): Float64Array {
  const ink = new Float64Array(pixels);
  for (const curve of curves) {
    for (let k = 0; k + 1 < curve.length; k++) {
      const radius = begin + ((end - begin) * k) / curve.length;
      inkSegment(ink, curve[k]!, curve[k + 1]!, radius);
    }
  }
  return ink;
}

function inkSegment(ink: Float64Array, [x0, y0]: Point, [x1, y1]: Point, radius: number): void {
  const reach = radius + 0.5;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = dx * dx + dy * dy || 1;
  const top = Math.max(2, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(side - 3, Math.ceil(Math.max(y0, y1) + reach));
  const left = Math.max(2, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(side - 3, Math.ceil(Math.max(x0, x1) + reach));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      // From the middle of the pixel to the nearest point of the segment.
      const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
      const t = Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      const [ex, ey] = [px - t * dx, py - t * dy];
      const cover = Math.min(1, reach - Math.sqrt(ex * ex + ey * ey));
      const at = row * side + column;
      if (cover > ink[at]!) ink[at] = cover;
    }
  }
}

/** Each pixel keeps 1 − share and spreads the rest over its 3 × 3 neighbourhood, binomially. */
function blurred(ink: Float64Array, share: number): Float64Array {
  const spread = smooth(smooth(ink, 1), side);
  for (let k = 0; k < pixels; k++) spread[k] = (1 - share) * ink[k]! + share * spread[k]!;
  return spread;
}

/** (1, 2, 1) / 4 along a row (step 1) or a column (step 28); with no ink near the edges, rows do not run into each other. */
function smooth(ink: Float64Array, step: number): Float64Array {
  const smoothed = new Float64Array(pixels);
  for (let k = step; k < pixels - step; k++) {
    smoothed[k] = (ink[k - step]! + 2 * ink[k]! + ink[k + step]!) / 4;
  }
  return smoothed;
}
