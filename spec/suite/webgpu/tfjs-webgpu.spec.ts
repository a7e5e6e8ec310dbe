/**
 * TensorFlow.js on WebGPU, in its child process: what cannot be checked as for its other backends, because the
 * device is out of reach there and answers only later.
 *
 * Bounds. WGSL asks for correctly rounded sums and products, which a compiler may order or fuse where that is
 * as accurate; so the bounds of gradients stand as they are, whose count of roundings has room for the one
 * division there is, by the number of entries: within 2.5 ulp, that is 5 u, so 4 roundings more than 1. A step
 * of Adam has two divisions, 8 more, and a square root, 1 / inverseSqrt within 2 and 2.5 ulp, so 9 u, 8 more than
 * its one rounding: 6 t + 26 in place of the 6 t + 10 of spec/suite/optimiser.spec.ts.
 * Source: WebGPU Shading Language, "Accuracy of concrete floating point expressions" (15.7.4).
 */
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { initialWeights } from '../../../src/data/initial-weights.js';
import { sampleRows } from '../../../src/data/sample.js';
import { parametersOf } from '../../../src/models/weights.js';
import { learningRateAt } from '../../../src/setting/derived.js';
import {
  hasHiddenRelu,
  modelNameSchema,
  type Setting,
  type SettingInput,
} from '../../../src/setting/schema.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import { openInChild } from '../../../src/subjects/isolated/open-isolated.js';
import { openSubject } from '../../../src/subjects/registry.js';
import type { Instance, Run, Subject } from '../../../src/subjects/subject.js';
import { driverEnvironments } from '../../../src/subjects/webgpu/drivers.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import { gamma } from '../../properties/kit/error-bounds.js';
import { company } from '../kit/company.js';
import { gradientTolerance } from '../kit/gradient-majorant.js';
import { batchesOf, collect, exploding, smallSetting, trainAll } from '../kit/small-settings.js';
import { textbook } from '../kit/textbook-adam.js';
import { type Behaviour, watchedTfjs } from './kit/watched-tfjs.js';

const opened = await openSubject('tfjs:webgpu');
const absent = opened.kind === 'absent' ? `: ${opened.reason}` : '';
const subject = opened.kind === 'present' ? opened.subject : ({ close: async () => {} } as Subject);
const fused = await openFused(1);
afterAll(() => Promise.all([subject.close(), fused.close()]));

const others: Subject[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
});

const short = smallSetting();
const long = smallSetting({}, { steps: 100_000 });

describe.skipIf(absent)(`tfjs:webgpu${absent}`, () => {
  test('says what computes, and its version names the driver', async () => {
    const { version, device } = await subject.describe();

    expect(device).toMatch(/^(GPU, .+|CPU, .+ \(a GPU in software\))$/);
    expect(version).toMatch(/^4\.22\.0\+(GPU|CPU)-[a-zA-Z0-9.-]+\.[0-9a-f]{12}$/);
  });

  const trainings: readonly NonNullable<SettingInput['training']>[] = [
    { optimiser: { kind: 'adam', decay: 0.1, epsilon: 0.01 }, schedule: { kind: 'linear', warmup: 3 } },
    { optimiser: { kind: 'adamw', decay: 0.1, beta1: 0.5, beta2: 0.75 } },
    { optimiser: { kind: 'adam' }, hiddenPenalty: 0.05 },
  ];
  const attacked = { optimiser: { kind: 'adam' }, attack: { size: 0.3 } } as const;

  test.each(modelNameSchema.options)(
    'trains %s from the first weights on the rows of `sample`, with the steps of `fused` and the textbook',
    async (model) => {
      for (const training of hasHiddenRelu[model] ? trainings : [...trainings, attacked]) {
        await compareStepByStep(settingOf(model, training), 1);
      }
    },
  );

  test('gives the same run, bit for bit, alone, in company and again', async () => {
    const instances = company();

    const together = await trainAll(subject, instances);
    const again = await trainAll(subject, instances);
    const alone: Run[] = [];
    for (const instance of instances) alone.push(...(await trainAll(subject, [instance])));

    expect(again).toEqual(together);
    expect(alone).toEqual(together);
  });

  test('a run that diverges is recorded with its step, and its company is not touched', async () => {
    const lost = smallSetting({ importance: { kind: 'list', values: [3e38, 3e38, 3e38] } });

    const [a, b] = await trainAll(subject, [instance(short, 1), instance(lost, 1)]);

    expect(b!.outcome).toEqual({ kind: 'diverged', step: 1, reason: 'the loss is Infinity' });
    expect([a]).toEqual(await trainAll(subject, [instance(short, 1)]));
  });

  test('and so is one that diverges amid a stretch, or whose weights are lost behind a ReLU', async () => {
    const hidden = smallSetting({ importance: { kind: 'geometric', base: 1 } }, { learningRate: 3e38 });

    const runs = await trainAll(subject, [instance(exploding(1000), 0), instance(hidden, 1)]);

    expect(runs.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'diverged', step: 2 },
      { kind: 'diverged' },
    ]);
  });

  test('a training that ends or is stopped, and a gradient, leave no tensor and no memory behind', async () => {
    const counting = await watched('counts what it holds');
    const held = async (): Promise<number[]> => [...(await counting.sample!(short, 1, 0)).data];
    const weights = initialWeights(short, 0);
    const x = sampleRows(short, 4, 0);
    const before = await held();

    const warm = smallSetting({}, { warmStart: short, checkpoints: [2] });
    await trainAll(counting, [instance(warm, 0), instance(warm, 1)]);
    await counting.forward!(short, weights, x);
    await counting.lossAndGradient!(short, weights, x);
    const afterwards = await held();
    const stopping = new AbortController();
    const stopped = await collect(
      counting.train!([instance(long, 0)], { signal: stopping.signal, onProgress: () => stopping.abort() }),
    );

    expect(stopped).toEqual([]);
    // Memory is counted as used until what was asked of the device is submitted, which a gradient waits for.
    await counting.lossAndGradient!(short, weights, x);
    expect(afterwards).toEqual(before);
    expect(await held()).toEqual(before);
  });

  test.each([
    ['compiles nonsense', /the device reported: Error while parsing WGSL/],
    ['asks for too much', /the device reported: Buffer size \(\d+\) exceeds the max buffer size limit/],
  ] as const)(
    'when it %s in mid-training, that run fails and says so, and the next does not',
    async (does, reason) => {
      const hurt = await watched(does);

      const runs = await collect(hurt.train!([instance(long, 0), instance(short, 0)]));

      expect(runs[0]!.outcome).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
      expect(runs.slice(1)).toEqual(await trainAll(subject, [instance(short, 0)]));
    },
  );

  test('when it loses its device in mid-training, its runs fail and say so, and nothing hangs', async () => {
    const hurt = await watched('loses its device');

    const runs = await collect(hurt.train!([instance(long, 0), instance(short, 0)]));

    const reason = expect.stringMatching(/^the device was lost: /);
    expect(runs.map(({ outcome }) => outcome)).toEqual([
      { kind: 'failed', reason },
      { kind: 'failed', reason },
    ]);
    await expect(
      hurt.lossAndGradient!(short, initialWeights(short, 0), sampleRows(short, 4, 0)),
    ).rejects.toThrow(/the device was lost/);
  });

  test('is absent where its package is broken, with the reason in one line', async () => {
    const broken = await openInChild({
      name: 'tfjs:webgpu',
      what: watchedTfjs('has a broken package'),
      environments: driverEnvironments(),
    });

    expect(broken).toMatchObject({ kind: 'absent', reason: expect.stringMatching(/Unexpected token/) });
  });
});

