/** The data stream and the first weights: the contract between `sample` and training, and the generators. */

import { describe, expect, test } from 'vitest';
import { initialWeights } from '../../src/data/initial-weights.js';
import { openRows } from '../../src/data/rows.js';
import { sampleRows } from '../../src/data/sample.js';
import { entry, type Matrix } from '../../src/models/matrix.js';
import { encoderOf, parametersOf } from '../../src/models/weights.js';
import { erf } from '../../src/oracle/mathjs.js';
import type { SettingInput } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import { acceptedRates, cdfTolerance } from '../../src/statistics/concentration.js';

const falseAlarm = 1e-6;
const magnitudes = ['uniform', 'signed', 'coupled-normalised', 'uniform-normalised'] as const;
const rowKinds = [{ kind: 'fresh' }, { kind: 'fixed', count: 7 }, { kind: 'full-batch' }] as const;
const kinds: readonly Omit<SettingInput['data'], 'probability'>[] = [
  ...magnitudes.flatMap((magnitude) => rowKinds.map((rows) => ({ magnitude, rows }))),
  ...rowKinds.map((rows) => ({
    magnitude: 'uniform' as const,
    rows,
    dependence: { kind: 'correlated' as const, size: 3 },
  })),
];

describe('A data stream', () => {
  test.each(kinds)('is the same however it is cut: $magnitude, $rows.kind', (data) => {
    const probability = data.dependence ? 0.5 : [0.2, 0.5, 1];
    const setting = settingOf({ data: { probability, ...data }, training: { batch: 5 } });
    const whole = sampleRows(setting, 12, 5);
    const next = openRows(setting, 5);

    const pieces = [1, 4, 7].flatMap((rows) => {
      const piece = new Float32Array(rows * 3);
      next(piece);
      return [...piece];
    });

    expect(pieces).toEqual([...whole.data]);
  });

  test('differs from seed to seed', () => {
    const setting = settingOf({ data: { probability: 1 } });

    expect(sampleRows(setting, 2, 0).data).not.toEqual(sampleRows(setting, 2, 1).data);
  });

  test('takes seed 0 fixed rows from one set, each row equally often', () => {
    const count = 7;
    const rows = 7000;
    const setting = settingOf({ data: { probability: 1, rows: { kind: 'fixed', count } } });

    const x = sampleRows(setting, rows, 3);

    const drawn = new Map<string, number>();
    for (const row of rowsOf(x)) drawn.set(row, (drawn.get(row) ?? 0) + 1);
    const [low, high] = acceptedRates(rows, [1 / count, 1 / count], falseAlarm / count);
    expect(drawn.size, 'distinct rows').toBe(count);
    for (const times of drawn.values()) {
      expect(times / rows).toBeGreaterThan(low);
      expect(times / rows).toBeLessThan(high);
    }
  });

  test('brings a full batch again and again, in order', () => {
    const setting = settingOf({
      data: { probability: 1, rows: { kind: 'full-batch' } },
      training: { batch: 4 },
    });
    const fresh = settingOf({ data: { probability: 1 } });

    const x = sampleRows(setting, 10, 3);

    const set = rowsOf(sampleRows(fresh, 4, 3));
    expect(rowsOf(x)).toEqual([...set, ...set, ...set.slice(0, 2)]);
  });

  test.each(['coupled-normalised', 'uniform-normalised'] as const)(
    'divides each row by its norm and leaves rows of zeros: %s',
    (magnitude) => {
      const setting = settingOf({ data: { probability: 0.3, magnitude } });

      const x = sampleRows(setting, 500, 0);

      const norms = Array.from({ length: x.rows }, (_, row) =>
        Math.hypot(entry(x, row, 0), entry(x, row, 1), entry(x, row, 2)),
      );
      // Each entry is rounded to float32, relative 2⁻²⁴, and so is their norm.
      const off = norms.filter((norm) => norm !== 0 && Math.abs(norm - 1) > 2 ** -24);
      expect(off, 'norms that are neither 0 nor 1').toEqual([]);
      expect(norms).toContain(0);
    },
  );

  test("keeps seed 1's draws up to p: before the division none is larger", () => {
    // A second feature that is always on shows the draw of the first by the ratio of the two.
    const setting = settingOf({
      n: 2,
      data: { probability: [0.25, 1], magnitude: 'coupled-normalised' },
    });

    const x = sampleRows(setting, 4000, 0);

    // r = u₀ / u₁ given u₀ ≤ 1/4 is below 1 with chance 7/8: E(1 − u₀) = 1 − 1/8.
    const on = Array.from({ length: x.rows }, (_, row) => row).filter((row) => entry(x, row, 0) !== 0);
    const below = on.filter((row) => entry(x, row, 0) < entry(x, row, 1)).length / on.length;
    const [low, high] = acceptedRates(on.length, [7 / 8, 7 / 8], falseAlarm);
    expect(below).toBeGreaterThan(low);
    expect(below).toBeLessThan(high);
  });
});

