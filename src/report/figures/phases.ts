/**
 * Phase diagrams side by side: a grid of cells, each in the colour of its phase, over two logarithmic
 * axes, with a theory's boundaries as lines over every panel. A cell without a phase is left empty, with
 * a cross.
 *
 * A cell reaches half-way, in the logarithm, to the next value on either side. The colours are of
 * Okabe and Ito's, in an order that keeps the first four apart under the common colour blindnesses and
 * from a light or a dark page; the legend names them.
 */
import { formatNumber } from '../words.js';
import { type Drawn, drawByHand, element } from './draw.js';
import type { Phases } from './figure-data.js';

type Panel = Phases['panels'][number];
type Scale = (value: number) => number;

const side = 216;
const gap = 26;
const margin = { left: 50, right: 10, top: 22 };
const axisHeight = 40;
/** Line height of the legend. */
const line = 16;
/** What a character of 10 px is given in the legend: the widest of common fonts, so that none overlap. */
const character = 6.2;
const colours = ['#0072b2', '#cc79a7', '#d55e00', '#f0e442', '#56b4e9', '#009e73'];

/** After the sixth phase the colours begin again. */
export function phaseColour(phase: number): string {
  return colours[phase % colours.length]!;
}

export function phases(figure: Phases): string {
  const { title, x, y, panels } = figure;
  const across = panels.length * side + (panels.length - 1) * gap;
  const bottom = margin.top + side;
  const leftOf = (panel: number): number => margin.left + panel * (side + gap);
  const upwards = logScale(y.values, bottom, margin.top);
  const legend = legendOf(figure, margin.left, bottom + axisHeight, across);
  const size = {
    width: margin.left + across + margin.right,
    height: bottom + axisHeight + legend.height,
  };
  return drawByHand(titleOf(title, panels), size, (document) => {
    const made = ({ tag, words, ...attributes }: Shape): Drawn => {
      const shape = element(document, tag, attributes);
      if (words !== undefined) shape.textContent = words;
      return shape;
    };
    return [
      ...panels.flatMap((panel, k) => {
        const rightwards = logScale(x.values, leftOf(k), leftOf(k) + side);
        return [
          ...cellsOf(panel, figure, rightwards, upwards),
          ...boundariesOf(figure, rightwards, upwards),
          label(panel.name, leftOf(k) + side / 2, margin.top - 8, 'middle', { 'font-weight': 'bold' }),
          ...ticksOf(x.values).flatMap((tick) => [
            rule(`M${rightwards(tick)},${bottom}v4`),
            label(formatNumber(tick), rightwards(tick), bottom + 15, 'middle'),
          ]),
        ];
      }),
      ...ticksOf(y.values).flatMap((tick) => [
        rule(`M${margin.left},${upwards(tick)}h-4`),
        label(formatNumber(tick), margin.left - 7, upwards(tick), 'end', { dy: '.32em' }),
      ]),
      label(x.label, margin.left + across / 2, bottom + 31, 'middle'),
      label(y.label, 0, 0, 'middle', {
        transform: `translate(10,${margin.top + side / 2}) rotate(-90)`,
      }),
      ...legend.shapes,
    ].map(made);
  });
}

/** An element by its tag, with its attributes and what it says. */
type Shape = { readonly tag: string; readonly words?: string } & Readonly<Record<string, string | number>>;

function label(words: string, x: number, y: number, anchor: string, more: Partial<Shape> = {}): Shape {
  return { tag: 'text', words, x, y, 'text-anchor': anchor, ...more };
}

function rule(d: string): Shape {
  return { tag: 'path', d, stroke: 'currentColor', 'stroke-width': 1 };
}

