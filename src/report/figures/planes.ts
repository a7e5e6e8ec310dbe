/**
 * Vectors in the plane, two panels to a row: spokes from the origin with a dot at their end, and the unit
 * circle as the measure of length, since each panel has the scale of its own longest vector.
 *
 * Source: the figures of features and data vectors of Henighan et al. 2023, "Superposition, Memorization,
 * and Double Descent".
 */
import { type Drawer, type Drawn, drawByHand, element } from './draw.js';
import type { Planes } from './figure-data.js';

const across = 2;
const side = 220;
const heading = 18;
/** The share of half a panel that the longest vector, or the unit circle, takes. */
const filled = 0.88;

export function planes({ title, panels }: Planes): string {
  const columns = Math.min(across, Math.max(1, panels.length));
  const rows = Math.max(1, Math.ceil(panels.length / across));
  return drawByHand(title, { width: columns * side, height: rows * (side + heading) }, (document) =>
    panels.map((panel, k) => {
      const left = (k % across) * side;
      const top = Math.floor(k / across) * (side + heading);
      return drawPanel(document, panel, { x: left + side / 2, y: top + heading + side / 2 });
    }),
  );
}

function drawPanel(
  document: Drawer,
  { name, vectors }: Planes['panels'][number],
  middle: { readonly x: number; readonly y: number },
): Drawn {
  const crowded = vectors.length > 40;
  const unit = (filled * side) / 2 / Math.max(1, ...vectors.map(([a, b]) => Math.hypot(a, b)));
  const ends = vectors.map(([a, b]) => `${middle.x + a * unit},${middle.y - b * unit}`);
  const label = element(document, 'text', {
    x: middle.x,
    y: middle.y - side / 2 - heading + 12,
    'text-anchor': 'middle',
    fill: 'currentColor',
    stroke: 'none',
  });
  label.textContent = name;
  const panel = element(document, 'g', { fill: 'none', stroke: 'currentColor' });
  panel.append(
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
      'stroke-opacity': crowded ? 0.12 : 0.5,
    }),
    element(document, 'path', {
      d: ends.map((end) => `M${end}h0`).join(''),
      'stroke-width': 4,
      'stroke-linecap': 'round',
      'stroke-opacity': crowded ? 0.5 : 0.9,
    }),
  );
  return panel;
}
