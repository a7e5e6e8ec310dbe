/**
 * `fused:webgpu` takes the steps that it should (kit/step-by-step.ts), by each of its kernels. The bound of a
 * step has 17 roundings more than with IEEE arithmetic: WGSL lets a division be off by 2.5 units in the last
 * place (5 roundings) and a square root by those of 1 / inverseSqrt, 2 + 2.5 of them (9), of which a
 * division of the move and the root count once each, and its rates have been rounded to float32 (3).
 * Source: WGSL specification, "Accuracy of Concrete Floating Point Expressions".
 */
import { afterAll, describe, expect, test } from 'vitest';
import { initialWeights } from '../../../src/data/initial-weights.js';
import {
  hasHiddenRelu,
  modelNameSchema,
  type Setting,
  type SettingInput,
} from '../../../src/setting/schema.js';
import { openTfjs } from '../../../src/subjects/tfjs/tfjs-subject.js';
import { smallSetting, trainAll } from '../kit/small-settings.js';
import { compareStepByStep, compareWithTensorflow, type SteppedEngine } from '../kit/step-by-step.js';
import { type OpenKernel, openKernels } from './kit/open-kernels.js';

const kernels = await openKernels();
const opened = await openTfjs('cpu');
if (opened.kind === 'absent') throw new Error(opened.reason);
const autodiff = opened.subject;
afterAll(() => autodiff.close());

const steps = 6;

type Training = NonNullable<SettingInput['training']>;

const data: readonly SettingInput['data'][] = [
  { probability: 1 },
  { probability: [0.5, 0.01, 0.1, 0.3, 0.02, 0.9, 0.05] },
  { probability: 0.1, rows: { kind: 'full-batch' }, magnitude: 'uniform-normalised' },
];

const optimisers: readonly Training[] = [
  { optimiser: { kind: 'adam', decay: 0.1, epsilon: 0.01 }, schedule: { kind: 'linear', warmup: 3 } },
  {
    optimiser: { kind: 'adamw', decay: 0.1, beta1: 0.5, beta2: 0.75 },
    schedule: { kind: 'cosine', warmup: 2 },
  },
];

/** Adam's step is then rate · g / (|g| + 1), whose slope in g is at most the rate. */
const withoutMemory = { kind: 'adam', beta1: 0, beta2: 0, epsilon: 1 } as const;

for (const kernel of kernels) {
  describe.skipIf(kernel.absent)(`By ${kernel.name}${kernel.absent ? ` (${kernel.absent})` : ''}`, () => {
    test.each(data)(
      'a training on rows with %o takes the steps of autodiff and the textbook',
      async (rows) => {
        for (const training of optimisers) {
          await compareStepByStep(engineOf(kernel), autodiff, settingOf('relu-output', rows, training), 1);
        }
      },
    );

    test.each(modelNameSchema.options)('one of %s, with all that its loss may hold', async (model) => {
      const attack = hasHiddenRelu[model] ? {} : { attack: { size: 0.3 } };
      const training = { optimiser: { kind: 'adam' }, hiddenPenalty: 0.02, ...attack } as const;
      const rows = { probability: 0.3 };

      await compareStepByStep(engineOf(kernel), autodiff, settingOf(model, rows, training), 1);
    });

    test('one without memory takes the very step of tfjs:cpu', async () => {
      const setting = settingOf('untied', { probability: 0.5 }, { optimiser: withoutMemory });

      await compareWithTensorflow(engineOf(kernel), setting, 1);
    });
  });
}

const [own] = kernels;
describe.skipIf(own!.absent)('The run of an instance', () => {
  test('has the same bits whatever is trained beside it', async () => {
    const subject = own!.subject();
    const setting = settingOf('relu-output', { probability: 0.3 }, {});
    const other = settingOf('relu-output', { probability: 0.9 }, {});

    const [alone] = await trainAll(subject, [{ setting, seed: 4 }]);
    const [beside] = await trainAll(subject, [
      { setting, seed: 4 },
      { setting, seed: 5 },
      { setting: other, seed: 4 },
    ]);

    expect(beside).toEqual(alone);
  });

  test('goes on from the last weights of its warm start', async () => {
    const first = smallSetting({ data: { probability: 0.9 } }, { steps: 7 });
    const setting = smallSetting(
      { data: { probability: 0.2 } },
      { steps: 1, learningRate: 1e-12, warmStart: first },
    );

    const [before, after] = await trainAll(own!.subject(), [
      { setting: first, seed: 5 },
      { setting, seed: 5 },
    ]);

    expect(weightsOf(after!)).toEqual(weightsOf(before!));
  });

  test('is its own however far back its company began from other data', async () => {
    const chain = (innermost: SettingInput['data']): Setting => {
      const first = smallSetting({ data: innermost });
      const second = smallSetting({}, { warmStart: first });
      return smallSetting({}, { warmStart: second });
    };
    const signed = chain({ probability: 0.5, magnitude: 'signed' });
    const fixed = chain({ probability: 0.5, rows: { kind: 'fixed', count: 3 } });

    const [alone] = await trainAll(own!.subject(), [{ setting: fixed, seed: 4 }]);
    const [, beside] = await trainAll(own!.subject(), [
      { setting: signed, seed: 4 },
      { setting: fixed, seed: 4 },
    ]);

    expect(beside).toEqual(alone);
  });

  test('that diverges names the step at which its loss is no number, and keeps what came before', async () => {
    // The decay multiplies the weights by −9·10⁹ at each step: the loss, of their fourth power, is beyond 10³⁸ soon.
    const optimiser = { kind: 'adamw', decay: 1 } as const;
    const setting = smallSetting(
      { model: 'linear', data: { probability: 1 } },
      { steps: 20, optimiser, learningRate: 1e10, checkpoints: [1, 20] },
    );

    const [run] = await trainAll(own!.subject(), [{ setting, seed: 1 }]);

    const { outcome, losses, checkpoints } = run!;
    expect(outcome.kind).toBe('diverged');
    if (outcome.kind !== 'diverged') return;
    expect(outcome.reason).toBe(`the loss of the batch of step ${outcome.step} is not a finite number`);
    expect(losses.map(({ step }) => step)).toEqual(Array.from({ length: outcome.step - 1 }, (_, k) => k + 1));
    expect(losses.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(checkpoints.map(({ step }) => step)).toEqual([1]);
  });
});

function engineOf(kernel: OpenKernel): SteppedEngine {
  return { subject: kernel.subject(), initial: initialWeights, by: () => kernel.name, extraRoundings: 17 };
}

function settingOf(model: Setting['model'], rows: SettingInput['data'], training: Training): Setting {
  const importance = { kind: 'geometric', base: 0.8 } as const;
  const checkpoints = Array.from({ length: steps }, (_, k) => k + 1);
  return smallSetting(
    { model, n: 7, m: 3, importance, data: rows },
    { ...training, steps, batch: 20, checkpoints },
  );
}

function weightsOf({ outcome }: { outcome: { kind: string; weights?: unknown } }): unknown {
  return outcome.weights;
}
