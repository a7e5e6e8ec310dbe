/**
 * Every step of a training of the fused engine is the one that TensorFlow.js's gradient and the textbook's
 * Adam would take from the same weights with the same rows, for every model, generator and optimiser.
 *
 * Step by step, because two float32 trainings drift apart without either being wrong: a rounding is
 * carried on by every later step, and Adam divides by the size of the gradient. So the weights after
 * step t − 1 and the rows of step t are those of the engine, and three things are compared:
 * - the gradient with autodiff's on `tfjs:cpu`, within what rounding explains (kit/gradient-majorant.ts);
 * - the weights after step t with Adam in float64 on the engine's gradients up to t, within the bound
 *   derived in spec/suite/optimiser.spec.ts, with one more rounding of the gradient's scale;
 * - the loss trace with the losses of those weights.
 * Besides, an Adam without memory (β1 = β2 = 0) is the same from any step on, so that TensorFlow.js itself can
 * take each step of the engine.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { parametersOf, type Weights } from '../../../src/models/weights.js';
import { learningRateAt } from '../../../src/setting/derived.js';
import {
  hasHiddenRelu,
  modelNameSchema,
  type Setting,
  type SettingInput,
} from '../../../src/setting/schema.js';
import {
  initialWeights,
  lossAndGradientOf,
  openFused,
  sampleRows,
} from '../../../src/subjects/fused/fused.js';
import { chooseKernel } from '../../../src/subjects/fused/kernel-choice.js';
import { compileKernels } from '../../../src/subjects/fused/kernels.js';
import { openTfjs } from '../../../src/subjects/tfjs/tfjs-subject.js';
import { trainOnBatches } from '../../../src/subjects/tfjs/train-on-batches.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import { gamma } from '../../properties/kit/error-bounds.js';
import { batchesOf, smallSetting, trainAll } from '../kit/small-settings.js';
import { textbook } from '../kit/textbook-adam.js';
import { gradientTolerance } from './kit/gradient-majorant.js';

const module = await compileKernels();
const fused = await openFused(2);
const opened = await openTfjs('cpu');
if (opened.kind === 'absent') throw new Error(opened.reason);
const autodiff = opened.subject;
afterAll(() => Promise.all([fused.close(), autodiff.close()]));

const steps = 10;
const batch = 50;

const data: readonly SettingInput['data'][] = [
  { probability: 1 },
  { probability: 0.4 },
  { probability: 0.02 },
  { probability: [0.5, 0.01, 0.1, 0.3, 0.02, 0.9, 0.05] },
  { probability: 0.3, magnitude: 'signed' },
  { probability: 0.05, magnitude: 'coupled-normalised' },
  { probability: 0.9, magnitude: 'coupled-normalised' },
  { probability: 0.1, rows: { kind: 'fixed', count: 30 } },
  { probability: 0.9, rows: { kind: 'fixed', count: 30 } },
  { probability: 0.1, rows: { kind: 'full-batch' }, magnitude: 'uniform-normalised' },
  { probability: 0.9, rows: { kind: 'full-batch' }, magnitude: 'uniform-normalised' },
];

const trainings: readonly NonNullable<SettingInput['training']>[] = [
  { optimiser: { kind: 'adam' } },
  { optimiser: { kind: 'adam', decay: 0.1, epsilon: 0.01 }, schedule: { kind: 'linear', warmup: 3 } },
  {
    optimiser: { kind: 'adamw', decay: 0.1, beta1: 0.5, beta2: 0.75 },
    schedule: { kind: 'cosine', warmup: 2 },
  },
];

/** Adam's step is then rate · g / (|g| + 1), whose slope in g is at most the rate. */
const withoutMemory = { kind: 'adam', beta1: 0, beta2: 0, epsilon: 1 } as const;

describe.each(modelNameSchema.options)('A training of %s', (model) => {
  test.each(data)('on rows with %o takes the steps of autodiff and the textbook', async (rows) => {
    for (const training of trainings) await compareStepByStep(settingOf(model, rows, training), 1);
  });

  test('without memory takes the very step of tfjs:cpu', async () => {
    await compareWithTensorflow(settingOf(model, { probability: 0.5 }, { optimiser: withoutMemory }), 1);
  });
});

describe('A training with more in its loss than the error', () => {
  const objectives: readonly NonNullable<SettingInput['training']>[] = [
    { hiddenPenalty: 0.05 },
    { attack: { size: 0.3 } },
    { hiddenPenalty: 0.02, attack: { size: 0.8 } },
  ];
  const rows = { probability: 0.3 };

  for (const model of modelNameSchema.options) {
    for (const objective of objectives.filter(({ attack }) => !attack || !hasHiddenRelu[model])) {
      test(`of ${model} with ${JSON.stringify(objective)} takes the steps of autodiff and the textbook`, async () => {
        await compareStepByStep(settingOf(model, rows, { optimiser: { kind: 'adam' }, ...objective }), 1);
        await compareWithTensorflow(settingOf(model, rows, { optimiser: withoutMemory, ...objective }), 1);
      });
    }
  }
});

