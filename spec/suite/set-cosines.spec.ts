/** Directions in the plane and cosines within and across sets, worked out by hand. */
import { describe, expect, test } from 'vitest';
import { directions } from '../../src/measures/directions.js';
import { setCosines } from '../../src/measures/set-cosines.js';
import { matrixOf } from '../../src/models/matrix.js';
import type { Weights } from '../../src/models/weights.js';

// W_0 = (2, 0), W_1 = (0, 1), W_2 = (−1, −1), W_3 = 0.
const weights: Weights = {
  kind: 'tied',
  W: matrixOf([
    [2, 0, -1, 0],
    [0, 1, -1, 0],
  ]),
  b: new Float64Array(4),
};

describe('cosines between the features of sets', () => {
  test('in pairs: two within, four across; a zero column has none', () => {
    const { within, across } = setCosines(weights, 2);

    expectClose(within, [0, 0]);
    expectClose(across, [-Math.SQRT1_2, -Math.SQRT1_2, 0, 0]);
  });

  test('in one set of four all are within', () => {
    const { within, across } = setCosines(weights, 4);

    expectClose(within, [0, -Math.SQRT1_2, -Math.SQRT1_2, 0, 0, 0]);
    expect(across).toEqual([]);
  });
});

describe('directions in the plane', () => {
  test('go anticlockwise from −180°, with the angle to the next, without what is too short', () => {
    const around = directions(weights);

    expect(around.map(({ feature }) => feature)).toEqual([2, 0, 1]);
    expectClose(
      around.map(({ gap }) => gap),
      [135, 90, 135],
    );
  });

  test('of one feature have the whole circle to it', () => {
    const alone: Weights = { kind: 'tied', W: matrixOf([[1], [0]]), b: new Float64Array(1) };

    expect(directions(alone)).toEqual([{ feature: 0, gap: 360 }]);
  });

  test('are refused outside the plane', () => {
    const line: Weights = { kind: 'tied', W: matrixOf([[1, 0]]), b: new Float64Array(2) };

    expect(() => directions(line)).toThrow('directions in the plane need m = 2, not 1');
  });
});

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, at) => {
    expect(value).toBeCloseTo(expected[at]!, 12);
  });
}
