/**
 * Phase diagrams side by side: a grid of cells, each in the colour of its phase, over two logarithmic
 * axes, with a theory's boundaries as lines over every panel. A cell without a phase is left empty, with
 * a cross.
 *
 * The values of an axis rise by one factor, so that the cells are of one size; a cell reaches half of
 * that factor to either side of its value. The colours are those of Okabe and Ito, which stay apart
 * under the common colour blindnesses and on a light or a dark page; the legend names them.
 */
import { axisX, axisY, type Markish } from '@observablehq/plot';
import { formatNumber } from '../words.js';
import { type Drawn, drawFigure, element, markOf, type Scales } from './draw.js';
import type { Phases } from './figure-data.js';

type Panel = Phases['panels'][number];

const side = 216;
const gap = 26;
const margin = { left: 50, right: 10, top: 22 };
const axisHeight = 38;
/** Line height of the legend. */
const line = 16;
/** What a character of 10 px is given in the legend: the widest of common fonts, so that none overlap. */
const character = 6.2;
const colours = ['#0072b2', '#cc79a7', '#e69f00', '#009e73', '#56b4e9', '#d55e00'];

/** After the sixth phase the colours begin again. */
export function phaseColour(phase: number): string {
  return colours[phase % colours.length]!;
}

export function phases(figure: Phases): string {
  const { title, x, y, panels, boundaries } = figure;
  const [xDomain, yDomain] = [edgesOf(x.values), edgesOf(y.values)];
  // One pair of scales: a panel to the right is the first one moved, as marks are drawn by hand.
  const width = margin.left + panels.length * side + (panels.length - 1) * gap + margin.right;
  const entries = legendEntries(figure, width - margin.left - margin.right);
  const marginBottom = axisHeight + (entries.rows + 0.5) * line;
  const axisLeft = (k: number): number => k * (side + gap);
  return drawFigure(titleOf(title, panels), {
    width,
    height: margin.top + side + marginBottom,
    marginLeft: margin.left,
    marginRight: width - margin.left - side,
    marginTop: margin.top,
    marginBottom,
    x: { type: 'log', domain: xDomain, axis: null },
    y: { type: 'log', domain: yDomain, axis: null },
    marks: [
      ...panels.flatMap((panel, k): Markish[] => [
        markOf((document, scales) => {
          const group = element(document, 'g', { transform: `translate(${axisLeft(k)},0)` });
          group.append(
            ...cellsOf(panel, figure, scales).map(({ name, ...attributes }) =>
              element(document, name, attributes),
            ),
            ...boundaries.flatMap(({ lines }) =>
              lines.flatMap((points) =>
                boundaryStrokes.map((stroke) =>
                  element(document, 'path', { ...stroke, d: pathOf(points, scales) }),
                ),
              ),
            ),
            words(
              element(document, 'text', {
                x: margin.left + side / 2,
                y: margin.top - 8,
                'text-anchor': 'middle',
                fill: 'currentColor',
                'font-weight': 'bold',
              }),
              panel.name,
            ),
          );
          return group;
        }),
        axisX(ticksOf(xDomain), { ...axis, dx: axisLeft(k), label: null }),
      ]),
      markOf((document) => {
        const middle = (margin.left + width - margin.right) / 2;
        const place = { x: middle, y: margin.top + side + 32, 'text-anchor': 'middle', fill: 'currentColor' };
        return words(element(document, 'text', place), x.label);
      }),
      axisY(ticksOf(yDomain), { ...axis, label: y.label, labelArrow: 'none', labelAnchor: 'center' }),
      markOf((document) => {
        const group = element(document, 'g', { fill: 'currentColor' });
        for (const { name, left, row, sample } of entries.placed) {
          const at = { x: margin.left + left, y: margin.top + side + axisHeight + (row + 0.5) * line };
          for (const { name: tag, ...attributes } of sample(at.x, at.y))
            group.append(element(document, tag, attributes));
          group.append(words(element(document, 'text', { x: at.x + 20, y: at.y, dy: '.32em' }), name));
        }
        return group;
      }),
    ],
  });
}

const axis = { tickSize: 3, tickFormat: formatNumber } as const;

/** A dark line with a light rim, or the reverse: visible on every fill and on any page. */
const boundaryStrokes = [
  { fill: 'none', stroke: 'var(--page, #ffffff)', 'stroke-width': 4, 'stroke-opacity': 0.85 },
  { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 },
];

