/** The phases' closed forms, the quadrature behind their theorems, the exact antipodal pair and the measure. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { phaseOf } from '../../src/measures/phase.js';
import { populationLoss } from '../../src/measures/population-loss.js';
import { matrixOf } from '../../src/models/matrix.js';
import type { TiedWeights } from '../../src/models/weights.js';
import { antipodalLoss, bestAntipodalPair } from '../../src/oracle/antipodal-pair.js';
import { coneBatches } from '../../src/oracle/cone-rows.js';
import {
  candidateWeights,
  closedFormBoundary,
  closedFormLoss,
  closedFormPhase,
  isSettled,
  phasesOf,
} from '../../src/oracle/phases.js';
import { phaseSetting } from '../replication/kit/phase-grid.js';

describe('the closed forms of the phases', () => {
  // Claims, F2: the boundary, and the triple point at r = 1, p = 4/7.
  plain.each([
    [0.1, 0.16],
    [0.3, 0.3429],
    [0.5, 0.4444],
    [1, 0.5714],
  ])('two features at r = %d: superposition below p = %d, and likewise at 1/r', (r, boundary) => {
    expect(closedFormBoundary(2, r)).toBeCloseTo(boundary, 4);
    expect(closedFormBoundary(2, 1 / r)).toBeCloseTo(boundary, 4);
    expect(closedFormPhase(2, { r, p: boundary * 0.99 })).toBe('last superposed');
    expect(closedFormPhase(2, { r: r * 0.999, p: boundary * 1.01 })).toBe('last dropped');
    expect(closedFormPhase(2, { r: 1.001 / r, p: boundary * 1.01 })).toBe('another dropped');
  });

  plain('three features: the others share a dimension where the last matters more than they', () => {
    expect(closedFormPhase(3, { r: 4, p: 0.5 })).toBe('others superposed');
    expect(closedFormPhase(3, { r: 4, p: 0.6 })).toBe('another dropped');
    expect(closedFormPhase(3, { r: 0.5, p: 0.4 })).toBe('last superposed');
    expect(closedFormPhase(3, { r: 0.5, p: 0.5 })).toBe('last dropped');
  });

  plain(
    'a point is settled as far as the nearest boundary: p*(.1) = .16, p*(.2) = .267, p*(.05) = .089',
    () => {
      expect(isSettled(2, { r: 0.1, p: 0.9 }, 2)).toBe(true);
      expect(isSettled(2, { r: 0.1, p: 0.04 }, 2)).toBe(true);
      expect(isSettled(2, { r: 0.1, p: 0.05 }, 2)).toBe(false);
      expect(isSettled(2, { r: 0.1, p: 0.53 }, 2)).toBe(false);
      expect(isSettled(2, { r: 0.1, p: 0.54 }, 2)).toBe(true);
      expect(isSettled(2, { r: 0.6, p: 1 }, 2)).toBe(false);
      expect(isSettled(3, { r: 1.5, p: 0.01 }, 2)).toBe(false);
    },
  );

  plain('the candidates are in the phases that they stand for', () => {
    for (const n of [2, 3] as const) {
      for (const phase of phasesOf(n)) expect(phaseOf(candidateWeights(n, phase, 0.5))).toBe(phase);
    }
  });

  plain('two features have no pair of others', () => {
    expect(() => candidateWeights(2, 'others superposed', 0.5)).toThrow('no phase "others superposed"');
  });
});

describe('the rows for orders of values', () => {
  plain.each([1, 2, 3])('n = %i: weights that sum to 1, and the moments of the features', (n) => {
    const p = 0.375;
    const batches = coneBatches(n, p);
    const expected = (f: (row: Float64Array) => number): number =>
      batches.reduce((sum, { weight, x }) => {
        const rows = Array.from({ length: x.rows }, (_, k) => x.data.subarray(k * n, (k + 1) * n));
        return sum + (weight * rows.reduce((inner, row) => inner + f(row), 0)) / x.rows;
      }, 0);

    expect(expected(() => 1)).toBeCloseTo(1, 14);
    expect(expected(([x]) => x!)).toBeCloseTo(p / 2, 14);
    expect(expected(([x]) => x! ** 2)).toBeCloseTo(p / 3, 14);
    if (n === 1) return;
    expect(expected(([x, y]) => x! * y!)).toBeCloseTo(p ** 2 / 4, 14);
    // Both on: E min² = 1/6, which only rows that keep to the orders integrate.
    expect(expected(([x, y]) => Math.min(x!, y!) ** 2)).toBeCloseTo(p ** 2 / 6, 14);
  });
});

describe('the exact antipodal pair', () => {
  const points = fc.record({
    r: fc.integer({ min: 1, max: 40 }).map((k) => k / 8),
    p: fc.integer({ min: 1, max: 64 }).map((k) => k / 64),
  });

  test.prop([points])('costs the closed form where W = (1, −1) and b = 0', (point) => {
    const loss = antipodalLoss({ norms: [1, 1], biases: [0, 0] }, point);
    expect(loss).toBeCloseTo(closedFormLoss('last superposed', point), 13);
  });

  const part = (min: number, max: number) => fc.integer({ min: min * 64, max: max * 64 }).map((k) => k / 64);
  const pairs = fc.record({
    norms: fc.tuple(part(0.25, 1.5), part(0.25, 1.5)),
    biases: fc.tuple(part(0, 1), part(0, 1)),
  });

  test.prop([points, pairs], { numRuns: 30 })(
    'costs what the population loss estimates, within six standard errors',
    (point, pair) => {
      const weights: TiedWeights = {
        kind: 'tied',
        W: matrixOf([[pair.norms[0], -pair.norms[1]]]),
        b: Float64Array.from(pair.biases),
      };
      const { value, standardError } = populationLoss(phaseSetting(2, point), weights, { rows: 8192 });
      // Two draws to a stratum: the estimate of the standard error is itself good to 2%.
      const off = Math.abs(antipodalLoss(pair, point) / 2 - value);
      expect(off).toBeLessThan(6 * standardError + 1e-12);
    },
  );

  // Claims, F6, as trained by tianhaol97: bias .07 → .31 and norm .98 → .77 as p goes from .45 to .68.
  plain.each([
    [0.45, 0.98, 0.07],
    [0.68, 0.77, 0.31],
  ])('at r = 1 and p = %d has the norm %d and the bias %d that were trained', (p, norm, bias) => {
    const best = bestAntipodalPair({ r: 1, p });
    for (const i of [0, 1]) {
      expect(Math.abs(best.norms[i]! - norm)).toBeLessThan(0.0151);
      expect(Math.abs(best.biases[i]! - bias)).toBeLessThan(0.0151);
    }
  });

  test.prop([points], { numRuns: 20 })('at its best costs less than with b = 0', (point) => {
    expect(bestAntipodalPair(point).loss).toBeLessThan(closedFormLoss('last superposed', point));
  });
});

describe('the phase of trained weights', () => {
  const of = (...W: number[][]): TiedWeights => ({
    kind: 'tied',
    W: matrixOf(W),
    b: new Float64Array(W[0]!.length),
  });

  plain('counts what is represented, whatever its sign and direction', () => {
    expect(phaseOf(of([-0.9, 0.2]))).toBe('last dropped');
    expect(phaseOf(of([0.1, -1.1]))).toBe('another dropped');
    expect(phaseOf(of([-0.9, 0.7]))).toBe('last superposed');
    expect(phaseOf(of([0, -1, 0.8], [1, 0, 0]))).toBe('last superposed');
    expect(phaseOf(of([0.6, -0.6, 0.6], [0.6, -0.6, -0.6]))).toBe('others superposed');
  });

  plain('is none where both share a direction, where none is left, and for three at 120°', () => {
    expect(phaseOf(of([0.7, 0.7]))).toBeUndefined();
    expect(phaseOf(of([0.1, 0.2]))).toBeUndefined();
    expect(phaseOf(of([1, -0.5, -0.5], [0, 0.87, -0.87]))).toBeUndefined();
    expect(phaseOf(of([1, 0.1, 0.1], [0, 0.1, 0.2]))).toBeUndefined();
  });
});
