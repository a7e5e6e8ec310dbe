/**
 * Vectors in the plane, three panels to a row: spokes from the origin with a dot at their end, and the unit
 * circle as the measure of length, since each panel has the scale of its own longest vector.
 *
 * Source: the figures of features and data vectors of Henighan et al. 2023, "Superposition, Memorization,
 * and Double Descent".
 */
import { drawFigure, element, markOf } from './draw.js';
import type { Planes } from './figure-data.js';

const across = 3;
const side = 200;
const heading = 18;
/** The share of half a panel that the longest vector, or the unit circle, takes. */
const filled = 0.88;

export function planes({ title, panels }: Planes): string {
  const columns = Math.min(across, Math.max(1, panels.length));
  const rows = Math.max(1, Math.ceil(panels.length / across));
  const height = rows * (side + heading);
  return drawFigure(title, {
    width: columns * side,
    height,
    margin: 0,
    // One unit of either axis is a pixel; the marks place themselves.
    x: { domain: [0, columns * side], axis: null },
    y: { domain: [height, 0], axis: null },
    marks: [
      markOf((document) => {
        const group = element(document, 'g', { fill: 'none', stroke: 'currentColor' });
        panels.forEach(({ name, vectors }, k) => {
          const left = (k % across) * side;
          const top = Math.floor(k / across) * (side + heading);
          const middle = { x: left + side / 2, y: top + heading + side / 2 };
          const unit = (filled * side) / 2 / Math.max(1, ...vectors.map(([a, b]) => Math.hypot(a, b)));
          const ends = vectors.map(([a, b]) => `${middle.x + a * unit},${middle.y - b * unit}`);
          const label = element(document, 'text', {
            x: middle.x,
            y: top + 12,
            'text-anchor': 'middle',
            fill: 'currentColor',
            stroke: 'none',
          });
          label.textContent = name;
          group.append(
            label,
            element(document, 'circle', {
              cx: middle.x,
              cy: middle.y,
              r: unit,
              'stroke-opacity': 0.35,
              'stroke-dasharray': '2 3',
            }),
            element(document, 'path', {
              d: ends.map((end) => `M${middle.x},${middle.y}L${end}`).join(''),
              'stroke-opacity': vectors.length > 40 ? 0.12 : 0.5,
            }),
            element(document, 'path', {
              d: ends.map((end) => `M${end}h0`).join(''),
              'stroke-width': 4,
              'stroke-linecap': 'round',
              'stroke-opacity': vectors.length > 40 ? 0.5 : 0.9,
            }),
          );
        });
        return group;
      }),
    ],
  });
}
