/** Inhibition on weights worked out by hand. */
import { describe, expect, test } from 'vitest';
import { inhibition } from '../../src/measures/inhibition.js';
import { matrixOf } from '../../src/models/matrix.js';
import type { Weights } from '../../src/models/weights.js';
import { embedded } from '../properties/kit/frames.js';

describe('inhibition', () => {
  test('goes down from feature 0 to output 2 and up from feature 1 to output 0; the diagonal is neither', () => {
    // decoder · encoder with the identity as encoder is the decoder itself.
    const weights: Weights = {
      kind: 'untied',
      encoder: matrixOf([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
      decoder: matrixOf([
        [-9, -2, 1],
        [4, 1, 0],
        [-5, 0, 1],
      ]),
      b: new Float64Array(3),
    };
    expect(inhibition(weights)).toEqual({ downwards: 5, upwards: 2 });
  });

  test('is the same either way where the weights are tied', () => {
    expect(inhibition(embedded([[1], [-0.5], [2]]))).toEqual({ downwards: 1.5, upwards: 1.5 });
  });
});
