/**
 * Features in sets that are on together or instead of each other: a set takes one draw, which says what
 * of it is on, and every feature that is on a value of its own.
 * Source: src/setting/feature-sets.ts, where the intervals come from.
 */
import type { Interval } from '../setting/feature-sets.js';
import type { RandomStream } from './random.js';
import type { RowSource } from './rows.js';

/**
 * @param intervals where in [0, 1) the draw of its set puts each feature on.
 * @param size how many features share a draw.
 * @param value draws the value of a feature that is on.
 */
export function dependentRows(
  intervals: readonly Interval[],
  size: number,
  value: () => number,
  stream: RandomStream,
): RowSource {
  const n = intervals.length;
  const lows = Float64Array.from(intervals, ({ low }) => low * 2 ** 32);
  const highs = Float64Array.from(intervals, ({ high }) => high * 2 ** 32);
  return (into) => {
    for (let at = 0; at < into.length; at += n) {
      let draw = 0;
      for (let i = 0; i < n; i++) {
        if (i % size === 0) draw = stream.next();
        into[at + i] = lows[i]! <= draw && draw < highs[i]! ? value() : 0;
      }
    }
  };
}
