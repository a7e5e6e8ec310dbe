/** The fused engine takes the steps that it should (kit/step-by-step.ts), for every model, generator and optimiser. */
import { afterAll, describe, expect, test } from 'vitest';
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
import { batchesOf, smallSetting, trainAll } from '../kit/small-settings.js';
import {
  compareStepByStep,
  compareWithTensorflow,
  expectTextbookStep,
  type SteppedEngine,
} from '../kit/step-by-step.js';
import { textbook } from '../kit/textbook-adam.js';

const module = await compileKernels();
const fused = await openFused(2);
const opened = await openTfjs('cpu');
if (opened.kind === 'absent') throw new Error(opened.reason);
const autodiff = opened.subject;
afterAll(() => Promise.all([fused.close(), autodiff.close()]));

const engine: SteppedEngine = {
  subject: fused,
  initial: (setting, seed) => initialWeights(module, setting, seed),
  by: (setting) => `the kernel ${chooseKernel(setting)}`,
  extraRoundings: 0,
};

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
    for (const training of trainings)
      await compareStepByStep(engine, autodiff, settingOf(model, rows, training), 1);
  });

  test('without memory takes the very step of tfjs:cpu', async () => {
    await compareWithTensorflow(
      engine,
      settingOf(model, { probability: 0.5 }, { optimiser: withoutMemory }),
      1,
    );
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
        await compareStepByStep(
          engine,
          autodiff,
          settingOf(model, rows, { optimiser: { kind: 'adam' }, ...objective }),
          1,
        );
        await compareWithTensorflow(
          engine,
          settingOf(model, rows, { optimiser: withoutMemory, ...objective }),
          1,
        );
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
      engine,
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
