/** Distribution-free tolerance bounds, against their promise by exact enumeration and by simulation. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { xoshiro128 } from '../../src/data/random.js';
import {
  lowerToleranceBound,
  samplesNeeded,
  toleranceRank,
  upperToleranceBound,
} from '../../src/statistics/tolerance.js';

const coverages = fc.record({
  share: fc.constantFrom(0.5, 0.8, 0.9, 0.95),
  confidence: fc.constantFrom(0.5, 0.9, 0.95, 0.99),
});

describe('the rank of a tolerance bound', () => {
  test.prop([fc.integer({ min: 1, max: 300 }), coverages])(
    'is the largest whose binomial promise is kept',
    (count, coverage) => {
      const rank = toleranceRank(count, coverage);
      // The r-th smallest of N lies below the (1 − share)-quantile if at least r values do: binomial.
      if (rank > 0)
        expect(chanceOfAtLeast(rank, count, 1 - coverage.share)).toBeGreaterThanOrEqual(
          coverage.confidence - 1e-9,
        );
      expect(chanceOfAtLeast(rank + 1, count, 1 - coverage.share)).toBeLessThan(coverage.confidence + 1e-9);
    },
  );

  test.prop([coverages])('is 0 for fewer values than are needed, and 1 for just as many', (coverage) => {
    const needed = samplesNeeded(coverage);
    expect(toleranceRank(needed - 1, coverage)).toBe(0);
    expect(toleranceRank(needed, coverage)).toBe(1);
  });

  test('is the published one: 29 values bound 90% with 95% confidence, of 46 the second smallest does', () => {
    expect(samplesNeeded({ share: 0.9, confidence: 0.95 })).toBe(29);
    expect(toleranceRank(45, { share: 0.9, confidence: 0.95 })).toBe(1);
    expect(toleranceRank(46, { share: 0.9, confidence: 0.95 })).toBe(2);
  });
});

describe('tolerance bounds', () => {
  test('keep their promise over 100,000 simulated samples, and hardly more', () => {
    const coverage = { share: 0.9, confidence: 0.95 };
    const { uniform } = xoshiro128([1, 2, 3, 4]);
    const simulations = 100_000;
    let kept = 0;
    for (let k = 0; k < simulations; k++) {
      const values = Array.from({ length: 46 }, uniform);
      if (1 - lowerToleranceBound(values, coverage)! >= coverage.share) kept++;
    }
    // Exactly P(Binomial(46, .1) ≥ 2) = .9518; five deviations of the simulation are .0034.
    expect(kept / simulations).toBeGreaterThan(0.9518 - 0.0034);
    expect(kept / simulations).toBeLessThan(0.9518 + 0.0034);
  });

  test.prop([fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 80 })])(
    'mirror each other, and are values that were seen',
    (values) => {
      const coverage = { share: 0.9, confidence: 0.95 };
      const lower = lowerToleranceBound(values, coverage);
      expect(
        upperToleranceBound(
          values.map((value) => -value),
          coverage,
        ),
      ).toEqual(lower === undefined ? undefined : -lower);
      if (lower !== undefined) expect(values).toContain(lower);
    },
  );
});

/** P(Binomial(count, chance) ≥ least), by its recurrence. */
function chanceOfAtLeast(least: number, count: number, chance: number): number {
  let term = (1 - chance) ** count;
  let below = 0;
  for (let k = 0; k < least; k++) {
    below += term;
    term *= ((count - k) / (k + 1)) * (chance / (1 - chance));
  }
  return 1 - below;
}
