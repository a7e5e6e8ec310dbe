/**
 * Adam and AdamW against the algorithm as the papers print it, in float64, over steps of different
 * gradients; and the schedule of the learning rate.
 *
 * Bound. After t steps the running means are sums of t terms; each term has been multiplied and added at
 * most t times and each constant is rounded once, so their relative errors are at most γ_{4t} of the same
 * mean of |g| or g². The move then takes 10 more roundings (both corrections, the square root, ε, the rate
 * and two divisions), and the decay and the subtraction 3 of the parameter itself. Square root halves the
 * relative error of ν, so 6 t + 10 covers the move. The gradient is the subject's own, and the decay of Adam
 * is added to it here as there in float32, where the two could cancel.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { initialWeights } from '../../src/data/initial-weights.js';
import { sampleRows } from '../../src/data/sample.js';
import { parametersOf } from '../../src/models/weights.js';
import { learningRateAt } from '../../src/setting/derived.js';
import type { Setting, SettingInput } from '../../src/setting/schema.js';
import type { Subject } from '../../src/subjects/subject.js';
import { openTfjs } from '../../src/subjects/tfjs/tfjs-subject.js';
import { trainOnBatches } from '../../src/subjects/tfjs/train-on-batches.js';
import { expectWithin } from '../properties/kit/assertions.js';
import { gamma } from '../properties/kit/error-bounds.js';
import { backends } from './kit/backends.js';
import { batchesOf, smallSetting } from './kit/small-settings.js';
import { textbook } from './kit/textbook-adam.js';

type Optimiser = NonNullable<NonNullable<SettingInput['training']>['optimiser']>;

const steps = 12;
const subjects = await Promise.all(backends.map(openPresent));
afterAll(() => Promise.all(subjects.map((subject) => subject.close())));

const optimisers: readonly Optimiser[] = [
  { kind: 'adam' },
  { kind: 'adam', decay: 0.1 },
  { kind: 'adam', epsilon: 0.01 },
  { kind: 'adam', beta1: 0.5, beta2: 0.75 },
  { kind: 'adamw' },
  { kind: 'adamw', decay: 0.1 },
];

describe('Every step is the one that the papers define', () => {
  for (const [which, backend] of backends.entries()) {
    test.each(optimisers)(`on ${backend}, with %o`, async (optimiser) => {
      const setting = smallSetting(
        { importance: { kind: 'geometric', base: 0.5 } },
        { optimiser, learningRate: 0.25, steps },
      );
      const initial = initialWeights(setting, 0);
      const batches = batchesOf(sampleRows(setting, 4 * steps, 0), 4);

      const trained = await trainOnBatches(backend, setting, initial, batches);

      const predict = textbook(setting.training.optimiser, () => 0.25);
      let before = initial;
      for (const [index, { weights, loss }] of trained.entries()) {
        const { gradient, loss: alone } = await subjects[which]!.lossAndGradient!(
          setting,
          before,
          batches[index]!,
        );
        expect(loss, `the loss of step ${index + 1}`).toBe(alone);
        const gradients = parametersOf(gradient);
        const after = parametersOf(weights);
        parametersOf(before).forEach(([name, values], p) => {
          values.forEach((value, at) => {
            const { expected, move } = predict(`${name}[${at}]`, index + 1, value, gradients[p]![1][at]!);
            const tolerance =
              gamma(6 * (index + 1) + 10, 'float32') * move + gamma(3, 'float32') * Math.abs(value);
            const what = `${name}[${at}] after step ${index + 1}`;
            expectWithin(what, after[p]![1][at]!, expected, tolerance);
          });
        });
        before = weights;
      }
    });
  }

  test('whatever the scale of the gradient, the first one has the length of the learning rate', async () => {
    const setting = smallSetting({ importance: { kind: 'geometric', base: 1e-4, firstExponent: 1 } });
    const initial = initialWeights(setting, 0);
    const [batch] = batchesOf(sampleRows(setting, 4, 0), 4);

    const [first] = await trainOnBatches(
      'cpu',
      { ...setting, training: { ...setting.training, optimiser: { ...plainAdam, epsilon: 1e-30 } } },
      initial,
      [batch!],
    );

    const moved = [...first!.weights.b].filter((value) => value !== 0).map(Math.abs);
    expect(moved.length).toBeGreaterThan(0);
    for (const length of moved)
      expectWithin('the first move of b', length, 0.01, 0.01 * gamma(16, 'float32'));
  });
});

const plainAdam: Setting['training']['optimiser'] = {
  kind: 'adam',
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  decay: 0,
};

describe('The learning rate', () => {
  const rates = (schedule: NonNullable<SettingInput['training']>['schedule']): number[] => {
    const { training } = smallSetting({}, { schedule, learningRate: 1, steps: 6 });
    return [1, 2, 3, 4, 5, 6].map((step) => learningRateAt(training, step));
  };

  test('is constant by default', () => {
    expect(rates({ kind: 'constant' })).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('warms up and goes down linearly', () => {
    expect(rates({ kind: 'linear', warmup: 2 })).toEqual([0.5, 1, 1, 0.75, 0.5, 0.25]);
  });

  test('goes down by a half cosine', () => {
    const quarter = Math.SQRT1_2 / 2;
    const expected = [0.5, 1, 1, 0.5 + quarter, 0.5, 0.5 - quarter];
    rates({ kind: 'cosine', warmup: 2 }).forEach((rate, index) => {
      expect(rate).toBeCloseTo(expected[index]!, 12);
    });
  });

  test('of a step is used in that step', async () => {
    const schedule = { kind: 'linear', warmup: 2 } as const;
    const optimiser = { ...plainAdam, beta1: 0, beta2: 0, epsilon: 1e-30 };
    const setting = smallSetting({}, { schedule, optimiser, steps: 6, learningRate: 2 ** -10 });
    const batches = batchesOf(sampleRows(setting, 24, 1), 4);
    const initial = initialWeights(setting, 1);

    const trained = await trainOnBatches('cpu', setting, initial, batches);

    // Without memory Adam moves every parameter with a gradient by exactly the learning rate.
    const moves = trained.map(({ weights }, index) => {
      const before = index === 0 ? initial : trained[index - 1]!.weights;
      return Math.max(...weights.b.map((value, i) => Math.abs(value - before.b[i]!)));
    });
    [0.5, 1, 1, 0.75, 0.5, 0.25].forEach((share, index) => {
      expect(moves[index]! / 2 ** -10, `step ${index + 1}`).toBeCloseTo(share, 4);
    });
  });
});

async function openPresent(backend: (typeof backends)[number]): Promise<Subject> {
  const opened = await openTfjs(backend);
  if (opened.kind === 'absent') throw new Error(opened.reason);
  return opened.subject;
}
