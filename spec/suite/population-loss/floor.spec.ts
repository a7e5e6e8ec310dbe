/** What a model without superposition costs, and losses over that. */
import { test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { lossOverFloor } from '../../../src/measures/loss-over-floor.js';
import { noSuperpositionFloor } from '../../../src/measures/no-superposition-floor.js';
import { matrixOf } from '../../../src/models/matrix.js';
import type { TiedWeights } from '../../../src/models/weights.js';
import { floorInClosedForm } from '../../../src/oracle/floor.js';
import { kGonWeights } from '../../../src/oracle/k-gon.js';
import { importances, probabilities } from '../../../src/setting/derived.js';
import type { Setting } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';
import { settingsOf, sizes } from '../../properties/kit/arbitraries.js';
import { dedicated } from '../kit/dedicated.js';

describe('the floor', () => {
  const any = sizes({ n: 8, m: 8 }).chain((size) => settingsOf('relu-output', size));

  test.prop([any])('is the closed form of the oracle', (setting) => {
    const expected = floorInClosedForm(setting.m, importances(setting), probabilities(setting));
    expect(noSuperpositionFloor(setting)!).toBeCloseTo(expected, 14);
  });

  plain(
    'takes two neurons a feature for |x| on signed features, where the mean of x is 0 for the linear model',
    () => {
      const data = { probability: 0.5, magnitude: 'signed' } as const;
      const cost = 0.5 / 3 - 0.25 / 4;
      expect(noSuperpositionFloor(parseSetting({ model: 'absolute-value', n: 4, m: 5, data }))).toBeCloseTo(
        cost / 2,
        15,
      );
      expect(noSuperpositionFloor(parseSetting({ model: 'linear', n: 4, m: 1, data }))).toBeCloseTo(
        0.5 / 4,
        15,
      );
      expect(
        noSuperpositionFloor(
          parseSetting({ model: 'absolute-value', n: 4, m: 3, data: { probability: 0.5 } }),
        ),
      ).toBeCloseTo(cost / 4, 15);
    },
  );

  plain('is undefined where none is known, and so is the ratio; also where it is 0', () => {
    const weights: TiedWeights = { kind: 'tied', W: matrixOf([[1, 0]]), b: new Float64Array(2) };
    const of = (magnitude: Setting['data']['magnitude']) =>
      parseSetting({ model: 'relu-output', n: 2, m: 1, data: { probability: 0.5, magnitude } });
    expect(noSuperpositionFloor(of('coupled-normalised'))).toBeUndefined();
    expect(noSuperpositionFloor(of('uniform-normalised'))).toBeUndefined();
    expect(noSuperpositionFloor(of('signed'))).toBeUndefined();
    const dependence = { kind: 'correlated', size: 2 } as const;
    const inPairs = parseSetting({
      model: 'relu-output',
      n: 2,
      m: 1,
      data: { probability: 0.5, dependence },
    });
    expect(noSuperpositionFloor(inPairs)).toBeUndefined();
    expect(lossOverFloor(of('signed'), weights)).toBeUndefined();
    const square = parseSetting({ model: 'relu-output', n: 1, m: 1, data: { probability: 0.5 } });
    expect(
      lossOverFloor(square, { kind: 'tied', W: matrixOf([[1]]), b: new Float64Array(1) }),
    ).toBeUndefined();
  });

  plain('dedicated dimensions stand at 1, a pentagon at p = .05 is far below', () => {
    const setting = parseSetting({ model: 'relu-output', n: 5, m: 2, data: { probability: 0.05 } });
    const apart = lossOverFloor(setting, dedicated(setting, 0.025))!;
    expect(Math.abs(apart.value - 1)).toBeLessThan(5 * apart.standardError);
    // L(5, 5) / (3/5 · 1/3) = .08 of the floor in the limit; two active features add P(2)/P(1) = .1 of
    // about the floor of two.
    const pentagon = lossOverFloor(setting, kGonWeights(5, 5))!;
    expect(pentagon.value).toBeLessThan(0.5);
    expect(pentagon.value).toBeGreaterThan(0.08);
  });
});