/** An element by its tag, with its attributes. */
type Shape = { readonly name: string } & Readonly<Record<string, string | number>>;

function cellsOf({ cells }: Panel, { x, y }: Phases, scales: Scales): Shape[] {
  const [columns, rows] = [bandsOf(x.values, scales.x), bandsOf(y.values, scales.y)];
  return cells.flatMap((row, j) =>
    row.map((phase, i) => {
      const [left, right] = columns[i]!;
      const [bottom, top] = rows[j]!;
      return cell(phase, left, top, right - left, bottom - top);
    }),
  );
}

/** A rectangle, or a cross where there is no phase. */
function cell(phase: number, x: number, y: number, width: number, height: number): Shape {
  if (phase >= 0) {
    return { name: 'rect', x, y, width, height, fill: phaseColour(phase), 'shape-rendering': 'crispEdges' };
  }
  const [cx, cy, reach] = [x + width / 2, y + height / 2, Math.min(width, height) / 5];
  const d = `M${cx - reach},${cy - reach}L${cx + reach},${cy + reach}M${cx - reach},${cy + reach}L${cx + reach},${cy - reach}`;
  return { name: 'path', d, stroke: 'currentColor', 'stroke-width': 1.25 };
}

/** From where to where each value's cell reaches, in pixels. */
function bandsOf(values: readonly number[], scale: (value: number) => number): [number, number][] {
  const half = Math.sqrt(factorOf(values));
  return values.map((value) => [scale(value / half), scale(value * half)]);
}

function edgesOf(values: readonly number[]): [number, number] {
  const half = Math.sqrt(factorOf(values));
  return [values[0]! / half, values.at(-1)! * half];
}

/** The factor from one value to the next; of a single value, 2. */
function factorOf(values: readonly number[]): number {
  return values.length < 2 ? 2 : (values.at(-1)! / values[0]!) ** (1 / (values.length - 1));
}

/** Powers of ten, with 2 and 5 between them where those are few. */
function ticksOf([low, high]: readonly [number, number]): number[] {
  const factors = Math.log10(high / low) > 1.5 ? [1] : [1, 2, 5];
  const from = Math.floor(Math.log10(low));
  return Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_, k) => from + k)
    .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
    .filter((tick) => tick >= low && tick <= high);
}

function pathOf(points: Phases['boundaries'][number]['lines'][number], { x, y }: Scales): string {
  return points.map(([a, b], k) => `${k === 0 ? 'M' : 'L'}${x(a)},${y(b)}`).join('');
}

interface Entry {
  readonly name: string;
  readonly sample: (x: number, y: number) => readonly Shape[];
}

/** The phases, the cross if a cell has none, and the boundaries, in as many rows as they need. */
function legendEntries(
  { phases: names, panels, boundaries }: Phases,
  width: number,
): { rows: number; placed: (Entry & { left: number; row: number })[] } {
  const swatch = (phase: number) => (x: number, y: number) => [cell(phase, x, y - 6, 12, 12)];
  const undecided = panels.some(({ cells }) => cells.flat().includes(-1));
  const entries: Entry[] = [
    ...names.map((name, phase) => ({ name, sample: swatch(phase) })),
    ...(undecided ? [{ name: 'none of these', sample: swatch(-1) }] : []),
    ...boundaries.map(({ name }) => ({
      name,
      sample: (x: number, y: number) =>
        boundaryStrokes.map((stroke) => ({ name: 'path', ...stroke, d: `M${x - 1},${y}h15` })),
    })),
  ];
  let [left, row] = [0, 0];
  const placed = entries.map((entry) => {
    const wide = 34 + character * entry.name.length;
    if (left > 0 && left + wide > width) [left, row] = [0, row + 1];
    const place = { ...entry, left, row };
    left += wide;
    return place;
  });
  return { rows: row + 1, placed };
}

function words(label: Drawn, content: string): Drawn {
  label.textContent = content;
  return label;
}

/** With how far the first panel agrees with each other one. */
function titleOf(title: string, [first, ...others]: readonly Panel[]): string {
  if (!first) return title;
  const all = first.cells.flat();
  const agreements = others.map(({ name, cells }) => {
    const same = cells.flat().filter((phase, k) => phase === all[k]).length;
    return `${same} of ${all.length} cells of “${first.name}” are as in “${name}”`;
  });
  return [title, ...agreements].join('; ');
}
