/**
 * Neurons as stacks: for each neuron the weights of the features, positive ones stacked up from the
 * axis and negative ones down, the largest next to the axis. A feature is coloured by its interference
 * with the others, so that a neuron with a feature to itself is one dark bar and a shared one is many
 * bright ones. Source: Elhage et al. 2022, "Superposition in a Privileged Basis" and "Computation in
 * Superposition".
 *
 * Weights too small to be told apart (below two pixels) are drawn together as one faint bar at the end of
 * their stack, so that heights stay true however many features there are.
 */
import { interference } from '../../measures/interference.js';
import { monosemanticNeurons } from '../../measures/monosemanticity.js';
import { matrixOf } from '../../models/matrix.js';
import type { Weights } from '../../models/weights.js';
import { formatNumber } from '../words.js';
import { interferenceColour } from './colours.js';
import { type Drawn, drawByHand, element } from './draw.js';
import type { Stacks } from './figure-data.js';

const plotHeight = 150;
const heading = 16;
const axisWidth = 26;
const gap = 14;
const widest = 720;
/** The lowest bar that is drawn by itself, in pixels. */
const lowest = 2;
/** From this height on a bar has room for the number of its feature. */
const labelled = 11;

type Panel = Stacks['panels'][number];
type Document = Parameters<typeof element>[0];

interface Bar {
  readonly feature: number | 'rest';
  readonly from: number;
  readonly to: number;
}

/** One picture of all panels, on one scale, side by side and in as many rows as they need. */
export function stacks({ title, panels }: Stacks): string {
  const [low, high] = reach(panels);
  const column = columnWidth(panels);
  const wide = (panel: Panel): number => axisWidth + panel.neurons.length * column;
  const places = inRows(panels.map(wide));
  const size = {
    width: Math.max(axisWidth, ...places.map(({ x }, at) => x + wide(panels[at]!))),
    height: places.reduce((most, { row }) => Math.max(most, row + 1), 1) * (heading + plotHeight + gap),
  };
  return drawByHand(titleOf(title, panels), size, (document) =>
    panels.flatMap((panel, at) => {
      const { x, row } = places[at]!;
      const top = row * (heading + plotHeight + gap) + heading;
      const y = (weight: number): number => top + ((high - weight) / (high - low)) * plotHeight;
      return drawPanel(document, panel, { left: x + axisWidth, column, y, low, high });
    }),
  );
}

interface Frame {
  readonly left: number;
  readonly column: number;
  readonly y: (weight: number) => number;
  readonly low: number;
  readonly high: number;
}

function drawPanel(document: Document, { name, neurons }: Panel, frame: Frame): Drawn[] {
  const { left, column, y, low, high } = frame;
  const width = neurons.length * column;
  const least = ((high - low) / plotHeight) * lowest;
  const shared = interference(weightsOf(neurons));
  const say = (words: string, attributes: Record<string, string | number>): Drawn => {
    const made = element(document, 'text', attributes);
    made.textContent = words;
    return made;
  };
  const rule = (weight: number, attributes: Record<string, string | number>): Drawn =>
    element(document, 'line', {
      x1: left,
      x2: left + width,
      y1: y(weight),
      y2: y(weight),
      stroke: 'currentColor',
      ...attributes,
    });
  const bars = neurons.flatMap((neuron, h) =>
    barsOf(neuron, least).map(({ feature, from, to }) => ({
      feature,
      x: left + h * column,
      y: Math.min(y(from), y(to)),
      height: Math.abs(y(from) - y(to)),
    })),
  );
  return [
    say(name, { x: left + width / 2, y: y(high) - 5, 'text-anchor': 'middle', 'font-weight': 600 }),
    ...ticksOf(low, high).flatMap((tick) => [
      say(formatNumber(tick), { x: left - 4, y: y(tick) + 3, 'text-anchor': 'end' }),
      ...(tick === 0 ? [] : [rule(tick, { 'stroke-opacity': 0.25, 'stroke-dasharray': '2 3' })]),
    ]),
    grouped(
      document,
      bars.map(({ feature, y: top, height, x }) =>
        element(document, 'rect', {
          x: x + column * 0.08,
          y: top,
          width: column * 0.84,
          height,
          ...(feature === 'rest'
            ? { fill: 'currentColor', 'fill-opacity': 0.15 }
            : { fill: interferenceColour(shared[feature]!) }),
        }),
      ),
    ),
    ...bars.flatMap(({ feature, y: top, height, x }) =>
      feature === 'rest' || height < labelled || column < 14
        ? []
        : [
            say(String(feature), {
              x: x + column / 2,
              y: top + height / 2 + 3,
              'text-anchor': 'middle',
              'font-size': 9,
              fill: shared[feature]! > 0.7 ? '#000000' : '#ffffff',
            }),
          ],
    ),
    rule(0, { 'stroke-opacity': 0.6 }),
  ];
}

