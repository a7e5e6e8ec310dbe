/**
 * `tfjs:tensorflow` where its native library is there: the device it says, steps that are those of another
 * engine's gradient, runs that do not depend on their company, and nothing left behind.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { initialWeights } from '../../src/data/initial-weights.js';
import { parametersOf } from '../../src/models/weights.js';
import { modelNameSchema, type Setting } from '../../src/setting/schema.js';
import { openFused } from '../../src/subjects/fused/fused.js';
import { openSubject } from '../../src/subjects/registry.js';
import type { Instance, Subject } from '../../src/subjects/subject.js';
import { expectWithin } from '../properties/kit/assertions.js';
import { gamma } from '../properties/kit/error-bounds.js';
import { gradientTolerance } from './kit/gradient-majorant.js';
import { batchesOf, smallSetting, trainAll } from './kit/small-settings.js';
import { textbook } from './kit/textbook-adam.js';

const opened = await openSubject('tfjs:tensorflow');
const fused = await openFused(1);
afterAll(async () => {
  if (opened.kind === 'present') await opened.subject.close();
});

const steps = 10;
const batch = 50;
const rate = 0.25;

/** Adam's step is then rate · g / (|g| + 1), whose slope in g is at most the rate. */
const withoutMemory = { kind: 'adam', beta1: 0, beta2: 0, epsilon: 1 } as const;

describe('tfjs:tensorflow', () => {
  test('says on which device it computes, and with which TensorFlow', async ({ skip }) => {
    const { device, version } = await present(skip).describe();

    expect(device).toMatch(
      /^(CPU, TensorFlow \d+\.\d+\.\d+, 1 thread(, \d+ processes)?|GPU, TensorFlow \d+\.\d+\.\d+, \S.*)$/,
    );
    const [, library] = /TensorFlow ([\d.]+)/.exec(device)!;
    expect(version).toMatch(new RegExp(`^4\\.22\\.0\\+tensorflow\\.${library}\\.[cg]pu\\.[0-9a-f]{12}$`));
  });

  // As in fused/training.spec.ts: 16 roundings of the move and 3 of the weight, and twice the tolerance of
  // the gradient, which the step carries on times the rate.
  test.for(modelNameSchema.options)(
    'takes the steps of fused’s gradient when it trains %s',
    async (model, { skip }) => {
      const subject = present(skip);
      const setting = smallSetting(
        { model, n: 7, m: 3, importance: { kind: 'geometric', base: 0.8 } },
        { optimiser: withoutMemory, learningRate: rate, steps, batch, checkpoints: upTo(steps) },
      );

      const [run] = await trainAll(subject, [{ setting, seed: 1 }]);

      expect(run!.outcome.kind).toBe('finished');
      const batches = batchesOf(await subject.sample!(setting, steps * batch, 1), batch);
      let before = initialWeights(setting, 1);
      for (const { step, weights } of run!.checkpoints) {
        const x = batches[step - 1]!;
        const { gradient } = await fused.lossAndGradient!(setting, before, x);
        const tolerance = gradientTolerance({ setting, weights: before, x });
        const gradients = new Map(parametersOf(gradient));
        const reached = new Map(parametersOf(weights));
        const predict = textbook(setting.training.optimiser, () => rate);
        for (const [name, values] of parametersOf(before)) {
          values.forEach((value, at) => {
            const { expected } = predict(`${name}[${at}]`, 1, value, gradients.get(name)![at]!);
            const bound =
              2 * rate * tolerance.get(name)![at]! +
              2 * gamma(16, 'float32') * rate +
              2 * gamma(3, 'float32') * Math.abs(value);
            expectWithin(`${name}[${at}] after step ${step}`, reached.get(name)![at]!, expected, bound);
          });
        }
        before = weights;
      }
    },
  );

  test('trains a run to the same bits alone and in company', async ({ skip }) => {
    const subject = present(skip);
    const instances = company();

    const together = await trainAll(subject, instances);
    const alone = [];
    for (const instance of instances) alone.push(...(await trainAll(subject, [instance])));

    expect(together.map(({ outcome }) => outcome.kind)).toEqual(instances.map(() => 'finished'));
    expect(alone).toEqual(together);
  });

  test('leaves no tensors behind, in TensorFlow.js and in its library', ({ skip }) => {
    present(skip);
    const program = fileURLToPath(new URL('./kit/count-tensors.js', import.meta.url));

    const { stdout, stderr } = spawnSync(process.execPath, [program, 'tensorflow'], { encoding: 'utf8' });

    const { before, ...after } = JSON.parse(stdout || stderr) as Record<string, readonly number[]>;
    expect(after).toEqual({ trained: before, stopped: before, asked: before });
  });
});

function present(skip: (note?: string) => never): Subject {
  return opened.kind === 'present' ? opened.subject : skip(opened.reason);
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, k) => k + 1);
}

/** Trained in one tensor, and in tensors of other sizes. */
function company(): Instance[] {
  const settings: readonly Setting[] = [
    smallSetting({ n: 7, m: 3, data: { probability: 0.3 } }),
    smallSetting({ n: 20, m: 5, data: { probability: 0.1 } }, { batch: 256 }),
  ];
  return settings.flatMap((setting) => [0, 1, 2, 3, 4].map((seed) => ({ setting, seed })));
}