describe('The first weights', () => {
  const conventions: readonly {
    readonly initialisation: NonNullable<NonNullable<SettingInput['training']>['initialisation']>;
    readonly cdf: (value: number) => number;
  }[] = [
    { initialisation: { kind: 'xavier-normal' }, cdf: normalCdf(Math.sqrt(2 / (60 + 40))) },
    { initialisation: { kind: 'normal', deviation: 0.5 }, cdf: normalCdf(0.5) },
    { initialisation: { kind: 'uniform', low: -0.25, high: 0.5 }, cdf: (value) => (value + 0.25) / 0.75 },
    {
      initialisation: { kind: 'kaiming-uniform-stacked' },
      cdf: (value) => (value + Math.sqrt(6 / 2400)) / (2 * Math.sqrt(6 / 2400)),
    },
    {
      initialisation: { kind: 'xavier-normal-stacked', instances: 10, layout: 'feature-hidden' },
      cdf: normalCdf(Math.sqrt(2 / (40 * (60 + 10)))),
    },
    {
      initialisation: { kind: 'xavier-normal-stacked', instances: 10, layout: 'hidden-feature' },
      cdf: normalCdf(Math.sqrt(2 / (60 * (40 + 10)))),
    },
  ];

  test.each(conventions)('follow their convention: $initialisation.kind', ({ initialisation, cdf }) => {
    const setting = settingOf({ n: 60, m: 40, training: { initialisation } });

    const values = encoderOf(initialWeights(setting, 0)).data.toSorted();

    const tolerance = cdfTolerance(values.length, falseAlarm);
    values.forEach((value, rank) => {
      const off = Math.abs(cdf(value) - rank / values.length);
      expect(off, `the share below ${value}`).toBeLessThan(tolerance + 1 / values.length);
    });
  });

  test('are exact in float32, with b = 0', () => {
    const weights = initialWeights(settingOf({ model: 'untied' }), 4);

    for (const [, values] of parametersOf(weights)) expect(values).toEqual(values.map(Math.fround));
    expect([...weights.b]).toEqual([0, 0, 0]);
  });

  test('of untied models are an encoder m × n and a decoder n × m, drawn apart', () => {
    const weights = initialWeights(settingOf({ model: 'untied' }), 4);

    if (weights.kind !== 'untied') throw new Error('an untied model has two matrices');
    const { encoder, decoder } = weights;
    expect([encoder.rows, encoder.columns, decoder.rows, decoder.columns]).toEqual([2, 3, 3, 2]);
    expect(new Set([...encoder.data, ...decoder.data]).size).toBe(12);
  });

  test('do not depend on the data', () => {
    const rare = settingOf({ data: { probability: 0.01 } });
    const common = settingOf({ data: { probability: 1 } });

    expect(initialWeights(rare, 9)).toEqual(initialWeights(common, 9));
  });
});

function settingOf(input: Partial<SettingInput>) {
  return parseSetting({ model: 'relu-output', n: 3, m: 2, data: { probability: 1 }, ...input });
}

function normalCdf(deviation: number): (value: number) => number {
  return (value) => (1 + erf(value / deviation / Math.SQRT2)) / 2;
}

function rowsOf(x: Matrix): string[] {
  return Array.from({ length: x.rows }, (_, row) =>
    x.data.subarray(row * x.columns, (row + 1) * x.columns).join(' '),
  );
}
