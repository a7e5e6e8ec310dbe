/**
 * Vectors in the plane, two panels to a row: spokes from the origin with a dot at their end, and the unit
 * circle as the measure of length, since each panel has the scale of its own longest vector.
 *
 * Source: the figures of features and data vectors of Henighan et al. 2023, "Superposition, Memorization,
 * and Double Descent".
 */
import { type Drawer, type Drawn, drawByHand, element } from './draw.js';
import type { Planes } from './figure-data.js';
import { middleOf, type RoundPanel, roundPanel, sizeOf } from './round-panel.js';

const across = 2;
const side = 220;
/** The share of half a panel that the longest vector, or the unit circle, takes. */
const filled = 0.88;

export function planes({ title, panels }: Planes): string {
  return drawByHand(title, sizeOf(panels.length, across, side), (document) =>
    panels.map((panel, k) => drawPanel(document, panel, middleOf(k, across, side))),
  );
}

function drawPanel(
  document: Drawer,
  { name, vectors }: Planes['panels'][number],
  middle: RoundPanel['middle'],
): Drawn {
  const crowded = vectors.length > 40;
  const unit = (filled * side) / 2 / Math.max(1, ...vectors.map(([a, b]) => Math.hypot(a, b)));
  const ends = vectors.map(([a, b]) => `${middle.x + a * unit},${middle.y - b * unit}`);
  const panel = roundPanel(document, { name, middle, side, radius: unit });
  panel.append(
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
