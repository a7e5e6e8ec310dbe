/** The error bars of the population loss, and that the same question has the same answer. */
import { describe, expect, test as plain } from 'vitest';
import { populationLoss } from '../../../src/measures/population-loss.js';
import { floorInClosedForm } from '../../../src/oracle/floor.js';
import { importances, probabilities } from '../../../src/setting/derived.js';
import type { Setting } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';
import { dedicated } from '../kit/dedicated.js';

describe('the standard error', () => {
  plain('is honest: over 200 seeds the squared deviation is one standard error squared', () => {
    const setting = parseSetting({ model: 'relu-output', n: 6, m: 2, data: { probability: 0.4 } });
    const weights = dedicated(setting, 0.2);
    const exact = floorInClosedForm(2, importances(setting), probabilities(setting));

    const deviations = Array.from({ length: 200 }, (_, seed) => {
      const { value, standardError } = populationLoss(setting, weights, { rows: 512, seed });
      return (value - exact) / standardError;
    });

    // A mean of 200 squares of N(0, 1) has deviation √(2 / 200) = .1; five of those either way.
    const meanSquare = deviations.reduce((sum, z) => sum + z * z, 0) / 200;
    expect(meanSquare).toBeGreaterThan(0.5);
    expect(meanSquare).toBeLessThan(1.5);
  });

  plain('is below a thousandth of the loss where a batch of 1,024 rows would see one active pair', () => {
    const setting = parseSetting({
      model: 'relu-output',
      n: 20,
      m: 5,
      importance: { kind: 'geometric', base: 0.7 },
      data: { probability: 0.001 },
    });
    const { value, standardError } = populationLoss(setting, dedicated(setting, 0.0005));
    expect(standardError / value).toBeLessThan(1e-3);
  });

  plain('the same arguments give the same bits, another seed gives others', () => {
    const setting = parseSetting({ model: 'relu-output', n: 4, m: 2, data: { probability: 0.5 } });
    const estimate = (seed: number) => populationLoss(setting, dedicated(setting, 0.25), { rows: 64, seed });
    expect(estimate(3)).toEqual(estimate(3));
    expect(estimate(3)).not.toEqual(estimate(4));
  });

  plain('does not depend on what was estimated before, be the rows drawn anew or kept', () => {
    const of = (n: number, probability: number, magnitude: Setting['data']['magnitude'], rows: number) => {
      const setting = parseSetting({ model: 'relu-output', n, m: 2, data: { probability, magnitude } });
      return () => populationLoss(setting, dedicated(setting, 0.25), { rows });
    };
    const estimates = [
      of(4, 0.5, 'uniform', 64),
      of(4, 0.25, 'uniform', 64),
      of(4, 0.5, 'signed', 64),
      of(4, 0.5, 'uniform', 128),
      of(5, 0.5, 'uniform', 64),
      // More numbers than are kept beside others.
      of(64, 1, 'uniform', 65_536),
    ];
    const first = estimates.map((estimate) => estimate());
    expect(estimates.toReversed().map((estimate) => estimate())).toEqual(first.toReversed());
    expect(new Set(first.map(({ value }) => value)).size).toBe(estimates.length);
  });
});
