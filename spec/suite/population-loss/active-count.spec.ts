/** How many features are on, and which. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { openStream } from '../../../src/data/random.js';
import { activeCount } from '../../../src/measures/active-count.js';

describe('the number of active features', () => {
  const lists = fc.array(
    fc.integer({ min: 1, max: 64 }).map((k) => k / 64),
    { minLength: 1, maxLength: 12 },
  );

  test.prop([lists])('has probabilities that sum to 1, with mean Σ p and variance Σ p (1 − p)', (p) => {
    const { probabilities: P } = activeCount(p);
    const moment = (power: number): number => P.reduce((sum, chance, k) => sum + chance * k ** power, 0);
    expect(moment(0)).toBeCloseTo(1, 12);
    expect(moment(1)).toBeCloseTo(
      p.reduce((sum, pi) => sum + pi, 0),
      11,
    );
    const variance = p.reduce((sum, pi) => sum + pi * (1 - pi), 0);
    expect(moment(2) - moment(1) ** 2).toBeCloseTo(variance, 10);
  });

  plain('given two of three, the pairs come as often as their odds say', () => {
    const p = [0.9, 0.5, 0.1];
    const count = activeCount(p);
    const { uniform } = openStream(0, 'evaluation');
    const draws = 20_000;
    const seen = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const pair = count.draw(2, uniform).join();
      seen.set(pair, (seen.get(pair) ?? 0) + 1);
    }
    const odds = { '0,1': 0.9 * 0.5 * 0.9, '0,2': 0.9 * 0.5 * 0.1, '1,2': 0.1 * 0.5 * 0.1 };
    const total = Object.values(odds).reduce((sum, odd) => sum + odd, 0);
    for (const [pair, odd] of Object.entries(odds)) {
      const share = odd / total;
      // Five standard errors of a share: passed once in two million draws of this test's kind.
      const allowed = 5 * Math.sqrt((share * (1 - share)) / draws);
      expect(Math.abs((seen.get(pair) ?? 0) / draws - share), pair).toBeLessThan(allowed);
    }
  });
});