describe('The loss trace', () => {
  test('is the mean of the losses of each stretch', async () => {
    const setting = smallSetting(
      { n: 7, data: { probability: 0.4 } },
      { steps: 130, checkpoints: upTo(129) },
    );

    const [run] = await trainAll(fused, [{ setting, seed: 2 }]);

    const starts = [initialWeights(module, setting, 2), ...run!.checkpoints.map(({ weights }) => weights)];
    const batches = batchesOf(sampleRows(module, setting, 130 * 4, 2), 4);
    const losses = starts.map((weights, t) => lossAndGradientOf(module, setting, weights, batches[t]!).loss);
    expect(run!.losses.length).toBe(100);
    let from = 0;
    for (const { step, loss } of run!.losses) {
      const part = losses.slice(from, step);
      expect(loss, `up to step ${step}`).toBeCloseTo(part.reduce((sum, l) => sum + l, 0) / part.length, 14);
      from = step;
    }
    expect(from).toBe(130);
  });
});

describe('A warm start', () => {
  test('goes on from the last weights of the other setting, same seed, with Adam anew', async () => {
    const first = smallSetting({ data: { probability: 0.9 } }, { steps: 7 });
    const setting = smallSetting({ data: { probability: 0.2 } }, { steps: 1, warmStart: first });

    const [before, after] = await trainAll(fused, [
      { setting: first, seed: 5 },
      { setting, seed: 5 },
    ]);

    if (before!.outcome.kind !== 'finished' || after!.outcome.kind !== 'finished')
      throw new Error('not finished');
    const start = before!.outcome.weights;
    const [rows] = batchesOf(sampleRows(module, setting, 4, 5), 4);
    const { gradient } = lossAndGradientOf(module, setting, start, rows!);
    expectTextbookStep(
      setting,
      textbook(setting.training.optimiser, () => 0.01),
      1,
      start,
      gradient,
      after!.outcome.weights,
    );
  });
});

function settingOf(
  model: Setting['model'],
  rows: SettingInput['data'],
  training: NonNullable<SettingInput['training']>,
): Setting {
  const importance = { kind: 'geometric', base: 0.8 } as const;
  const shape = { model, n: 7, m: 3, importance, data: rows };
  return smallSetting(shape, { ...training, steps, batch, checkpoints: upTo(steps) });
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, k) => k + 1);
}

async function compareStepByStep(setting: Setting, seed: number): Promise<void> {
  const [run] = await trainAll(fused, [{ setting, seed }]);
  const batches = batchesOf(sampleRows(module, setting, steps * batch, seed), batch);
  let before = initialWeights(module, setting, seed);
  const predict = textbook(setting.training.optimiser, (step) => learningRateAt(setting.training, step));
  for (const { step, weights } of run!.checkpoints) {
    const x = batches[step - 1]!;
    const { loss, gradient } = lossAndGradientOf(module, setting, before, x);
    const expected = await autodiff.lossAndGradient!(setting, before, x);
    const tolerance = gradientTolerance({ setting, weights: before, x });
    const wanted = new Map(parametersOf(expected.gradient));
    for (const [name, values] of parametersOf(gradient)) {
      values.forEach((value, at) => {
        const what = `the gradient in ${name}[${at}] at step ${step} with the kernel ${chooseKernel(setting)}`;
        expectWithin(what, value, wanted.get(name)![at]!, 2 * tolerance.get(name)![at]!);
      });
    }
    expect(run!.losses[step - 1]!.loss, `the loss of step ${step}`).toBe(loss);
    expectTextbookStep(setting, predict, step, before, gradient, weights);
    before = weights;
  }
}

/** The bound of spec/suite/optimiser.spec.ts: the gradient is that of the engine, bit for bit. */
function expectTextbookStep(
  setting: Setting,
  predict: ReturnType<typeof textbook>,
  step: number,
  before: Weights,
  gradient: Weights,
  after: Weights,
): void {
  const gradients = parametersOf(gradient);
  const reached = parametersOf(after);
  parametersOf(before).forEach(([name, values], p) => {
    values.forEach((value, at) => {
      const { expected, move } = predict(`${name}[${at}]`, step, value, gradients[p]![1][at]!);
      const tolerance = gamma(6 * step + 10, 'float32') * move + gamma(3, 'float32') * Math.abs(value);
      const what = `${name}[${at}] of ${setting.model} after step ${step}`;
      expectWithin(what, reached[p]![1][at]!, expected, tolerance);
    });
  });
}

/**
 * Both steps start from the same weights and end with 16 roundings of the move and 3 of the weight; the
 * gradients differ by up to twice their tolerance, and with them the steps by up to the rate times that.
 */
async function compareWithTensorflow(setting: Setting, seed: number): Promise<void> {
  const [run] = await trainAll(fused, [{ setting, seed }]);
  const batches = batchesOf(sampleRows(module, setting, steps * batch, seed), batch);
  const { learningRate } = setting.training;
  let before = initialWeights(module, setting, seed);
  for (const { step, weights } of run!.checkpoints) {
    const x = batches[step - 1]!;
    const [theirs] = await trainOnBatches('cpu', setting, before, [x]);
    const tolerance = gradientTolerance({ setting, weights: before, x });
    const expected = new Map(parametersOf(theirs!.weights));
    const start = new Map(parametersOf(before));
    for (const [name, values] of parametersOf(weights)) {
      values.forEach((value, at) => {
        const bound =
          2 * learningRate * tolerance.get(name)![at]! +
          2 * gamma(16, 'float32') * learningRate +
          2 * gamma(3, 'float32') * Math.abs(start.get(name)![at]!);
        expectWithin(`${name}[${at}] after step ${step}`, value, expected.get(name)![at]!, bound);
      });
    }
    before = weights;
  }
}
