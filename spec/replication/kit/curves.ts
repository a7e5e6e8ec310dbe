/** A figure of lines and dots over a pair of axes, in few words. */
import type { Curves } from '../../../src/report/figures/figure-data.js';

type Axis = Curves['x'];
type Series = Curves['series'][number];
export type Point = [x: number, y: number];

/** @param levels horizontal lines that a theory names; none when left out. */
export function curves(
  title: string,
  axes: { readonly x: Axis; readonly y: Axis },
  series: Series[],
  levels: Curves['levels'] = [],
): Curves {
  return { kind: 'curves', title, ...axes, series, levels };
}

export function line(name: string, points: Point[]): Series {
  return { name, mark: 'line', points };
}

export function dots(name: string, points: Point[]): Series {
  return { name, mark: 'dots', points };
}

export function linear(label: string): Axis {
  return { label, scale: 'linear' };
}

export function log(label: string): Axis {
  return { label, scale: 'log' };
}
