/** The suite's budget of false alarms: bounds that add up, and a year that is quiet enough to be believed. */
import { describe, expect, test } from 'vitest';
import { openSpecs } from '../../src/claims/specs.js';
import { falseAlarmBudget, falseAlarmOf } from '../../src/statistics/budget.js';
import { robust } from '../replication/kit/strength.js';

describe('the budget of false alarms', () => {
  test('counts a robust claim by the exact chance of refuting it or not deciding, at a share of .9', () => {
    // Two failures for each success ahead of the odds: 1.6e-6 refuted and .4e-6 undecided.
    expect(falseAlarmOf(robust)).toBeCloseTo(1.93e-6, 8);
  });

  test('adds up over the claims', () => {
    const fragile = {
      kind: 'fragile',
      recorded: { holds: 5, of: 10 },
      trials: 10,
      falseAlarm: 1e-4,
    } as const;
    const { perVersion, perYear } = falseAlarmBudget([{ kind: 'theorem' }, fragile, robust, robust]);
    expect(perVersion).toBeCloseTo(1e-6 + 1e-4 + 2 * falseAlarmOf(robust), 12);
    expect(perYear).toBeCloseTo(365 * perVersion, 12);
  });

  test('is kept by the suite: less than one false alarm in a year of daily fresh versions', async () => {
    const specs = await openSpecs({ subjects: ['fused'], evidence: '' });
    try {
      const strengths = (await specs.list()).map(({ declaration }) => declaration.strength);
      expect(falseAlarmBudget(strengths).perYear).toBeLessThan(1);
    } finally {
      await specs.close();
    }
  });
});
