/** The population loss against integration by brute force, against closed forms, and its error bars. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { openStream } from '../../src/data/random.js';
import { sampleRows } from '../../src/data/sample.js';
import { activeCount } from '../../src/measures/active-count.js';
import type { Experiment } from '../../src/measures/experiment.js';
import { lossOverFloor } from '../../src/measures/loss-over-floor.js';
import { noSuperpositionFloor } from '../../src/measures/no-superposition-floor.js';
import { oneActiveLoss } from '../../src/measures/one-active-loss.js';
import { populationLoss } from '../../src/measures/population-loss.js';
import { type Matrix, matrix, matrixOf } from '../../src/models/matrix.js';
import type { TiedWeights, Weights } from '../../src/models/weights.js';
import { floorInClosedForm } from '../../src/oracle/floor.js';
import { kGonLoss, kGonWeights } from '../../src/oracle/k-gon.js';
import { momentRows } from '../../src/oracle/moment-rows.js';
import { oneHotLoss } from '../../src/oracle/one-hot.js';
import { referenceLoss } from '../../src/oracle/reference.js';
import { importances, probabilities } from '../../src/setting/derived.js';
import type { Dependence, ModelName, Setting, SettingInput } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import { settingsOf, sizes, tiedWeights } from '../properties/kit/arbitraries.js';

describe('two features, integrated by brute force over a grid', () => {
  const tied: Weights = { kind: 'tied', W: matrixOf([[1, -0.7]]), b: Float64Array.from([-0.1, 0.2]) };
  const biased: Weights = { ...tied, kind: 'hidden-biased', c: Float64Array.from([-0.25]) };
  const untied: Weights = {
    kind: 'untied',
    encoder: matrixOf([
      [1, -0.5],
      [-0.75, 0.5],
    ]),
    decoder: matrixOf([
      [1, 0.5],
      [0.25, 1],
    ]),
    b: Float64Array.from([0.1, -0.2]),
  };

  plain.each([
    ['relu-output', 'uniform', tied],
    ['relu-output', 'coupled-normalised', tied],
    ['relu-output', 'uniform-normalised', tied],
    ['linear', 'uniform', tied],
    ['linear', 'signed', tied],
    ['linear', 'coupled-normalised', tied],
    ['linear', 'uniform-normalised', tied],
    ['relu-hidden', 'uniform', tied],
    ['relu-hidden-biased', 'uniform', biased],
    ['relu-hidden-biased', 'signed', biased],
    ['relu-hidden-biased', 'coupled-normalised', biased],
    ['untied', 'uniform', untied],
    ['absolute-value', 'uniform', untied],
    ['absolute-value', 'signed', untied],
  ] as const)('%s, %s values', (model, magnitude, weights) => {
    const experiment = parse({
      model,
      n: 2,
      m: model === 'untied' || model === 'absolute-value' ? 2 : 1,
      importance: { kind: 'list', values: [1, 0.5] },
      data: { probability: [0.3, 0.6], magnitude },
    });

    const { value, standardError } = populationLoss(experiment, weights, { rows: 20_000, seed: 1 });

    // The grid is exact but in cells that a kink crosses. There the mean is off by less than a tenth of
    // the squared width, (1/15)² at most, times a jump of the slope below 1; at most four kinks cross 60
    // of the 900 cells each: 4 · 60/900 · .1 / 225 < 1.2e-4. Five standard errors are passed once in two
    // million.
    const off = Math.abs(value - onGrid(experiment, weights, 30));
    expect(off).toBeLessThan(5 * standardError + 1.2e-4);
  });
});

describe('two features of a set, integrated by brute force', () => {
  const weights: Weights = { kind: 'tied', W: matrixOf([[1, 0.6]]), b: Float64Array.from([-0.1, 0.2]) };
  const ways: readonly { readonly dependence: Dependence; readonly p: number; readonly chances: Chances }[] =
    [
      { dependence: { kind: 'correlated', size: 2 }, p: 0.3, chances: { none: 0.7, one: 0, both: 0.3 } },
      {
        dependence: { kind: 'anticorrelated', size: 2, rule: 'one-of-set' },
        p: 0.6,
        chances: { none: 0.4, one: 0.3, both: 0 },
      },
      {
        dependence: { kind: 'anticorrelated', size: 2, rule: 'mirrored' },
        p: 0.3,
        chances: { none: 0.4, one: 0.3, both: 0 },
      },
      {
        dependence: { kind: 'anticorrelated', size: 2, rule: 'mirrored' },
        p: 0.75,
        chances: { none: 0, one: 0.25, both: 0.5 },
      },
    ];

  plain.for(ways)('$dependence, p = $p', ({ dependence, p, chances }) => {
    for (const model of ['relu-output', 'linear'] as const) {
      for (const magnitude of ['uniform', 'signed'] as const) {
        const experiment = parse({
          model,
          n: 2,
          m: 1,
          importance: { kind: 'list', values: [1, 0.5] },
          data: { probability: p, magnitude, dependence },
        });

        const { value, standardError } = populationLoss(experiment, weights, { rows: 20_000, seed: 1 });

        // As above; where no two features are on together, and for the linear model, nothing is drawn.
        const off = Math.abs(value - onGrid(experiment, weights, 30, chances));
        expect(off, `${model}, ${magnitude}`).toBeLessThan(5 * standardError + 1.2e-4);
        if (model === 'linear' || chances.both === 0) expect(standardError).toBe(0);
      }
    }
  });

  plain('several sets: the mean loss over rows of the generator', () => {
    const setting = parse({
      model: 'relu-output',
      n: 6,
      m: 2,
      data: { probability: [0.5, 0.5, 0.5, 0.2, 0.2, 0.2], dependence: { kind: 'correlated', size: 3 } },
    });
    const tied = dedicated(setting, 0.1);
    const rows = 40_000;

    const { value, standardError } = populationLoss(setting, tied);

    const x = sampleRows(setting, rows, 0);
    const losses = Array.from({ length: rows }, (_, row) => {
      const one = { rows: 1, columns: 6, data: x.data.subarray(row * 6, row * 6 + 6) };
      return referenceLoss('relu-output', importances(setting), tied, one);
    });
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / rows;
    const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / rows;
    expect(Math.abs(value - mean)).toBeLessThan(5 * Math.sqrt(variance / rows + standardError ** 2));
  });
});

describe('closed forms', () => {
  const size = { n: 5, m: 2 };

  test.prop([tiedWeights(size)])('one active feature: the one-hot loss of the oracle', (weights) => {
    const experiment = parse({ model: 'relu-output', ...size, data: { probability: 0.5 } });
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
    const experiment = parse({
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
    const experiment = parse({ model: 'relu-output', ...size, data: { probability: p } });
    const { value } = populationLoss(experiment, kGonWeights(5, 5));
    const expected = p * (1 - p) ** 4 * kGonLoss(5, 5);
    // What is left is P(2 active) L_2 ≈ 10 p² L_2: a share 2 p L_2 / L_1 with L_2 / L_1 below 100.
    expect(Math.abs(value / expected - 1)).toBeLessThan(200 * p);
  });
});

describe('the standard error', () => {
  plain('is honest: over 200 seeds the squared deviation is one standard error squared', () => {
    const setting = parse({ model: 'relu-output', n: 6, m: 2, data: { probability: 0.4 } });
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
    const setting = parse({
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
    const setting = parse({ model: 'relu-output', n: 4, m: 2, data: { probability: 0.5 } });
    const estimate = (seed: number) => populationLoss(setting, dedicated(setting, 0.25), { rows: 64, seed });
    expect(estimate(3)).toEqual(estimate(3));
    expect(estimate(3)).not.toEqual(estimate(4));
  });

  plain('does not depend on what was estimated before, be the rows drawn anew or kept', () => {
    const of = (n: number, probability: number, magnitude: Setting['data']['magnitude'], rows: number) => {
      const setting = parse({ model: 'relu-output', n, m: 2, data: { probability, magnitude } });
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

describe('the number of active features', () => {
  const lists = fc.array(
    fc.integer({ min: 1, max: 64 }).map((k) => k / 64),
    { minLength: 1, maxLength: 12 },
  );

  test.prop([lists])('has probabilities that sum to 1, with mean Σ p and variance Σ p (1 − p)', (p) => {
    const { probabilities: P } = activeCount(p);
    const moment = (power: number): number => P.reduce((sum, chance, k) => sum + chance * k ** power, 0);
    expect(moment(0)).toBeCloseTo(1, 12);
    expect(moment(1)).toBeCloseTo(
      p.reduce((sum, pi) => sum + pi, 0),
      11,
    );
    const variance = p.reduce((sum, pi) => sum + pi * (1 - pi), 0);
    expect(moment(2) - moment(1) ** 2).toBeCloseTo(variance, 10);
  });

  plain('given two of three, the pairs come as often as their odds say', () => {
    const p = [0.9, 0.5, 0.1];
    const count = activeCount(p);
    const { uniform } = openStream(0, 'evaluation');
    const draws = 20_000;
    const seen = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const pair = count.draw(2, uniform).join();
      seen.set(pair, (seen.get(pair) ?? 0) + 1);
    }
    const odds = { '0,1': 0.9 * 0.5 * 0.9, '0,2': 0.9 * 0.5 * 0.1, '1,2': 0.1 * 0.5 * 0.1 };
    const total = Object.values(odds).reduce((sum, odd) => sum + odd, 0);
    for (const [pair, odd] of Object.entries(odds)) {
      const share = odd / total;
      // Five standard errors of a share: passed once in two million draws of this test's kind.
      const allowed = 5 * Math.sqrt((share * (1 - share)) / draws);
      expect(Math.abs((seen.get(pair) ?? 0) / draws - share), pair).toBeLessThan(allowed);
    }
  });
});

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
      expect(noSuperpositionFloor(parse({ model: 'absolute-value', n: 4, m: 5, data }))).toBeCloseTo(
        cost / 2,
        15,
      );
      expect(noSuperpositionFloor(parse({ model: 'linear', n: 4, m: 1, data }))).toBeCloseTo(0.5 / 4, 15);
      expect(
        noSuperpositionFloor(parse({ model: 'absolute-value', n: 4, m: 3, data: { probability: 0.5 } })),
      ).toBeCloseTo(cost / 4, 15);
    },
  );

  plain('is undefined where none is known, and so is the ratio; also where it is 0', () => {
    const weights: TiedWeights = { kind: 'tied', W: matrixOf([[1, 0]]), b: new Float64Array(2) };
    const of = (magnitude: Setting['data']['magnitude']) =>
      parse({ model: 'relu-output', n: 2, m: 1, data: { probability: 0.5, magnitude } });
    expect(noSuperpositionFloor(of('coupled-normalised'))).toBeUndefined();
    expect(noSuperpositionFloor(of('uniform-normalised'))).toBeUndefined();
    expect(noSuperpositionFloor(of('signed'))).toBeUndefined();
    const dependence = { kind: 'correlated', size: 2 } as const;
    const inPairs = parse({ model: 'relu-output', n: 2, m: 1, data: { probability: 0.5, dependence } });
    expect(noSuperpositionFloor(inPairs)).toBeUndefined();
    expect(lossOverFloor(of('signed'), weights)).toBeUndefined();
    const square = parse({ model: 'relu-output', n: 1, m: 1, data: { probability: 0.5 } });
    expect(
      lossOverFloor(square, { kind: 'tied', W: matrixOf([[1]]), b: new Float64Array(1) }),
    ).toBeUndefined();
  });

  plain('dedicated dimensions stand at 1, a pentagon at p = .05 is far below', () => {
    const setting = parse({ model: 'relu-output', n: 5, m: 2, data: { probability: 0.05 } });
    const apart = lossOverFloor(setting, dedicated(setting, 0.025))!;
    expect(Math.abs(apart.value - 1)).toBeLessThan(5 * apart.standardError);
    // L(5, 5) / (3/5 · 1/3) = .08 of the floor in the limit; two active features add P(2)/P(1) = .1 of
    // about the floor of two.
    const pentagon = lossOverFloor(setting, kGonWeights(5, 5))!;
    expect(pentagon.value).toBeLessThan(0.5);
    expect(pentagon.value).toBeGreaterThan(0.08);
  });
});

function parse(input: SettingInput): Setting {
  return parseSetting(input);
}

/** W = [I_m 0] and the bias b on the rest. */
function dedicated({ n, m }: Setting, b: number): TiedWeights {
  return {
    kind: 'tied',
    W: matrix(m, n, (h, i) => Number(h === i)),
    b: Float64Array.from({ length: n }, (_, i) => (i < m ? 0 : b)),
  };
}

