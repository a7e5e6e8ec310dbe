import { fc, test } from '@fast-check/vitest';
import { describe, test as example, expect } from 'vitest';
import { fittedExponent, geometricMean, median } from '../../../bench/statistics.js';

const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

describe('the median', () => {
  example('is the middle of an odd number of values, in whatever order', () => {
    expect(median([10, 1, 2])).toBe(2);
  });

  example('is half-way between the two middle ones of an even number', () => {
    expect(median([8, 1, 2, 4])).toBe(3);
  });

  example('of no values is refused', () => {
    expect(() => median([])).toThrow('no values');
  });
});

describe('the geometric mean', () => {
  example('of 1, 10 and 100 is 10', () => {
    expect(geometricMean([1, 10, 100])).toBeCloseTo(10, 12);
  });

  test.prop([fc.array(positive, { minLength: 1 })])(
    'of ratios upside down is the mean upside down',
    (ratios) => {
      const upsideDown = geometricMean(ratios.map((ratio) => 1 / ratio));
      expect(upsideDown * geometricMean(ratios)).toBeCloseTo(1, 9);
    },
  );

  example('of no values is refused', () => {
    expect(() => geometricMean([])).toThrow('no values');
  });
});

describe('the fitted exponent', () => {
  test.prop([fc.double({ min: -3, max: 3, noNaN: true }), positive])(
    'of c · x^e is e, whatever c',
    (exponent, factor) => {
      const points = [1, 2, 5, 30].map((x) => ({ x, y: factor * x ** exponent }));
      expect(fittedExponent(points)).toBeCloseTo(exponent, 9);
    },
  );

  example('counts relative errors: a tenth too much at both ends of the middle changes nothing', () => {
    const points = [
      { x: 1, y: 1.1 },
      { x: 10, y: 10 / 1.1 },
      { x: 100, y: 110 },
    ];
    expect(fittedExponent(points)).toBeCloseTo(1, 12);
  });

  example('of points at one place is refused', () => {
    expect(() =>
      fittedExponent([
        { x: 2, y: 1 },
        { x: 2, y: 3 },
      ]),
    ).toThrow('two or more places');
  });
});
