/** What a training of the TensorFlow.js subjects is made of, and that company changes nothing. */
import { afterAll, describe, expect, test } from 'vitest';
import { initialWeights } from '../../src/data/initial-weights.js';
import { sampleRows } from '../../src/data/sample.js';
import type { Weights } from '../../src/models/weights.js';
import { modelNameSchema, type Setting } from '../../src/setting/schema.js';
import { type Run, traceSteps } from '../../src/subjects/subject.js';
import { openTfjs } from '../../src/subjects/tfjs/tfjs-subject.js';
import { type BatchStep, trainOnBatches } from '../../src/subjects/tfjs/train-on-batches.js';
import { backends } from './kit/backends.js';
import { company } from './kit/company.js';
import { batchesOf, exploding, smallSetting, trainAll } from './kit/small-settings.js';

const subjects = await Promise.all(
  backends.map(async (backend) => {
    const opened = await openTfjs(backend);
    if (opened.kind === 'absent') throw new Error(opened.reason);
    return { backend, subject: opened.subject };
  }),
);
afterAll(() => Promise.all(subjects.map(({ subject }) => subject.close())));

describe.each(subjects)('On $backend a training', ({ backend, subject }) => {
  const trainOne = async (setting: Setting, seed: number): Promise<Run> =>
    (await trainAll(subject, [{ setting, seed }]))[0]!;
  const byHand = (setting: Setting, seed: number, from: Weights): Promise<readonly BatchStep[]> => {
    const { steps, batch } = setting.training;
    return trainOnBatches(backend, setting, from, batchesOf(sampleRows(setting, steps * batch, seed), batch));
  };

  test.each(modelNameSchema.options)(
    'of %s starts at the first weights and takes the rows of `sample`',
    async (model) => {
      const magnitude = model === 'absolute-value' ? 'signed' : 'uniform';
      const setting = smallSetting({ model, data: { probability: 0.5, magnitude } });

      const run = await trainOne(setting, 3);

      const steps = await byHand(setting, 3, initialWeights(setting, 3));
      expect(run.outcome).toEqual({ kind: 'finished', weights: steps.at(-1)!.weights });
    },
  );

  test.each([{ kind: 'fixed', count: 3 }, { kind: 'full-batch' }] as const)(
    'from $kind rows takes those of `sample` too',
    async (rows) => {
      const setting = smallSetting({ data: { probability: 0.5, rows } });

      const run = await trainOne(setting, 3);

      const steps = await byHand(setting, 3, initialWeights(setting, 3));
      expect(run.outcome).toEqual({ kind: 'finished', weights: steps.at(-1)!.weights });
    },
  );

  test('traces the mean loss of each stretch', async () => {
    const setting = smallSetting({}, { steps: 130 });

    const run = await trainOne(setting, 0);

    const losses = (await byHand(setting, 0, initialWeights(setting, 0))).map(({ loss }) => loss);
    const ends = traceSteps(130);
    const means = ends.map((step, stretch) => {
      const part = losses.slice(ends[stretch - 1] ?? 0, step);
      return { step, loss: part.reduce((sum, loss) => sum + loss, 0) / part.length };
    });
    expect(run.losses).toEqual(means);
  });

  test('records the weights after its checkpoints', async () => {
    const setting = smallSetting({}, { checkpoints: [1, 4] });

    const run = await trainOne(setting, 0);

    const steps = await byHand(setting, 0, initialWeights(setting, 0));
    expect(run.checkpoints).toEqual([1, 4].map((step) => ({ step, weights: steps[step - 1]!.weights })));
  });

  test('with a warm start goes on from the final weights of the other setting, same seed, Adam anew', async () => {
    const first = smallSetting({}, { steps: 3, optimiser: { kind: 'adam', beta1: 0.5 } });
    const setting = smallSetting({ data: { probability: 0.1 } }, { warmStart: first });

    const run = await trainOne(setting, 8);

    const earlier = await byHand(first, 8, initialWeights(first, 8));
    const steps = await byHand(setting, 8, earlier.at(-1)!.weights);
    expect(run.outcome).toEqual({ kind: 'finished', weights: steps.at(-1)!.weights });
  });

  test('is the same, bit for bit, alone, in company and again', async () => {
    const instances = company();

    const together = await trainAll(subject, instances);
    const again = await trainAll(subject, instances);
    const alone = await Promise.all(instances.map(({ setting, seed }) => trainOne(setting, seed)));

    expect(again).toEqual(together);
    expect(alone).toEqual(together);
  });

  test('goes down', async () => {
    const setting = smallSetting({}, { steps: 400, batch: 64 });

    const { losses } = await trainOne(setting, 0);

    expect(losses.at(-1)!.loss).toBeLessThan(losses[0]!.loss / 2);
  });

  test('that diverges is recorded with its step, and its company is not touched', async () => {
    const lost = smallSetting({ importance: { kind: 'list', values: [3e38, 3e38, 3e38] } });
    const sound = smallSetting();

    const [a, b, c] = await trainAll(subject, [
      { setting: sound, seed: 1 },
      { setting: lost, seed: 1 },
      { setting: sound, seed: 2 },
    ]);

    expect(b!.outcome).toEqual({ kind: 'diverged', step: 1, reason: 'the loss is Infinity' });
    expect([a, c]).toEqual([await trainOne(sound, 1), await trainOne(sound, 2)]);
  });

  test('that diverges amid a stretch is recorded with the first step whose loss is not finite', async () => {
    const setting = exploding(1000);

    const { outcome, losses } = await trainOne(setting, 0);

    const few = { ...setting, training: { ...setting.training, steps: 3 } };
    const steps = await byHand(few, 0, initialWeights(setting, 0));
    expect(steps.map(({ loss }) => Number.isFinite(loss))).toEqual([true, false, false]);
    expect(outcome).toMatchObject({ kind: 'diverged', step: 2 });
    expect(losses, 'a stretch has ten steps').toEqual([]);
  });

  test('whose weights are lost is diverged, even where ReLU hides it from the loss', async () => {
    const setting = smallSetting({ importance: { kind: 'geometric', base: 1 } }, { learningRate: 3e38 });

    const { outcome } = await trainOne(setting, 1);

    expect(outcome.kind).toBe('diverged');
  });

  test('whose warm start diverges says so', async () => {
    const first = smallSetting({}, { learningRate: 3e38 });
    const setting = smallSetting({}, { warmStart: first });

    const { outcome } = await trainOne(setting, 1);

    expect(outcome).toMatchObject({ kind: 'diverged', reason: expect.stringMatching(/^its warm start: /) });
  });
});
