/**
 * The same vectors in the plane at several times, three panels to a row, all on one scale: each vector a
 * spoke from the origin with a dot at its end, in the colour of its importance, ochre to violet, the most
 * important on top. The circle's radius is a round number, written above each panel.
 *
 * Source: seed 3's arrow plots.
 */
import { formatNumber } from '../words.js';
import { importanceColour } from './colours.js';
import { type Drawer, type Drawn, drawByHand, element } from './draw.js';
import type { Arrows } from './figure-data.js';

const across = 3;
const side = 200;
const heading = 18;
/** The share of half a panel that the longest vector takes. */
const filled = 0.88;

export function arrows({ title, importances, panels }: Arrows): string {
  const columns = Math.min(across, Math.max(1, panels.length));
  const rows = Math.max(1, Math.ceil(panels.length / across));
  const lengths = panels.flatMap(({ vectors }) => vectors.map(([x, y]) => Math.hypot(x, y)));
  const longest = Math.max(0, ...lengths) || 1;
  const scale = (filled * side) / 2 / longest;
  return drawByHand(title, { width: columns * side, height: rows * (side + heading) }, (document) =>
    panels.map((panel, k) => {
      const left = (k % across) * side;
      const top = Math.floor(k / across) * (side + heading);
      const middle = { x: left + side / 2, y: top + heading + side / 2 };
      return drawPanel(document, panel, importances, middle, scale, roundRadius(longest));
    }),
  );
}

function drawPanel(
  document: Drawer,
  { name, vectors }: Arrows['panels'][number],
  importances: readonly number[],
  middle: { readonly x: number; readonly y: number },
  scale: number,
  radius: number,
): Drawn {
  const panel = element(document, 'g', { fill: 'none', stroke: 'currentColor' });
  const words = element(document, 'text', {
    x: middle.x,
    y: middle.y - side / 2 - heading + 12,
    'text-anchor': 'middle',
    fill: 'currentColor',
    stroke: 'none',
  });
  words.textContent = `${name} (circle: ${formatNumber(radius)})`;
  panel.append(
    words,
    element(document, 'circle', {
      cx: middle.x,
      cy: middle.y,
      r: radius * scale,
      'stroke-opacity': 0.35,
      'stroke-dasharray': '2 3',
    }),
  );
  const order = vectors.map((_, k) => k).sort((a, b) => importances[a]! - importances[b]!);
  for (const k of order) {
    const [x, y] = vectors[k]!;
    const end = `${middle.x + x * scale},${middle.y - y * scale}`;
    const spoke = element(document, 'g', { stroke: importanceColour(importances[k]!, importances) });
    spoke.append(
      element(document, 'path', { d: `M${middle.x},${middle.y}L${end}`, 'stroke-opacity': 0.7 }),
      element(document, 'path', { d: `M${end}h0`, 'stroke-width': 4, 'stroke-linecap': 'round' }),
    );
    panel.append(spoke);
  }
  return panel;
}

/** The greatest of 1, 2 and 5 times a power of ten that is no more than the length. */
function roundRadius(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= length) ?? 1;
  return Number((factor * power).toPrecision(1));
}
