/**
 * Features in sets: both documented ways in which features are correlated or anticorrelated.
 *
 * Correlated features of a set are on together. Anticorrelated ones are on instead of each other, by two
 * rules that differ in the rate of a feature: in the paper the set is on with probability p and then one of
 * it, so that a feature is on at the rate p / size; ARENA mirrors one draw u, so that either of a pair is on
 * at the rate p. Values are drawn apart from all that, and sets from each other.
 *
 * The bounds are those of E1 (sparsity-rates.spec.ts), with 1e-6 false alarms for each theorem. That two
 * features are never on together is exact: a feature that is off is 0 in any number type.
 */
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { type SubjectWith, theorem } from '../../src/claims/theorem.js';
import { entry, type Matrix, shape } from '../../src/models/matrix.js';
import type { Dependence, Setting } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import { leastDetectableRateExcess } from '../../src/statistics/concentration.js';
import type { Description } from '../../src/subjects/subject.js';
import { probability } from './kit/arbitraries.js';
import { check } from './kit/check.js';
import {
  checkJointRates,
  checkRates,
  checkValues,
  signedValues,
  uniformValues,
} from './kit/sampling-checks.js';

const rows = 16_384;
const settingsTried = 10;
const largestN = 8;

/** Of each theorem for each subject, and of each of the three checks of one setting. */
const falseAlarm = 1e-6;
const ofOneCheck = falseAlarm / settingsTried / 3;

/** A subject that is off by this much passes one setting with this chance. */
const miss = 1e-3;
const rateExcess = leastDetectableRateExcess(rows, 0.1, ofOneCheck / largestN, miss).toFixed(3);
const jointExcess = leastDetectableRateExcess(rows, 1 / 4, ofOneCheck / largestN ** 2, miss).toFixed(3);
const bounds = `Chernoff's bound for each feature and each pair, and the Dvoretzky–Kiefer–Wolfowitz bound for the values, over ${rows} rows of ${settingsTried} settings, false alarms ${falseAlarm}; a rate of .1 that is ${rateExcess} too high, or a joint rate of .25 that is ${jointExcess} too high, escapes with chance ${miss}`;
const paper = 'Elhage et al. 2022, "Setup for Exploring Correlated and Anticorrelated Features"';

/** What the specification of a kind of set says: of a feature, and of two features of one set. */
interface Rates {
  readonly alone: (p: number, size: number) => number;
  readonly together: (p: number) => number;
}

describe('Features in sets are drawn as the setting says', () => {
  theorem(
    {
      id: 'H10.correlated',
      source: paper,
      statement:
        'Correlated features of a set are on together with probability p, with values that are drawn apart; sets are independent.',
      criterion: bounds,
      needs: ['sample'],
      options: ['dependence=correlated'],
    },
    (subject, description) =>
      forSets(description, subject, sizes.map(correlated), { alone: (p) => p, together: (p) => p }),
  );

  theorem(
    {
      id: 'H10.one-of-set',
      source: paper,
      statement:
        'Of an anticorrelated set one feature is on with probability p, each as likely as another, so each at the rate p / size, and never two.',
      criterion: `no row with two features of a set; ${bounds}`,
      needs: ['sample'],
      options: ['dependence=anticorrelated'],
    },
    (subject, description) =>
      forSets(description, subject, sizes.map(oneOfSet), {
        alone: (p, size) => p / size,
        together: () => 0,
      }),
  );

  theorem(
    {
      id: 'H10.mirrored',
      source: 'ARENA 1.3.1 (callummcdougall/ARENA_3.0), the generator of anticorrelated pairs',
      statement:
        'Of a mirrored pair each feature is on at the rate p, both at the rate 2p − 1 and never for p ≤ 1/2.',
      criterion: `no row with both for p ≤ 1/2; ${bounds}`,
      needs: ['sample'],
      options: ['dependence=anticorrelated'],
    },
    (subject, description) =>
      forSets(description, subject, [mirrored], {
        alone: (p) => p,
        together: (p) => Math.max(0, 2 * p - 1),
      }),
  );
});

const sizes = [2, 3, 4] as const;
const mirrored: Dependence = { kind: 'anticorrelated', size: 2, rule: 'mirrored' };

function correlated(size: number): Dependence {
  return { kind: 'correlated', size };
}

function oneOfSet(size: number): Dependence {
  return { kind: 'anticorrelated', size, rule: 'one-of-set' };
}

/** Random numbers of sets, a probability for each, and a seed, for the magnitudes that the subject has. */
async function forSets(
  { magnitudes }: Description,
  subject: SubjectWith<'sample'>,
  dependences: readonly Dependence[],
  expected: Rates,
): Promise<void> {
  const possible = (['uniform', 'signed'] as const).filter((magnitude) => magnitudes.includes(magnitude));
  if (possible.length === 0) return;
  const settings = fc
    .record({
      magnitude: fc.constantFrom(...possible),
      dependence: fc.constantFrom(...dependences),
      p: fc.array(probability, { minLength: 1, maxLength: 4 }),
    })
    .map(({ magnitude, dependence, p }) => settingOf(magnitude, dependence, p));
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  await check(
    fc.asyncProperty(settings, seeds, async ({ setting, perFeature, size }, seed) => {
      const x = await subject.sample(setting, rows, seed);
      expect(shape(x), 'the shape of the sample').toBe(`${rows} × ${setting.n}`);
      checkRowsOfSets(x, setting, { perFeature, size }, expected);
    }),
    settingsTried,
  );
}

interface Sets {
  /** The probability that the setting gives for each feature. */
  readonly perFeature: readonly number[];
  readonly size: number;
}

function settingOf(
  magnitude: Setting['data']['magnitude'],
  dependence: Dependence,
  p: readonly number[],
): Sets & { readonly setting: Setting } {
  const { size } = dependence;
  const sets = p.slice(0, Math.floor(largestN / size));
  const perFeature = sets.flatMap((each) => new Array<number>(size).fill(each));
  const setting = parseSetting({
    model: 'relu-output',
    n: perFeature.length,
    m: 1,
    data: { probability: perFeature, magnitude, dependence },
  });
  return { setting, perFeature, size };
}

function checkRowsOfSets(
  x: Matrix,
  { data }: Setting,
  { perFeature, size }: Sets,
  { alone, together }: Rates,
): void {
  const rates = perFeature.map((p) => alone(p, size));
  const isOneSet = (i: number, j: number): boolean => Math.floor(i / size) === Math.floor(j / size);
  const joint = (i: number, j: number): number =>
    isOneSet(i, j) ? together(perFeature[i]!) : rates[i]! * rates[j]!;
  const values = data.magnitude === 'signed' ? signedValues : uniformValues;
  checkNeverTogether(x, (i, j) => joint(i, j) === 0);
  checkRates(x, rates, ofOneCheck);
  checkJointRates(x, rates, joint, values, ofOneCheck);
  checkValues(x, values, ofOneCheck);
}

/** @throws Error when two features are on in one row that never should be. */
function checkNeverTogether(x: Matrix, excluded: (i: number, j: number) => boolean): void {
  for (let i = 0; i < x.columns; i++) {
    for (let j = 0; j < i; j++) {
      if (!excluded(i, j)) continue;
      for (let row = 0; row < x.rows; row++) {
        if (entry(x, row, i) !== 0 && entry(x, row, j) !== 0) {
          throw new Error(`features ${j} and ${i} are both on in row ${row}, but exclude each other`);
        }
      }
    }
  }
}