describe('Where there is no driver', () => {
  test('tfjs:webgpu is absent for a reason of one line', async () => {
    const nowhere = '/no/such/driver.json';
    const none = await openInChild({
      name: 'tfjs:webgpu',
      what: 'tfjs:webgpu',
      environments: [{ VK_DRIVER_FILES: nowhere, VK_ICD_FILENAMES: nowhere, VK_ADD_DRIVER_FILES: nowhere }],
    });

    expect(none).toEqual({ kind: 'absent', reason: expect.stringMatching(/^[^\n]*driver[^\n]*$/) });
  });
});

function instance(setting: Setting, seed: number): Instance {
  return { setting, seed };
}

async function watched(does: Behaviour): Promise<Subject> {
  const what = watchedTfjs(does);
  const child = await openInChild({ name: 'tfjs:webgpu', what, environments: driverEnvironments() });
  if (child.kind === 'absent') throw new Error(child.reason);
  others.push(child.subject);
  return child.subject;
}

const steps = 6;
const batch = 50;

function settingOf(model: Setting['model'], training: NonNullable<SettingInput['training']>): Setting {
  const magnitude = model === 'absolute-value' ? 'signed' : 'uniform';
  const importance = { kind: 'geometric', base: 0.8 } as const;
  const shape = { model, n: 7, m: 3, importance, data: { probability: 0.4, magnitude } } as const;
  const checkpoints = Array.from({ length: steps }, (_, k) => k + 1);
  return smallSetting(shape, { ...training, steps, batch, checkpoints });
}

/** The weights after step t − 1 and the rows of step t are the subject's own, as in spec/suite/fused/training.spec.ts. */
async function compareStepByStep(setting: Setting, seed: number): Promise<void> {
  const [run] = await trainAll(subject, [{ setting, seed }]);
  expect(run!.outcome).toMatchObject({ kind: 'finished' });
  const batches = batchesOf(sampleRows(setting, steps * batch, seed), batch);
  const predict = textbook(setting.training.optimiser, (step) => learningRateAt(setting.training, step));
  let before = initialWeights(setting, seed);
  for (const { step, weights } of run!.checkpoints) {
    const x = batches[step - 1]!;
    const { loss, gradient } = await subject.lossAndGradient!(setting, before, x);
    const theirs = await fused.lossAndGradient!(setting, before, x);
    const tolerance = gradientTolerance({ setting, weights: before, x });
    const wanted = new Map(parametersOf(theirs.gradient));
    const start = new Map(parametersOf(before));
    const after = new Map(parametersOf(weights));
    expect(run!.losses[step - 1]!.loss, `the loss of step ${step}`).toBe(loss);
    for (const [name, values] of parametersOf(gradient)) {
      values.forEach((value, at) => {
        const where = `${name}[${at}] of ${setting.model} at step ${step}`;
        const bound = 2 * tolerance.get(name)![at]!;
        expectWithin(`the gradient in ${where}`, value, wanted.get(name)![at]!, bound);
        const from = start.get(name)![at]!;
        const { expected, move } = predict(`${name}[${at}]`, step, from, value);
        const rounding = gamma(6 * step + 26, 'float32') * move + gamma(3, 'float32') * Math.abs(from);
        expectWithin(where, after.get(name)![at]!, expected, rounding);
      });
    }
    before = weights;
  }
}
