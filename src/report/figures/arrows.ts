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
import { middleOf, type RoundPanel, roundPanel, sizeOf } from './round-panel.js';

const across = 3;
const side = 200;
/** The share of half a panel that the longest vector takes. */
const filled = 0.88;

export function arrows({ title, importances, panels }: Arrows): string {
  const lengths = panels.flatMap(({ vectors }) => vectors.map(([x, y]) => Math.hypot(x, y)));
  const longest = Math.max(0, ...lengths) || 1;
  const scale = (filled * side) / 2 / longest;
  return drawByHand(title, sizeOf(panels.length, across, side), (document) =>
    panels.map((panel, k) =>
      drawPanel(document, panel, importances, middleOf(k, across, side), scale, roundRadius(longest)),
    ),
  );
}

function drawPanel(
  document: Drawer,
  { name, vectors }: Arrows['panels'][number],
  importances: readonly number[],
  middle: RoundPanel['middle'],
  scale: number,
  radius: number,
): Drawn {
  const words = `${name} (circle: ${formatNumber(radius)})`;
  const panel = roundPanel(document, { name: words, middle, side, radius: radius * scale });
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
