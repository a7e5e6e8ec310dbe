/** Exact intervals and the test for a changed rate, against their promises by exact enumeration. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { exactInterval, leastDetectableRise, sameRateProbability } from '../../src/statistics/rates.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const trials = fc.integer({ min: 1, max: 60 });

describe('the exact interval', () => {
  test.prop([share, trials, fc.constantFrom(0.5, 0.9, 0.95, 0.999)])(
    'covers the true rate with at least the stated confidence, whatever the rate',
    (rate, of, confidence) => {
      const covered = chances(rate, of).reduce((sum, chance, holds) => {
        const [low, high] = exactInterval({ holds, of }, confidence);
        return low <= rate && rate <= high ? sum + chance : sum;
      }, 0);
      expect(covered).toBeGreaterThanOrEqual(confidence - 1e-9);
    },
  );

  test('is the published one for 8 of 10 (.444, .975) and one-sided at the ends', () => {
    const [low, high] = exactInterval({ holds: 8, of: 10 }, 0.95);
    expect([low, high]).toEqual([expect.closeTo(0.4439, 4), expect.closeTo(0.9748, 4)]);
    // 1 − (.025)^(1/10): the rule for no failures in ten.
    expect(exactInterval({ holds: 10, of: 10 }, 0.95)).toEqual([expect.closeTo(0.025 ** 0.1, 12), 1]);
    expect(exactInterval({ holds: 0, of: 10 }, 0.95)[0]).toBe(0);
  });
});

describe('the test for a changed rate', () => {
  test.prop([
    share,
    fc.integer({ min: 1, max: 25 }),
    fc.integer({ min: 1, max: 25 }),
    fc.constantFrom(0.1, 0.01, 1e-3),
  ])(
    'alarms at most at its rate when nothing has changed, whatever the rate',
    (rate, before, now, falseAlarm) => {
      const [first, second] = [chances(rate, before), chances(rate, now)];
      let alarms = 0;
      for (let a = 0; a <= before; a++) {
        for (let b = 0; b <= now; b++) {
          const p = sameRateProbability({ holds: a, of: before }, { holds: b, of: now });
          if (p < falseAlarm) alarms += first[a]! * second[b]!;
        }
      }
      expect(alarms).toBeLessThanOrEqual(falseAlarm * (1 + 1e-9));
    },
  );

  test('is the published p-value of the lady tasting tea (3 of 4 against 1 of 4: .486)', () => {
    expect(sameRateProbability({ holds: 3, of: 4 }, { holds: 1, of: 4 })).toBeCloseTo(34 / 70, 12);
  });

  test('sees a change from half to nearly all of forty trials, and says how small a rise it can see', () => {
    expect(sameRateProbability({ holds: 20, of: 40 }, { holds: 38, of: 40 })).toBeLessThan(1e-4);
    const rise = leastDetectableRise({ holds: 20, of: 40 }, 1e-3)!;
    const changed = (holds: number): boolean =>
      sameRateProbability({ holds: 20, of: 40 }, { holds, of: 40 }) < 1e-3;
    expect([changed(20 + Math.round(rise * 40)), changed(19 + Math.round(rise * 40))]).toEqual([true, false]);
    expect(leastDetectableRise({ holds: 3, of: 4 }, 1e-3)).toBeUndefined();
  });
});

/** P(k of n) for k = 0 … n at a given rate, by the recurrence over trials. */
function chances(rate: number, n: number): number[] {
  let row = [1];
  for (let trial = 0; trial < n; trial++) {
    row = Array.from(
      { length: row.length + 1 },
      (_, k) => (row[k] ?? 0) * (1 - rate) + (row[k - 1] ?? 0) * rate,
    );
  }
  return row;
}
