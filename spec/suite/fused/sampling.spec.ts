/**
 * The rows of every kernel's own way of drawing, against the specification of each generator. The false
 * alarms of one check are 1e-8 whatever the number of features (src/statistics/concentration.ts), so of
 * all checks here together below 1e-6.
 */
import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../../src/models/matrix.js';
import { probabilities } from '../../../src/setting/derived.js';
import type { Dependence, SettingInput } from '../../../src/setting/schema.js';
import { drawBatch, newEngine } from '../../../src/subjects/fused/engine.js';
import { sampleRows } from '../../../src/subjects/fused/fused.js';
import { type KernelName, kernelCosts } from '../../../src/subjects/fused/kernel-choice.js';
import { compileKernels } from '../../../src/subjects/fused/kernels.js';
import {
  checkConditionalMoments,
  checkIndependence,
  checkJointRates,
  checkMoments,
  checkRates,
  checkRatios,
  checkUnitLength,
  checkValues,
  signedValues,
  uniformValues,
} from '../../properties/kit/sampling-checks.js';
import { smallSetting } from '../kit/small-settings.js';

const module = await compileKernels();
const rows = 65_536;
const falseAlarm = 1e-8;

const probabilityLists: readonly SettingInput['data']['probability'][] = [
  1,
  0.6,
  0.05,
  [0.3, 0.02, 0.9, 0.1, 0.5],
];

