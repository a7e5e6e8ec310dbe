/** The population loss against closed forms. */
import { test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { oneActiveLoss } from '../../../src/measures/one-active-loss.js';
import { populationLoss } from '../../../src/measures/population-loss.js';
import { matrixOf } from '../../../src/models/matrix.js';
import type { Weights } from '../../../src/models/weights.js';
import { kGonLoss, kGonWeights } from '../../../src/oracle/k-gon.js';
import { momentRows } from '../../../src/oracle/moment-rows.js';
import { oneHotLoss } from '../../../src/oracle/one-hot.js';
import { referenceLoss } from '../../../src/oracle/reference.js';
import { importances, probabilities } from '../../../src/setting/derived.js';
import { parseSetting } from '../../../src/setting/setting.js';
import { settingsOf, tiedWeights } from '../../properties/kit/arbitraries.js';

describe('closed forms', () => {
  const size = { n: 5, m: 2 };

  test.prop([tiedWeights(size)])('one active feature: the one-hot loss of the oracle', (weights) => {
    const experiment = parseSetting({ model: 'relu-output', ...size, data: { probability: 0.5 } });
    const mean = [0, 1, 2, 3, 4].reduce((sum, j) => sum + oneActiveLoss(experiment, weights, j), 0) / 5;
    // The oracle sums over features and drops at most 1e-12 · 25 kinks of a loss below 100.
    expect(Math.abs(5 * mean - oneHotLoss(weights))).toBeLessThan(1e-8);
  });

  test.prop([settingsOf('linear', size), tiedWeights(size)])(
    'the linear model: the mean over rows with the moments of the features',
    (setting, weights) => {
      const { value, standardError } = populationLoss(setting, weights);
      const expected = referenceLoss(
        'linear',
        importances(setting),
        weights,
        momentRows(probabilities(setting)),
      );
      expect(standardError).toBe(0);
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * (1 + expected));
    },
  );

  plain('one coupled-normalised feature: its value is 1 whenever it is on', () => {
    const experiment = parseSetting({
      model: 'relu-output',
      n: 1,
      m: 1,
      data: { probability: 0.25, magnitude: 'coupled-normalised' },
    });
    const weights: Weights = { kind: 'tied', W: matrixOf([[2]]), b: Float64Array.from([0.5]) };
    // y(0) = .5; y(1) = 4.5.
    expect(populationLoss(experiment, weights)).toEqual({
      value: 0.75 * 0.25 + 0.25 * 3.5 ** 2,
      standardError: 0,
    });
  });

  plain('the pentagon at high sparsity: n p (1 − p)^(n − 1) L, from one active feature', () => {
    const p = 1e-6;
    const experiment = parseSetting({ model: 'relu-output', ...size, data: { probability: p } });
    const { value } = populationLoss(experiment, kGonWeights(5, 5));
    const expected = p * (1 - p) ** 4 * kGonLoss(5, 5);
    // What is left is P(2 active) L_2 ≈ 10 p² L_2: a share 2 p L_2 / L_1 with L_2 / L_1 below 100.
    expect(Math.abs(value / expected - 1)).toBeLessThan(200 * p);
  });
});
