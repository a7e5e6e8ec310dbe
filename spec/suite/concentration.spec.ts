/**
 * The concentration bounds keep what they promise, computed exactly for coin tosses, where every error
 * rate is a sum of binomial probabilities.
 */
import { describe, expect, test } from 'vitest';
import {
  acceptedRates,
  cdfTolerance,
  klDivergence,
  leastDetectableCdfDistance,
  leastDetectableMeanShift,
  leastDetectableRateExcess,
  meanTolerance,
  samplesForCdfDistance,
  samplesForMeanShift,
  samplesForRateExcess,
} from '../../src/statistics/concentration.js';

const cases = [50, 400].flatMap((samples) =>
  [0.02, 0.3, 0.5, 0.97].flatMap((rate) => [0.2, 0.01].map((risk) => ({ samples, rate, risk }))),
);

describe('A check of a rate', () => {
  test.each(cases)('alarms falsely at most as often as stated: $samples draws at $rate, $risk', (at) => {
    const [low, high] = acceptedRates(at.samples, [at.rate, at.rate], at.risk);

    const falseAlarm = chance(at.samples, at.rate, (count) => {
      return count / at.samples < low || count / at.samples > high;
    });

    expect(falseAlarm).toBeLessThanOrEqual(at.risk);
  });

  test.each(cases)('misses its least detectable excess at most as often as stated: $samples, $rate', (at) => {
    const excess = leastDetectableRateExcess(at.samples, at.rate, at.risk, at.risk);
    if (excess === Number.POSITIVE_INFINITY) return;
    const [low, high] = acceptedRates(at.samples, [at.rate, at.rate], at.risk);

    const miss = chance(at.samples, at.rate + excess, (count) => {
      return count / at.samples >= low && count / at.samples <= high;
    });

    expect(excess).toBeGreaterThan(0);
    expect(miss).toBeLessThanOrEqual(at.risk);
  });

  test('accepts what any rate of a range explains', () => {
    const [low, high] = acceptedRates(100, [0.2, 0.4], 0.01);

    expect(low).toBe(acceptedRates(100, [0.2, 0.2], 0.01)[0]);
    expect(high).toBe(acceptedRates(100, [0.4, 0.4], 0.01)[1]);
  });

  test('needs exactly the samples that make the excess detectable', () => {
    const samples = samplesForRateExcess(0.1, 0.05, 0.01, 0.02);

    expect(leastDetectableRateExcess(samples, 0.1, 0.01, 0.02)).toBeLessThanOrEqual(0.05);
    expect(leastDetectableRateExcess(samples - 1, 0.1, 0.01, 0.02)).toBeGreaterThan(0.05);
  });

  test('detects nothing where it accepts even the rate 1', () => {
    expect(leastDetectableRateExcess(2, 0.9, 0.01, 0.01)).toBe(Number.POSITIVE_INFINITY);
    expect(() => samplesForRateExcess(0.5, 0, 0.01, 0.01)).toThrow('no sample tells 0.5 from 0.5');
  });
});

describe('A check of a mean', () => {
  test.each(cases)('alarms falsely at most as often as stated: $samples draws at $rate, $risk', (at) => {
    const tolerance = meanTolerance(at.samples, 1, at.risk);

    const falseAlarm = chance(at.samples, at.rate, (count) => {
      return Math.abs(count / at.samples - at.rate) > tolerance;
    });

    expect(falseAlarm).toBeLessThanOrEqual(at.risk);
  });

  test('misses its least detectable shift at most as often as stated', () => {
    const shift = leastDetectableMeanShift(400, 1, 0.01, 0.2);
    const tolerance = meanTolerance(400, 1, 0.01);

    const miss = chance(400, 0.3 + shift, (count) => Math.abs(count / 400 - 0.3) <= tolerance);

    expect(miss).toBeLessThanOrEqual(0.2);
  });

  test('scales with the width of the range', () => {
    expect(meanTolerance(400, 3, 0.01)).toBeCloseTo(3 * meanTolerance(400, 1, 0.01), 12);
    expect(samplesForMeanShift(0.3, 3, 0.01, 0.02)).toBe(samplesForMeanShift(0.1, 1, 0.01, 0.02));
  });
});

describe('A check of a distribution function', () => {
  test('has the constant of Massart: 2 exp(−2 N t²) is the false alarm', () => {
    const tolerance = cdfTolerance(1000, 0.01);

    expect(2 * Math.exp(-2 * 1000 * tolerance ** 2)).toBeCloseTo(0.01, 12);
  });

  test('needs exactly the samples that make the distance detectable', () => {
    const samples = samplesForCdfDistance(0.1, 0.01, 0.02);

    expect(leastDetectableCdfDistance(samples, 0.01, 0.02)).toBeLessThanOrEqual(0.1);
    expect(leastDetectableCdfDistance(samples - 1, 0.01, 0.02)).toBeGreaterThan(0.1);
  });
});

describe('The divergence of two rates', () => {
  test('is 0 for equal ones, infinite where the impossible happened, and ln 2 for a sure toss', () => {
    expect(klDivergence(0.3, 0.3)).toBe(0);
    expect(klDivergence(0.5, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(klDivergence(1, 0.5)).toBeCloseTo(Math.LN2, 15);
  });
});

/** The chance that the number of successes in `samples` tosses is one of those named. */
function chance(samples: number, rate: number, named: (count: number) => boolean): number {
  let total = 0;
  let logChoose = 0;
  for (let count = 0; count <= samples; count++) {
    if (named(count)) {
      total += Math.exp(logChoose + count * Math.log(rate) + (samples - count) * Math.log1p(-rate));
    }
    logChoose += Math.log(samples - count) - Math.log(count + 1);
  }
  return total;
}