function cellsOf({ cells }: Panel, { x, y }: Phases, rightwards: Scale, upwards: Scale): Shape[] {
  const [columns, rows] = [bandsOf(x.values, rightwards), bandsOf(y.values, upwards)];
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
    return { tag: 'rect', x, y, width, height, fill: phaseColour(phase), 'shape-rendering': 'crispEdges' };
  }
  const [cx, cy, reach] = [x + width / 2, y + height / 2, Math.min(width, height) / 4];
  return rule(
    `M${cx - reach},${cy - reach}L${cx + reach},${cy + reach}M${cx - reach},${cy + reach}L${cx + reach},${cy - reach}`,
  );
}

function boundariesOf({ boundaries }: Phases, rightwards: Scale, upwards: Scale): Shape[] {
  return boundaries.flatMap(({ lines }) =>
    lines.flatMap((points) =>
      boundary(points.map(([a, b], k) => `${k === 0 ? 'M' : 'L'}${rightwards(a)},${upwards(b)}`).join('')),
    ),
  );
}

/** A dark line with a light rim, or the reverse: visible on every fill and on any page. */
function boundary(d: string): Shape[] {
  return [
    { tag: 'path', d, fill: 'none', stroke: 'var(--page, #ffffff)', 'stroke-width': 4 },
    { tag: 'path', d, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.75 },
  ];
}

/** From the axis to pixels, the outer cells whole. */
function logScale(values: readonly number[], from: number, to: number): Scale {
  const edges = edgesOf(values);
  const [low, high] = [Math.log(edges[0]!), Math.log(edges.at(-1)!)];
  return (value) => from + ((to - from) * (Math.log(value) - low)) / (high - low);
}

/** From where to where each value's cell reaches, in pixels. */
function bandsOf(values: readonly number[], scale: Scale): [number, number][] {
  const edges = edgesOf(values).map(scale);
  return values.map((_, k) => [edges[k]!, edges[k + 1]!]);
}

/** The cells' edges: half-way between neighbours in the logarithm, and as far beyond the outer values. */
function edgesOf(values: readonly number[]): number[] {
  if (values.length < 2) return values.flatMap((value) => [value / 2, value * 2]);
  const inner = values.slice(1).map((value, k) => Math.sqrt(value * values[k]!));
  const [first, last] = [values[0]! ** 2 / inner[0]!, values.at(-1)! ** 2 / inner.at(-1)!];
  return [first, ...inner, last];
}

/** Powers of ten, with 2 and 5 between them where those are few. */
function ticksOf(values: readonly number[]): number[] {
  const edges = edgesOf(values);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const factors = high / low > 30 ? [1] : [1, 2, 5];
  const from = Math.floor(Math.log10(low));
  return Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_, k) => from + k)
    .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
    .filter((tick) => tick >= low && tick <= high);
}

/** The phases, the cross if a cell has none, and the boundaries, in as many rows as they need. */
function legendOf(
  { phases: names, panels, boundaries }: Phases,
  from: number,
  top: number,
  across: number,
): { readonly height: number; readonly shapes: Shape[] } {
  const undecided = panels.some(({ cells }) => cells.flat().includes(-1));
  const entries: { name: string; sample: (x: number, y: number) => Shape[] }[] = [
    ...names.map((name, phase) => ({ name, sample: swatch(phase) })),
    ...(undecided ? [{ name: 'none of these', sample: swatch(-1) }] : []),
    ...boundaries.map(({ name }) => ({
      name,
      sample: (x: number, y: number) => boundary(`M${x - 2},${y}h16`),
    })),
  ];
  let [left, row] = [0, 0];
  const shapes = entries.flatMap(({ name, sample }) => {
    const wide = 36 + character * name.length;
    if (left > 0 && left + wide > across) [left, row] = [0, row + 1];
    const [x, y] = [from + left, top + (row + 0.5) * line];
    left += wide;
    return [...sample(x, y), label(name, x + 20, y, 'start', { dy: '.32em' })];
  });
  return { height: (row + 1.25) * line, shapes };
}

function swatch(phase: number): (x: number, y: number) => Shape[] {
  return (x, y) => [cell(phase, x, y - 6, 12, 12)];
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