/** The bars with the thin line that parts them, said once. */
function grouped(document: Document, bars: readonly Drawn[]): Drawn {
  const group = element(document, 'g', { stroke: 'var(--page, #ffffff)', 'stroke-width': 0.5 });
  group.append(...bars);
  return group;
}

/** The bars of a neuron, each from where the one before it ends, positive ones upwards from 0. */
function barsOf(neuron: readonly number[], least: number): Bar[] {
  return [1, -1].flatMap((sign) => {
    const mine = neuron
      .map((weight, feature) => ({ feature, size: weight * sign }))
      .filter(({ size }) => size > 0)
      .sort((a, b) => b.size - a.size);
    const bars: Bar[] = [];
    let at = 0;
    for (const { feature, size } of mine.filter((weight) => weight.size >= least)) {
      bars.push({ feature, from: at * sign, to: (at + size) * sign });
      at += size;
    }
    const rest = mine.reduce((sum, { size }) => (size < least ? sum + size : sum), 0);
    return rest >= least ? [...bars, { feature: 'rest', from: at * sign, to: (at + rest) * sign }] : bars;
  });
}

/** How far the stacks of all panels reach down and up; 0 is always in it. */
function reach(panels: readonly Panel[]): [low: number, high: number] {
  const stacked = panels.flatMap(({ neurons }) =>
    neurons.flatMap((neuron) => [
      neuron.reduce((sum, weight) => sum + Math.max(weight, 0), 0),
      neuron.reduce((sum, weight) => sum + Math.min(weight, 0), 0),
    ]),
  );
  const [low, high] = [Math.min(0, ...stacked), Math.max(0, ...stacked)];
  return low === high ? [0, 1] : [low, high];
}

/** Wide enough for numbers where the panels have few neurons, and never wider than the page. */
function columnWidth(panels: readonly Panel[]): number {
  const most = Math.max(1, ...panels.map(({ neurons }) => neurons.length));
  return Math.min(20, (widest - axisWidth) / most);
}

/** Where each panel stands: from left to right, a new row where the width is used up. */
function inRows(widths: readonly number[]): { readonly x: number; readonly row: number }[] {
  let x = 0;
  let row = 0;
  return widths.map((width) => {
    if (x > 0 && x + width > widest) {
      x = 0;
      row++;
    }
    const place = { x, row };
    x += width + gap;
    return place;
  });
}

/** 0 and the multiples of a round step, so that either side has at most three. */
function ticksOf(low: number, high: number): number[] {
  const span = Math.max(high, -low);
  const power = 10 ** Math.floor(Math.log10(span / 3));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => span / candidate <= 3)!;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) =>
    Number(((first + k) * step).toPrecision(6)),
  );
}

/** The neurons as the rows of W. */
function weightsOf(neurons: Panel['neurons']): Weights {
  const W = matrixOf(neurons);
  return { kind: 'tied', W, b: new Float64Array(W.columns) };
}

function titleOf(title: string, panels: readonly Panel[]): string {
  const told = panels.map(({ name, neurons }) => {
    const alone = monosemanticNeurons(weightsOf(neurons)).length;
    return `${name}: ${alone} of ${neurons.length} neurons have one feature almost to themselves`;
  });
  return [title, ...told].join('; ');
}