describe.each(['dense factored', 'sparse Gram'] as const)('Rows for the kernel "%s"', (kernel) => {
  test.each(probabilityLists)('follow the generators for p = %o', (probability) => {
    for (const magnitude of ['uniform', 'signed'] as const) {
      const x = draw(kernel, { probability, magnitude });
      const values = magnitude === 'signed' ? signedValues : uniformValues;
      const p = probabilities(smallSetting({ n: 5, data: { probability } }));

      checkRates(x, p, falseAlarm);
      checkValues(x, values, falseAlarm);
      checkConditionalMoments(x, values, falseAlarm);
      checkMoments(x, p, values, falseAlarm);
      checkIndependence(x, p, values, falseAlarm);
    }
  });

  test.each([1, 0.3, 0.02])('of the coupled generator have unit length and the rate %d', (probability) => {
    const x = draw(kernel, { probability, magnitude: 'coupled-normalised' });

    checkRates(
      x,
      [0, 1, 2, 3, 4].map(() => probability),
      falseAlarm,
    );
    for (let r = 0; r < rows; r++) {
      const row = x.data.subarray(r * 5, r * 5 + 5);
      const on = row.filter((value) => value > 0);
      if (on.length === 1) expect(on[0], `the only active value of row ${r}`).toBe(1);
      if (on.length > 1) expect(Math.hypot(...row), `the norm of row ${r}`).toBeCloseTo(1, 5);
    }
  });

  test.each(probabilityLists)(
    'of unit length have the rates and the directions for p = %o',
    (probability) => {
      const x = draw(kernel, { probability, magnitude: 'uniform-normalised' });

      checkRates(x, probabilities(smallSetting({ n: 5, data: { probability } })), falseAlarm);
      checkUnitLength(x);
      checkRatios(x, falseAlarm);
    },
  );

  test('of a full batch come again at every step, in order', () => {
    const setting = smallSetting(
      { n: 5, data: { probability: 1, rows: { kind: 'full-batch' } } },
      { batch: 1030 },
    );
    const engine = newEngine(module, setting, 7, kernel);

    const first = drawBatch(engine, 1030);

    expect(drawBatch(engine, 1030)).toEqual(first);
    // More rows than a chunk holds: none of them comes twice within a step.
    expect(new Set(rowsOf(first)).size).toBe(1030);
  });

  test('of a fixed set are few, and drawn with replacement', () => {
    const x = draw(kernel, { probability: 0.5, rows: { kind: 'fixed', count: 40 } });

    const counts = new Map<string, number>();
    for (let r = 0; r < rows; r++) {
      const key = x.data.subarray(r * 5, r * 5 + 5).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // 40 rows of 5 features, half of them zero: some coincide in the row of zeros, none besides.
    expect(counts.size).toBeGreaterThan(30);
    expect(counts.size).toBeLessThanOrEqual(40);
    for (const [key, count] of counts) {
      if (/[1-9]/.test(key)) expectRate(count, 1 / 40);
    }
  });
});

describe('Rows in sets, for each dense kernel', () => {
  const ways: readonly { readonly dependence: Dependence; readonly p: number; readonly together: number }[] =
    [
      { dependence: { kind: 'correlated', size: 3 }, p: 0.3, together: 0.3 },
      { dependence: { kind: 'correlated', size: 3 }, p: 1, together: 1 },
      { dependence: { kind: 'anticorrelated', size: 3, rule: 'one-of-set' }, p: 0.6, together: 0 },
      { dependence: { kind: 'anticorrelated', size: 3, rule: 'one-of-set' }, p: 1, together: 0 },
      { dependence: { kind: 'anticorrelated', size: 2, rule: 'mirrored' }, p: 0.3, together: 0 },
      { dependence: { kind: 'anticorrelated', size: 2, rule: 'mirrored' }, p: 0.75, together: 0.5 },
    ];

  test.each(ways)('follow the generator: $dependence, p = $p', ({ dependence, p, together }) => {
    for (const kernel of ['dense factored', 'dense Gram', 'dense mixed'] as const) {
      for (const magnitude of ['uniform', 'signed'] as const) {
        const { size } = dependence;
        const isOneOfSet = dependence.kind === 'anticorrelated' && dependence.rule === 'one-of-set';
        const rate = isOneOfSet ? p / size : p;
        const x = draw(kernel, { probability: p, magnitude, dependence }, 6);
        const values = magnitude === 'signed' ? signedValues : uniformValues;
        const rates = new Array<number>(6).fill(rate);
        const joint = (i: number, j: number): number =>
          Math.floor(i / size) === Math.floor(j / size) ? together : rate * rate;

        checkRates(x, rates, falseAlarm);
        checkValues(x, values, falseAlarm);
        checkConditionalMoments(x, values, falseAlarm);
        checkJointRates(x, rates, joint, values, falseAlarm);
      }
    }
  });

  test('of a fixed set are rows of the generator', () => {
    const data = { probability: 0.5, rows: { kind: 'fixed', count: 40 } } as const;
    const x = draw('dense factored', { ...data, dependence: { kind: 'correlated', size: 3 } }, 6);

    const mixed = Array.from({ length: rows }, (_, r) => x.data.subarray(r * 6, r * 6 + 6)).filter((row) =>
      [row.subarray(0, 3), row.subarray(3)].some(
        (set) => set.some((v) => v !== 0) !== set.every((v) => v !== 0),
      ),
    );
    expect(mixed.slice(0, 3).map(String)).toEqual([]);
  });

  test('cannot be drawn by the gaps of a sparse kernel', () => {
    const data = { probability: 0.01, dependence: { kind: 'correlated', size: 3 } } as const;

    expect(
      [...kernelCosts(smallSetting({ n: 6, data })).keys()].filter((name) => /sparse/.test(name)),
    ).toEqual([]);
    expect(() => draw('sparse Gram', data, 6)).toThrow('unreachable');
  });

  test('are refused where the draws are too coarse for the rate', () => {
    const data = { probability: 1e-6, dependence: { kind: 'correlated', size: 3 } } as const;

    expect(() => sampleRows(module, smallSetting({ n: 6, data }), 1, 0)).toThrow(
      /the feature probability 0\.000001 is below the limit of 0\.00001; raise it$/,
    );
  });
});

describe('The stream of a setting and seed', () => {
  test('does not depend on how many rows are asked for', () => {
    const setting = smallSetting({ n: 5, data: { probability: 0.3 } }, { batch: 20 });
    const long = sampleRows(module, setting, 100, 3);
    const short = sampleRows(module, setting, 33, 3);
    expect([...short.data]).toEqual([...long.data.subarray(0, 165)]);
  });

  test('differs from seed to seed', () => {
    const setting = smallSetting({ n: 5, data: { probability: 1 } });
    const first = [0, 1, 2, 3].map((seed) => sampleRows(module, setting, 1, seed).data.join());
    expect(new Set(first).size).toBe(4);
  });
});

function draw(kernel: KernelName, data: SettingInput['data'], n = 5): Matrix {
  const setting = smallSetting({ n, data }, { batch: rows });
  return drawBatch(newEngine(module, setting, 7, kernel), rows);
}

/** Hoeffding: of 40 rates each fails with probability below 1e-8. */
function expectRate(count: number, rate: number): void {
  const tolerance = Math.sqrt(Math.log(2 / falseAlarm) / (2 * rows));
  expect(Math.abs(count / rows - rate)).toBeLessThan(tolerance);
}

function rowsOf({ rows, columns, data }: Matrix): string[] {
  return Array.from({ length: rows }, (_, row) => data.subarray(row * columns, (row + 1) * columns).join());
}
