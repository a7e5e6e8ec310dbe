/**
 * Lines and dots over a common pair of axes, each linear or logarithmic, with the levels that a theory
 * names (1/2, 2/5 …) as dashed lines, named at the right: D* against 1/(1 − S), losses over steps.
 *
 * The dots of a series are one path of round-capped strokes without length, which for the thousands of
 * a scatter of D_i is a tenth of as many circles. What a logarithmic axis cannot show, a value of 0 or
 * below, is left out and counted in the figure's title.
 */
import { axisX, axisY, ruleY } from '@observablehq/plot';
import { formatNumber } from '../words.js';
import { categoryColour } from './colours.js';
import { type Drawn, drawFigure, element, markOf, type Scales } from './draw.js';
import type { Curves } from './figure-data.js';

type Series = Curves['series'][number];
type Scale = Curves['x']['scale'];
type Points = Series['points'];

const size = { width: 620, height: 360 };
const margin = { left: 52, bottom: 38, top: 10 };
/** Line height of the legend and least distance of two level names. */
const line = 13;
/** What a character of 10 px is given in the legend: the widest of common fonts, so that none overlap. */
const character = 6.2;
const text = { fill: 'currentColor', stroke: 'none', 'text-anchor': 'start' } as const;

export function curves({ title, x, y, series, levels }: Curves): string {
  const shown = series.map((one) => ({ ...one, points: one.points.filter(isOn(x.scale, y.scale)) }));
  const named = levels.filter((level) => y.scale === 'linear' || level.y > 0);
  const xDomain = domainOf(
    shown.flatMap(({ points }) => points.map(([value]) => value)),
    x.scale,
  );
  const yDomain = domainOf(
    [...shown.flatMap(({ points }) => points.map(([, value]) => value)), ...named.map((level) => level.y)],
    y.scale,
  );
  const marginRight = 14 + character * Math.max(0, ...named.map(({ name }) => name.length));
  const entries = legendEntries(shown, size.width - margin.left - marginRight);
  const marginTop = margin.top + (entries.rows + 0.5) * line;
  return drawFigure(titleOf(title, series, shown), {
    width: size.width,
    height: size.height,
    marginLeft: margin.left,
    marginRight,
    marginTop,
    marginBottom: margin.bottom,
    x: { type: x.scale, domain: xDomain, axis: null },
    y: { type: y.scale, domain: yDomain, axis: null },
    marks: [
      ruleY(
        named.map((level) => level.y),
        { stroke: 'currentColor', strokeOpacity: 0.45, strokeDasharray: '3 3' },
      ),
      ...shown
        .map((one, k) => ({ one, k }))
        // Lines over dots, whichever comes first: a line is thin, a scatter would hide it.
        .sort((a, b) => Number(a.one.mark === 'line') - Number(b.one.mark === 'line'))
        .map(({ one, k }) => markOf((document, scales) => element(document, 'path', path(one, k, scales)))),
      markOf((document, { y: at }) => {
        const group = element(document, 'g', text);
        const places = apart(named.map((level) => at(level.y)));
        named.forEach(({ name }, k) => {
          const place = { x: size.width - marginRight + 6, y: places[k]!, dy: '.32em' };
          group.append(words(element(document, 'text', place), name));
        });
        return group;
      }),
      markOf((document) => {
        const group = element(document, 'g', {});
        for (const { name, k, left, row } of entries.placed) {
          const middle = margin.top + row * line;
          const from = margin.left + left;
          const sample = sampleAt(shown[k]!, from, middle);
          group.append(element(document, 'path', { ...strokeOf(shown[k]!, k), d: sample }));
          const place = { ...text, x: from + 22, y: middle, dy: '.32em' };
          group.append(words(element(document, 'text', place), name));
        }
        return group;
      }),
      axisX(ticksOf(xDomain, x.scale), { ...axis(x.label), labelAnchor: 'center' }),
      axisY(ticksOf(yDomain, y.scale), { ...axis(y.label), labelAnchor: 'center' }),
    ],
  });
}

function axis(label: string) {
  // As `text`, since Plot would leave out some labels of a logarithmic axis that it formats itself.
  return { tickSize: 3, text: (tick: number) => formatNumber(tick), label, labelArrow: 'none' } as const;
}

function isOn(x: Scale, y: Scale): (point: Points[number]) => boolean {
  return ([a, b]) => (x === 'linear' || a > 0) && (y === 'linear' || b > 0);
}

