/**
 * A matrix as a heat map: blue above 0, red below, full colour from a stated size on. The cells of one
 * shade are one path, since a cell each of a large matrix would be as many elements.
 */
import { onFullShade, signedPaint } from './colours.js';
import { drawByHand, element } from './draw.js';
import type { MatrixFigure } from './figure-data.js';

const longest = 300;
const frame = 1;

export function matrixFigure({ title, rows, full }: MatrixFigure): string {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  const cell = longest / Math.max(columns, rows.length, 1);
  const size = { width: columns * cell + 2 * frame, height: rows.length * cell + 2 * frame };
  const shades = new Map<string, { fill: string; opacity: number; d: string }>();
  rows.forEach((row, j) => {
    row.forEach((value, i) => {
      const { fill, opacity } = signedPaint(value / full);
      if (opacity === 0) return;
      const key = `${fill}/${opacity}`;
      const shade = shades.get(key) ?? { fill, opacity, d: '' };
      shade.d += `M${frame + i * cell},${frame + j * cell}h${cell}v${cell}h${-cell}z`;
      shades.set(key, shade);
    });
  });
  return drawByHand(title, size, (document) => [
    element(document, 'rect', {
      x: frame / 2,
      y: frame / 2,
      width: size.width - frame,
      height: size.height - frame,
      fill: onFullShade,
      stroke: 'currentColor',
      'stroke-opacity': 0.35,
    }),
    ...[...shades.values()].map(({ fill, opacity, d }) =>
      element(document, 'path', { d, fill, 'fill-opacity': opacity }),
    ),
  ]);
}
