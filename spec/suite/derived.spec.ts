/** Numbers that follow from a setting, worked out by hand. */
import { describe, expect, test } from 'vitest';
import {
  importances,
  initialDistribution,
  learningRateAt,
  probabilities,
} from '../../src/setting/derived.js';
import { setOutcomes } from '../../src/setting/feature-sets.js';
import type { SettingInput } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';

const base: SettingInput = { model: 'relu-output', n: 3, m: 2, data: { probability: 0.25 } };

describe('the importance of each feature', () => {
  test('falls geometrically from 1, or from the base where the first exponent is 1', () => {
    const geometric = (firstExponent: number) =>
      importances(parseSetting({ ...base, importance: { kind: 'geometric', base: 0.5, firstExponent } }));
    expect(geometric(0)).toEqual([1, 0.5, 0.25]);
    expect(geometric(1)).toEqual([0.5, 0.25, 0.125]);
  });

  test('is the list where one is given, and 1 where nothing is said', () => {
    const listed = parseSetting({ ...base, importance: { kind: 'list', values: [3, 1, 2] } });
    expect(importances(listed)).toEqual([3, 1, 2]);
    expect(importances(parseSetting(base))).toEqual([1, 1, 1]);
  });
});

test('one feature probability stands for all, a list for each', () => {
  expect(probabilities(parseSetting(base))).toEqual([0.25, 0.25, 0.25]);
  const each = parseSetting({ ...base, data: { probability: [1, 0.5, 0.25] } });
  expect(probabilities(each)).toEqual([1, 0.5, 0.25]);
});

describe('features in sets', () => {
  const of = (dependence: SettingInput['data']['dependence'], probability: number | number[] = 0.5) =>
    parseSetting({ ...base, n: 4, data: { probability, dependence } });

  test('share the probability of the set only where one of it is on', () => {
    const p = [0.5, 0.5, 0.25, 0.25];
    expect(probabilities(of({ kind: 'correlated', size: 2 }, p))).toEqual(p);
    expect(probabilities(of({ kind: 'anticorrelated', size: 2, rule: 'mirrored' }, p))).toEqual(p);
    const one = of({ kind: 'anticorrelated', size: 2, rule: 'one-of-set' }, p);
    expect(probabilities(one)).toEqual([0.25, 0.25, 0.125, 0.125]);
  });

  test('can be on together, alone, or not at all, with these chances', () => {
    const first = (...given: Parameters<typeof of>) =>
      setOutcomes(of(...given))[0]!.map(({ active, probability }) => [active.join(' '), probability]);
    expect(first({ kind: 'correlated', size: 4 }, 0.25)).toEqual([
      ['0 1 2 3', 0.25],
      ['', 0.75],
    ]);
    expect(first({ kind: 'anticorrelated', size: 2, rule: 'one-of-set' })).toEqual([
      ['0', 0.25],
      ['1', 0.25],
      ['', 0.5],
    ]);
    const pair = { kind: 'anticorrelated', size: 2, rule: 'mirrored' } as const;
    expect(first(pair, 0.25)).toEqual([
      ['0', 0.25],
      ['', 0.5],
      ['1', 0.25],
    ]);
    expect(first(pair, 0.75)).toEqual([
      ['0', 0.25],
      ['0 1', 0.5],
      ['1', 0.25],
    ]);
    expect(first(undefined, 1)).toEqual([['0', 1]]);
  });
});

describe('the learning rate, rate 1 over 10 steps', () => {
  const at = (schedule: NonNullable<SettingInput['training']>['schedule'], step: number): number =>
    learningRateAt(
      parseSetting({ ...base, training: { steps: 10, learningRate: 1, schedule } }).training,
      step,
    );

  test('is constant', () => {
    expect([1, 10].map((step) => at({ kind: 'constant' }, step))).toEqual([1, 1]);
  });

  test('rises over the warm-up and then falls linearly, still moving at the last step', () => {
    const linear = { kind: 'linear', warmup: 2 } as const;
    expect([1, 2, 3, 7, 10].map((step) => at(linear, step))).toEqual([0.5, 1, 1, 0.5, 0.125]);
  });

  test('falls along half a cosine', () => {
    const cosine = { kind: 'cosine', warmup: 2 } as const;
    expect([2, 3].map((step) => at(cosine, step))).toEqual([1, 1]);
    expect(at(cosine, 7)).toBeCloseTo(0.5, 15);
    expect(at(cosine, 5)).toBeCloseTo((1 + Math.SQRT1_2) / 2, 15);
  });
});

describe('the first weights, n = 3 and m = 2', () => {
  const of = (initialisation: NonNullable<SettingInput['training']>['initialisation']) =>
    initialDistribution(parseSetting({ ...base, training: { initialisation } }));

  test('Xavier on the matrix, and on a stack of 7 in either order of axes', () => {
    expect(of({ kind: 'xavier-normal' })).toEqual({ kind: 'normal', deviation: Math.sqrt(2 / 5) });
    const stacked = (layout: 'feature-hidden' | 'hidden-feature') =>
      of({ kind: 'xavier-normal-stacked', instances: 7, layout });
    expect(stacked('feature-hidden')).toEqual({ kind: 'normal', deviation: Math.sqrt(2 / (2 * (3 + 7))) });
    expect(stacked('hidden-feature')).toEqual({ kind: 'normal', deviation: Math.sqrt(2 / (3 * (2 + 7))) });
  });

  test('seed 2: .129 where the two-dimensional formula gives .365', () => {
    // Claims, section 4.2: 7 instances, m = 5, n = 10.
    const setting = (initialisation: NonNullable<SettingInput['training']>['initialisation']) =>
      initialDistribution(parseSetting({ ...base, n: 10, m: 5, training: { initialisation } }));
    const stacked = setting({ kind: 'xavier-normal-stacked', instances: 7, layout: 'hidden-feature' });
    expect(stacked.kind === 'normal' && stacked.deviation.toFixed(3)).toBe('0.129');
    const flat = setting({ kind: 'xavier-normal' });
    expect(flat.kind === 'normal' && flat.deviation.toFixed(3)).toBe('0.365');
  });

  test('Kaiming uniform on a stack, and what is given outright', () => {
    expect(of({ kind: 'kaiming-uniform-stacked' })).toEqual({ kind: 'uniform', low: -1, high: 1 });
    expect(of({ kind: 'normal', deviation: 2 })).toEqual({ kind: 'normal', deviation: 2 });
    expect(of({ kind: 'uniform', low: 0, high: 0.8 })).toEqual({ kind: 'uniform', low: 0, high: 0.8 });
  });
});