/** The extent with a twenty-fifth of it on either side; from 0 where that is near the least value. */
function domainOf(values: readonly number[], scale: Scale): [low: number, high: number] {
  if (values.length === 0) return scale === 'log' ? [1, 10] : [0, 1];
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  if (scale === 'log') {
    const room = (greatest / least) ** 0.04 || 1;
    return least === greatest ? [least / 2, greatest * 2] : [least / room, greatest * room];
  }
  const room = (greatest - least) / 25 || Math.abs(least) / 10 || 1;
  return [least >= 0 && least < greatest / 4 ? 0 : least - room, greatest + room];
}

/** Round numbers inside the domain: at 1, 2 and 5 times the powers of ten where there are few of those. */
function ticksOf([low, high]: readonly [number, number], scale: Scale): number[] {
  if (scale === 'linear') {
    const step = [1, 2, 5, 10]
      .map((factor) => factor * 10 ** Math.floor(Math.log10((high - low) / 8)))
      .find((candidate) => (high - low) / candidate <= 8)!;
    const first = Math.ceil(low / step);
    return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, k) =>
      Number(((first + k) * step).toPrecision(12)),
    );
  }
  const exponents = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))] as const;
  const factors = exponents[1] - exponents[0] > 3 ? [1] : [1, 2, 5];
  return Array.from({ length: exponents[1] - exponents[0] + 1 }, (_, k) => exponents[0] + k)
    .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
    .filter((tick) => tick >= low && tick <= high);
}

function path(series: Series, k: number, { x, y }: Scales): Record<string, string | number> {
  const places = series.points.map(([a, b]) => [x(a), y(b)] as const);
  const d =
    series.mark === 'line'
      ? places.map(([a, b], at) => `${at === 0 ? 'M' : 'L'}${a},${b}`).join('')
      : places.map(([a, b]) => `M${a},${b}h0`).join('');
  return { ...strokeOf(series, k), d };
}

/** So many dots are seen one by one; more of them are a cloud, in which large ones would hide each other. */
const fewDots = 60;

/** Series are told apart by colour, and lines by their dashes too. */
function strokeOf({ mark, points }: Series, k: number): Record<string, string | number> {
  const stroke = { fill: 'none', stroke: categoryColour(k), 'stroke-linecap': 'round' };
  const dashes = ['none', '6 4', '1.5 4', '9 3 1.5 3'];
  if (mark === 'dots' && points.length <= fewDots)
    return { ...stroke, 'stroke-width': 7, 'stroke-opacity': 0.8 };
  return mark === 'dots'
    ? { ...stroke, 'stroke-width': 3, 'stroke-opacity': 0.55 }
    : { ...stroke, 'stroke-width': 1.75, 'stroke-dasharray': dashes[k % dashes.length]! };
}

function sampleAt({ mark }: Series, from: number, y: number): string {
  return mark === 'line' ? `M${from},${y}h16` : [2, 8, 14].map((right) => `M${from + right},${y}h0`).join('');
}

interface Entry {
  readonly name: string;
  readonly k: number;
  readonly left: number;
  readonly row: number;
}

/** The legend's entries from left to right, in as many rows as they need. */
function legendEntries(series: readonly Series[], width: number): { rows: number; placed: Entry[] } {
  let left = 0;
  let row = 0;
  const placed = series.map(({ name }, k) => {
    const wide = 36 + character * name.length;
    if (left > 0 && left + wide > width) {
      left = 0;
      row++;
    }
    const entry = { name, k, left, row };
    left += wide;
    return entry;
  });
  return { rows: row + 1, placed };
}

/** The same places, moved upwards as little as keeps each at least a line above the one below it. */
function apart(places: readonly number[]): number[] {
  const order = places.map((_, k) => k).sort((a, b) => places[b]! - places[a]!);
  const moved = [...places];
  order.forEach((k, at) => {
    if (at > 0) moved[k] = Math.min(moved[k]!, moved[order[at - 1]!]! - line + 2);
  });
  return moved;
}

function words(label: Drawn, content: string): Drawn {
  label.textContent = content;
  return label;
}

function titleOf(title: string, all: readonly Series[], shown: readonly Series[]): string {
  const count = (series: readonly Series[]): number =>
    series.reduce((sum, { points }) => sum + points.length, 0);
  const lost = count(all) - count(shown);
  if (lost === 0) return title;
  return `${title} (${lost} ${lost === 1 ? 'point' : 'points'} at 0 or below, which a logarithmic axis cannot show)`;
}
