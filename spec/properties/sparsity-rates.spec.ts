/**
 * The data that a subject trains on: feature i is on with probability p_i, apart from every other one,
 * and a feature that is on has a value that is uniform on [0, 1), or on [−1, 1) where signed.
 *
 * Every bound is a theorem about finite samples (src/statistics/concentration.ts), so the chance that a
 * right subject fails is known: at most 1e-6 for each theorem, shared out over settings, features and
 * comparisons.
 */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { type SubjectWith, theorem } from '../../src/claims/theorem.js';
import { type Matrix, shape } from '../../src/models/matrix.js';
import { probabilities } from '../../src/setting/derived.js';
import type { ModelName, Setting } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import {
  leastDetectableCdfDistance,
  leastDetectableMeanShift,
  leastDetectableRateExcess,
  samplesForCdfDistance,
} from '../../src/statistics/concentration.js';
import type { Description } from '../../src/subjects/subject.js';
import { probability } from './kit/arbitraries.js';
import { check } from './kit/check.js';
import {
  checkConditionalMoments,
  checkIndependence,
  checkMoments,
  checkRates,
  checkRatios,
  checkUnitLength,
  checkValues,
  signedValues,
  uniformValues,
} from './kit/sampling-checks.js';

const everyMagnitude = ['uniform', 'signed', 'coupled-normalised', 'uniform-normalised'] as const;
const rows = 16_384;
const settingsTried = 20;
const largestN = 8;

/** Of each theorem for each subject, and of the check of one setting. */
const falseAlarm = 1e-6;
const ofOneSetting = falseAlarm / settingsTried;

/** What a maintainer may rely on: a subject that is off by this much passes one setting with this chance. */
const miss = 1e-3;
const ofOneFeature = ofOneSetting / largestN;
const rateExcess = leastDetectableRateExcess(rows, 0.1, ofOneFeature, miss).toFixed(3);
const cdfDistance = leastDetectableCdfDistance(rows / 2, ofOneFeature, miss).toFixed(3);
const meanShift = leastDetectableMeanShift(rows / 2, 1, ofOneFeature / 2, miss).toFixed(3);
const jointExcess = leastDetectableRateExcess(rows, 1 / 4, ofOneSetting / largestN ** 2, miss).toFixed(3);
const source = 'Elhage et al. 2022, "Demonstrating Superposition" (the feature vectors)';

describe('Rows are drawn as the setting says', () => {
  theorem(
    {
      id: 'E1.rate',
      source,
      statement: 'feature i is non-zero with probability p_i',
      criterion: `Chernoff's bound for each feature over ${rows} rows of ${settingsTried} settings, false alarms ${falseAlarm}; a rate of .1 that is ${rateExcess} too high escapes with chance ${miss}`,
      needs: ['sample'],
      magnitudes: ['uniform', 'signed', 'coupled-normalised'],
    },
    (subject, description) =>
      forSettings(description, everyMagnitude, async (setting, seed) => {
        checkRates(await rowsOf(subject, setting, seed), probabilities(setting), ofOneSetting);
      }),
  );

  theorem(
    {
      id: 'E1.values',
      source,
      statement: 'the non-zero values are uniform on [0, 1), or on [−1, 1) where signed',
      criterion: `the Dvoretzky–Kiefer–Wolfowitz bound for each feature, false alarms ${falseAlarm}; a distribution function that is ${cdfDistance} off escapes with chance ${miss} at p = .5`,
      needs: ['sample'],
      magnitudes: ['uniform', 'signed'],
    },
    (subject, description) =>
      forSettings(description, ['uniform', 'signed'], async (setting, seed) => {
        checkValues(await rowsOf(subject, setting, seed), valuesOf(setting), ofOneSetting);
      }),
  );

  theorem(
    {
      id: 'E1.moments',
      source,
      statement: 'the non-zero values have mean 1/2 and variance 1/12; where signed, 0 and 1/3',
      criterion: `Hoeffding's bound for each feature, false alarms ${falseAlarm}; a mean that is ${meanShift} off escapes with chance ${miss} at p = .5`,
      needs: ['sample'],
      magnitudes: ['uniform', 'signed'],
    },
    (subject, description) =>
      forSettings(description, ['uniform', 'signed'], async (setting, seed) => {
        checkConditionalMoments(await rowsOf(subject, setting, seed), valuesOf(setting), ofOneSetting);
      }),
  );

  theorem(
    {
      id: 'E2',
      source: 'Elhage et al. 2022, "Demonstrating Superposition" (the feature vectors)',
      statement: 'E x_i = p_i / 2 and E x_i² = p_i / 3; where signed, 0 and p_i / 3',
      criterion: `Hoeffding's bound for each feature over ${rows} rows of ${settingsTried} settings, false alarms ${falseAlarm}`,
      needs: ['sample'],
      magnitudes: ['uniform', 'signed'],
    },
    (subject, description) =>
      forSettings(description, ['uniform', 'signed'], async (setting, seed) => {
        const x = await rowsOf(subject, setting, seed);
        checkMoments(x, probabilities(setting), valuesOf(setting), ofOneSetting);
      }),
  );

  theorem(
    {
      id: 'E1.independence',
      source,
      statement: 'features are on and large independently of each other and of the row before',
      criterion: `Chernoff's bound for the joint rates of every pair, false alarms ${falseAlarm}; a joint rate of .25 that is ${jointExcess} too high escapes with chance ${miss}`,
      needs: ['sample'],
      magnitudes: ['uniform', 'signed'],
    },
    (subject, description) =>
      forSettings(description, ['uniform', 'signed'], async (setting, seed) => {
        const x = await rowsOf(subject, setting, seed);
        checkIndependence(x, probabilities(setting), valuesOf(setting), ofOneSetting);
      }),
  );
});