/** The chances of the masks of two features: neither is on, a given one alone, both. */
interface Chances {
  readonly none: number;
  readonly one: number;
  readonly both: number;
}

/**
 * Σ over the four masks of two features, each a mean over the two Gauss points of every cell. The masks are
 * independent where their chances are not given.
 */
function onGrid(experiment: Experiment, weights: Weights, cells: number, chances?: Chances): number {
  const [p, q] = probabilities(experiment) as [number, number];
  const { magnitude } = experiment.data;
  const points = Array.from({ length: 2 * cells }, (_, k) => {
    const side = k % 2 === 0 ? -1 : 1;
    return (Math.floor(k / 2) + (1 + side / Math.sqrt(3)) / 2) / cells;
  });
  const ticks = magnitude === 'signed' ? points.map((u) => 2 * u - 1) : points;
  const rowsFor = (first: boolean, second: boolean): number[][] =>
    (first ? ticks : [0]).flatMap((u) => (second ? ticks : [0]).map((v) => [u, v]));
  const shaped = (row: number[]): number[] => {
    if (magnitude !== 'coupled-normalised' && magnitude !== 'uniform-normalised') return row;
    // Coupled values are U[0, p_i] before the row is divided by its length.
    const [a, b] = magnitude === 'coupled-normalised' ? [p, q] : [1, 1];
    const [u, v] = [row[0]! * a, row[1]! * b];
    const length = Math.hypot(u, v);
    return length === 0 ? row : [u / length, v / length];
  };
  const loss = (first: boolean, second: boolean): number => {
    const x: Matrix = matrixOf(rowsFor(first, second).map(shaped));
    return referenceLoss(experiment.model as ModelName, importances(experiment), weights, x);
  };
  return (
    (chances?.none ?? (1 - p) * (1 - q)) * loss(false, false) +
    (chances?.one ?? p * (1 - q)) * loss(true, false) +
    (chances?.one ?? (1 - p) * q) * loss(false, true) +
    (chances?.both ?? p * q) * loss(true, true)
  );
}
