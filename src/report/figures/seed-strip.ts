/**
 * One measured number of a robust claim over its seeds, in the order in which the sequential test
 * looked at them: a dot where the claim holds for the seed, a cross where it does not, and a cross on
 * the axis where the seed has no value (its run diverged).
 */
import { axisX, axisY, dot, ruleX, text } from '@observablehq/plot';
import type { ClaimReport } from '../report.js';
import { formatNumber } from '../words.js';
import { drawFigure } from './draw.js';

const width = 240;
const height = 96;
const holdsColour = 'var(--holds, #1a7f4b)';
const failsColour = 'var(--fails, #c0341d)';

/** @param name the number's name in `measured`. */
export function seedStrip(name: string, seeds: ClaimReport['seeds']): string {
  const values = seeds.flatMap(({ seed, holds, measured }) => {
    const value = Object.hasOwn(measured, name) ? measured[name] : undefined;
    return value === undefined ? [] : [{ seed, holds, value }];
  });
  const valueless = seeds.filter(({ measured }) => !Object.hasOwn(measured, name));
  const [low, high] = range(values.map(({ value }) => value));
  const first = Math.min(...seeds.map(({ seed }) => seed));
  const last = Math.max(...seeds.map(({ seed }) => seed));
  return drawFigure(titleOf(name, seeds, values, valueless.length), {
    width,
    height,
    marginLeft: 46,
    marginRight: 8,
    marginTop: 8,
    marginBottom: 32,
    x: { domain: [first - 0.6, last + 0.6], axis: null },
    y: { domain: [low, high], axis: null },
    color: { type: 'identity' },
    marks: [
      ruleX(seeds, { x: 'seed', stroke: 'currentColor', strokeOpacity: 0.08 }),
      dot(
        values.filter(({ holds }) => holds),
        { x: 'seed', y: 'value', r: 3, fill: holdsColour, title: seedTitle },
      ),
      dot(
        values.filter(({ holds }) => !holds),
        {
          x: 'seed',
          y: 'value',
          r: 4,
          symbol: 'times',
          stroke: failsColour,
          strokeWidth: 2,
          title: seedTitle,
        },
      ),
      text(valueless, { x: 'seed', frameAnchor: 'bottom', text: () => '✕', fill: failsColour }),
      axisX(seedTicks(first, last), {
        tickSize: 3,
        label: 'seed',
        labelOffset: 30,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: String,
      }),
      axisY(extremes(values.map(({ value }) => value)), {
        tickSize: 3,
        tickFormat: formatNumber,
        label: null,
      }),
    ],
  });
}

/** The axis is labelled at the data's own extremes. */
function extremes(values: readonly number[]): number[] {
  return values.length === 0 ? [] : [...new Set([Math.min(...values), Math.max(...values)])];
}

/** The values with a margin of an eighth of their spread on either side. */
function range(values: readonly number[]): [low: number, high: number] {
  if (values.length === 0) return [0, 1];
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  // A strip of equal values is a level line: the scale then spans an eighth of the value.
  const spread = greatest - least || Math.abs(least) / 10 || 1;
  const middle = (least + greatest) / 2;
  return [middle - spread * 0.625, middle + spread * 0.625];
}

function seedTicks(first: number, last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((candidate) => (last - first) / candidate <= 8) ?? 200;
  const from = Math.ceil(first / step) * step;
  return Array.from({ length: Math.floor((last - from) / step) + 1 }, (_, k) => from + k * step);
}

function seedTitle({ seed, holds, value }: { seed: number; holds: boolean; value: number }): string {
  return `seed ${seed}: ${formatNumber(value)}, ${holds ? 'holds' : 'does not hold'}`;
}

function titleOf(
  name: string,
  seeds: ClaimReport['seeds'],
  values: readonly { value: number; holds: boolean }[],
  valueless: number,
): string {
  const holding = seeds.filter(({ holds }) => holds).length;
  const numbers = values.map(({ value }) => value);
  const spread =
    numbers.length === 0
      ? 'no values'
      : `from ${formatNumber(Math.min(...numbers))} to ${formatNumber(Math.max(...numbers))}`;
  const lost = valueless === 0 ? '' : `, ${valueless} without a value`;
  return `${name} over ${seeds.length} seeds: ${spread}${lost}; the claim holds for ${holding} of them`;
}
