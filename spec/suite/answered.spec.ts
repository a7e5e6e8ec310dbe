/** Which features a model answers, on weights worked out by hand. */
import { describe, expect, test } from 'vitest';
import { answeredFeatures } from '../../src/measures/answered.js';
import { embedded, polygon } from '../properties/kit/frames.js';
import { pentagon } from './report/example-weights.js';

describe('answered features', () => {
  test('antipodal pairs are answered with a ReLU, which clips the opposite, and not without', () => {
    const pairs = embedded([
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]);
    expect(answeredFeatures('relu-output', pairs)).toEqual([0, 1, 2, 3]);
    expect(answeredFeatures('linear', pairs)).toEqual([]);
  });

  test('a long embedding among others in its direction is not answered, nor is a short one', () => {
    // Row 0 of R is (1, 1, 0); row 2 is .4² = .16 on its own output.
    const crowded = embedded([
      [1, 0],
      [1, 0],
      [0, 0.4],
    ]);
    expect(answeredFeatures('relu-output', crowded)).toEqual([]);
  });

  test('the pentagon of the one-hot limit is answered, thanks to its bias', () => {
    // R_ii = 1.088 and twice .141 beside it: ‖R_i − e_i‖ = .218. Unit length and no bias: twice .309.
    expect(answeredFeatures('relu-output', pentagon())).toHaveLength(5);
    expect(answeredFeatures('relu-output', pentagon(), 0.2)).toEqual([]);
    expect(answeredFeatures('relu-output', embedded(polygon(5)), 0.43)).toEqual([]);
    expect(answeredFeatures('relu-output', embedded(polygon(5)), 0.44)).toHaveLength(5);
  });
});