describe('Rows of unit length', () => {
  theorem(
    {
      id: 'E1.uniform-normalised',
      source: 'Henighan et al. 2023, "Superposition, Memorization, and Double Descent" (the data)',
      statement:
        'rows are independent uniform values divided by the norm of their row; rows of zeros stay so',
      criterion: `every norm is 0 or 1, and the Dvoretzky–Kiefer–Wolfowitz bound for the ratios of every pair of features, whose distribution function is t/2 up to 1 and 1 − 1/(2t) beyond, false alarms ${falseAlarm}`,
      needs: ['sample'],
      magnitudes: ['uniform-normalised'],
    },
    (subject, description) =>
      forSettings(description, ['uniform-normalised'], async (setting, seed) => {
        const x = await rowsOf(subject, setting, seed);
        checkUnitLength(x);
        checkRatios(x, ofOneSetting);
      }),
  );

  theorem(
    {
      id: 'E1.full-batch',
      source: 'Henighan et al. 2023, "Superposition, Memorization, and Double Descent" (the training)',
      statement:
        'in full-batch training every step sees the same rows, in the same order, and a set holds no row twice',
      criterion:
        'the rows of the second and third step are those of the first, bit by bit; with p = 1 all rows of a set differ',
      needs: ['sample'],
      magnitudes: ['uniform'],
      options: ['rows=full-batch'],
    },
    async (subject, { models }) => {
      const sizes = fc.record({
        n: fc.integer({ min: 2, max: largestN }),
        batch: fc.integer({ min: 1, max: 300 }),
      });
      const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
      await check(
        fc.asyncProperty(sizes, seeds, async ({ n, batch }, seed) => {
          const data = { probability: 1, rows: { kind: 'full-batch' } } as const;
          const setting = parseSetting({ model: models[0]!, n, m: 1, data, training: { batch } });
          const x = await subject.sample(setting, 3 * batch, seed);
          const all = Array.from({ length: x.rows }, (_, row) =>
            x.data.slice(row * n, (row + 1) * n).join(' '),
          );
          const set = all.slice(0, batch);
          expect(all, 'the rows of three steps').toEqual([...set, ...set, ...set]);
          // Two rows of n ≥ 2 values on a grid of 2⁻²³ coincide with chance 2⁻⁴⁶: 20 · 300² / 2 pairs, 1e-8.
          expect(new Set(set).size, `distinct rows of ${batch}`).toBe(batch);
        }),
        settingsTried,
      );
    },
  );
});

describe("Seed 1's generator", () => {
  /*
   * A feature that is alone in its row, with chance (1 − p)^(n − 1) ≥ .5, has exactly the value 1 after the
   * division by the norm: just below 1 the distribution function is at least .5 off. The least number of
   * non-zero values at which that must be noticed is what the rows have to hold of a feature.
   */
  const distance = 0.5;
  const needed = samplesForCdfDistance(distance, ofOneSetting / 4, ofOneSetting);

  theorem(
    {
      id: 'E1.coupled-normalised',
      source:
        'seed 1: selau642, generate_x, where mask and value are one draw and rows are divided by their norm',
      statement: "seed 1's generator has the paper's rate of non-zero values but not their distribution",
      criterion: `the check of E1.rate accepts it and that of E1.values rejects it, wherever a feature is alone in half of its rows: certain but for a chance of ${falseAlarm} with ${needed} non-zero values`,
      needs: ['sample'],
      magnitudes: ['coupled-normalised'],
    },
    async (subject, { models }) => {
      const crowds = fc
        .record({ n: fc.integer({ min: 1, max: 4 }), p: fc.integer({ min: 102, max: 204 }) })
        .map(({ n, p }) => settingOf(models[0]!, 'coupled-normalised', n, p / 1024));
      await check(
        fc.asyncProperty(crowds, fc.nat(), async (setting, seed) => {
          const x = await rowsOf(subject, setting, seed);
          checkRates(x, probabilities(setting), ofOneSetting);
          expect(x.data.filter((value) => value !== 0).length / setting.n).toBeGreaterThan(needed);
          expect(() => checkValues(x, uniformValues, ofOneSetting)).toThrow(
            /the non-zero values of feature \d+ are not uniform/,
          );
        }),
        settingsTried,
      );
    },
  );
});

async function rowsOf(subject: SubjectWith<'sample'>, setting: Setting, seed: number): Promise<Matrix> {
  const x = await subject.sample(setting, rows, seed);
  expect(shape(x), 'the shape of the sample').toBe(`${rows} × ${setting.n}`);
  return x;
}

/**
 * Checks the magnitudes that the subject has, of those named, with random n, p for each feature and seed.
 * Data do not depend on the model; it is one that the subject has.
 */
async function forSettings(
  description: Description,
  named: readonly Setting['data']['magnitude'][],
  checkOne: (setting: Setting, seed: number) => Promise<void>,
): Promise<void> {
  const magnitudes = named.filter((magnitude) => description.magnitudes.includes(magnitude));
  const model = description.models[0]!;
  const settings = fc
    .record({
      magnitude: fc.constantFrom(...magnitudes),
      p: fc.array(probability, { minLength: 1, maxLength: largestN }),
    })
    .map(({ magnitude, p }) => settingOf(model, magnitude, p.length, p));
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  await check(fc.asyncProperty(settings, seeds, checkOne), settingsTried);
}

function settingOf(
  model: ModelName,
  magnitude: Setting['data']['magnitude'],
  n: number,
  p: number | number[],
): Setting {
  return parseSetting({ model, n, m: 1, data: { probability: p, magnitude } });
}

function valuesOf({ data }: Setting): typeof uniformValues {
  return data.magnitude === 'signed' ? signedValues : uniformValues;
}
