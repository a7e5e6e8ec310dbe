/** Monosemanticity on neurons worked out by hand. */
import { describe, expect, test } from 'vitest';
import {
  monosemanticAbove,
  monosemanticity,
  monosemanticNeurons,
  monosemanticShare,
} from '../../src/measures/monosemanticity.js';
import { matrixOf } from '../../src/models/matrix.js';
import type { Weights } from '../../src/models/weights.js';

/** Four neurons that read three features: one alone, one mostly, two alike, and nothing to speak of. */
const mixed = tied([
  [0, -2, 0],
  [3, 0.75, 0],
  [1, 0, 1],
  [0.3, 0, 0],
]);

describe('monosemanticity', () => {
  test('is the share of the largest weight in the length of the neuron, whatever its sign', () => {
    const values = monosemanticity(mixed).map(({ value }) => value);

    expect(values).toHaveLength(3);
    expect(values[0]).toBe(1);
    expect(values[1]).toBeCloseTo(3 / Math.hypot(3, 0.75), 12);
    expect(values[2]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  test("counts by the threshold of seed 2's text and by that of its code", () => {
    // 3 / √(9 + .5625) = .970 lies between .9 and .99.
    expect(monosemanticNeurons(mixed)).toEqual([0, 1]);
    expect(monosemanticNeurons(mixed, monosemanticAbove.code)).toEqual([0]);
  });

  test('shares are of the neurons that are not near zero', () => {
    expect(monosemanticShare(mixed)).toBeCloseTo(2 / 3, 12);
    expect(monosemanticShare(mixed, monosemanticAbove.code)).toBeCloseTo(1 / 3, 12);
    expect(monosemanticShare(tied([[0.1, 0]]))).toBe(0);
  });

  test('looks at what a neuron reads, not at what it writes', () => {
    const weights: Weights = {
      kind: 'untied',
      encoder: matrixOf([[1, 0]]),
      decoder: matrixOf([[1], [1]]),
      b: new Float64Array(2),
    };
    expect(monosemanticShare(weights)).toBe(1);
  });
});

function tied(neurons: readonly (readonly number[])[]): Weights {
  return { kind: 'tied', W: matrixOf(neurons), b: new Float64Array(neurons[0]!.length) };
}
