/**
 * Every kernel of the fused engine, whichever a setting would be given: gradients against the oracle's
 * central differences and against TensorFlow.js's autodiff, on shapes that leave every kind of remainder.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parametersOf } from '../../../src/models/weights.js';
import { importances } from '../../../src/setting/derived.js';
import { type ModelName, modelNameSchema } from '../../../src/setting/schema.js';
import { lossAndGradientOf } from '../../../src/subjects/fused/fused.js';
import {
  chooseKernel,
  type KernelName,
  kernelCodes,
  kernelCosts,
} from '../../../src/subjects/fused/kernel-choice.js';
import { compileKernels } from '../../../src/subjects/fused/kernels.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { openTfjs } from '../../../src/subjects/tfjs/tfjs-subject.js';
import { type Question, questions, withObjectives } from '../../properties/kit/arbitraries.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import { check } from '../../properties/kit/check.js';
import { absolute, gamma, lossMajorant, roundings } from '../../properties/kit/error-bounds.js';
import { checkByComponent, checkByDirection, checkLoss } from '../../properties/kit/gradient-check.js';
import { attackOf, isCertain, objectiveOf } from '../../properties/kit/objective.js';
import { gradientTolerance } from '../kit/gradient-majorant.js';
import { smallSetting } from '../kit/small-settings.js';

const module = await compileKernels();
const opened = await openTfjs('cpu');
if (opened.kind === 'absent') throw new Error(opened.reason);
const autodiff = opened.subject;
afterAll(() => autodiff.close());

const kernels = Object.keys(kernelCodes) as KernelName[];

describe.each(kernels)('The kernel "%s"', (kernel) => {
  const models = modelNameSchema.options.filter((model) => canRun(model, kernel));
  const lossAndGradient: NonNullable<Subject['lossAndGradient']> = async (setting, weights, x) =>
    lossAndGradientOf(module, setting, weights, x, kernel);

  test('has the loss of the oracle', () => checkLoss(lossAndGradient, 'float32', models, 100));

  test('has the slope of the oracle in every component', () =>
    checkByComponent(lossAndGradient, 'float32', models, 60));

  test('has the slope of the oracle along any direction', () =>
    checkByDirection(lossAndGradient, 'float32', models, 100));

  test("has the gradient of TensorFlow.js's autodiff, on larger shapes", async () => {
    await check(
      fc.asyncProperty(questions(models, { n: 45, m: 13, rows: 70 }), async (question) => {
        const { setting, weights, x } = question;
        const { loss, gradient } = lossAndGradientOf(module, setting, weights, x, kernel);
        const expected = await autodiff.lossAndGradient!(setting, weights, x);
        expectEqualGradients(question, kernel, gradient, expected.gradient);
        const k = roundings({ ...setting, rows: x.rows });
        const scale = lossMajorant(setting.model, importances(setting), x)(absolute(weights));
        expectWithin(`the loss of ${setting.model}`, loss, expected.loss, 2 * gamma(k, 'float32') * scale);
      }),
      40,
    );
  });
});

describe('What "dense factored" alone can do', () => {
  const lossAndGradient: NonNullable<Subject['lossAndGradient']> = async (setting, weights, x) =>
    lossAndGradientOf(module, setting, weights, x);

  test.each([[['hiddenPenalty']], [['attack']], [['hiddenPenalty', 'attack']]] as const)(
    '%o has the gradient of the oracle, and of autodiff on larger shapes',
    async (objectives) => {
      const models = modelNameSchema.options;
      await checkByComponent(lossAndGradient, 'float32', models, 60, objectives);
      const large = withObjectives(questions(models, { n: 21, m: 9, rows: 40 }), objectives);
      await check(
        fc.asyncProperty(large.filter(hasCertainAttack), async (question) => {
          const { setting, weights, x } = question;
          const { loss, gradient } = await lossAndGradient(setting, weights, x);
          const expected = await autodiff.lossAndGradient!(setting, weights, x);
          expectEqualGradients(question, chooseKernel(setting), gradient, expected.gradient);
          const { k, majorant } = objectiveOf(question);
          const scale = majorant(absolute(weights));
          expectWithin(`the loss of ${setting.model}`, loss, expected.loss, 2 * gamma(k, 'float32') * scale);
        }),
        20,
      );
    },
  );

  test('a penalty pulls nothing where h = 0, as in TensorFlow.js', async () => {
    const setting = smallSetting({ n: 3, m: 2 }, { hiddenPenalty: 0.5 });
    const W = { rows: 2, columns: 3, data: new Float64Array(6) };
    const x = { rows: 1, columns: 3, data: Float64Array.of(0.5, 0, 1) };
    for (const ask of [lossAndGradient, autodiff.lossAndGradient!]) {
      const { gradient } = await ask(setting, { kind: 'tied', W, b: Float64Array.of(1, 1, 1) }, x);
      // The error pulls neither, since W is 0 on its way back too.
      expect(parametersOf(gradient)[0]![1].every((value) => value === 0)).toBe(true);
    }
  });

  test('is what a hidden bias, a penalty and an attack are given to', () => {
    const sparse = { n: 20, m: 5, data: { probability: 0.01 } };
    expect(chooseKernel(smallSetting(sparse))).not.toBe('dense factored');
    expect(chooseKernel(smallSetting({ ...sparse, model: 'relu-hidden-biased' }))).toBe('dense factored');
    expect(chooseKernel(smallSetting(sparse, { hiddenPenalty: 0.1 }))).toBe('dense factored');
    expect(chooseKernel(smallSetting(sparse, { attack: { size: 0.1 } }))).toBe('dense factored');
  });
});

describe('The kernel of a setting', () => {
  test('is the one with the lowest estimated cost', () => {
    for (const model of modelNameSchema.options) {
      for (const probability of [1, 0.3, 0.01]) {
        const setting = smallSetting({ model, n: 20, m: 5, data: { probability } }, { batch: 1024 });
        const costs = kernelCosts(setting);
        expect(costs.get(chooseKernel(setting))).toBe(Math.min(...costs.values()));
      }
    }
  });

  test('is dense for dense rows and sparse for sparse ones', () => {
    const choice = (probability: number): KernelName =>
      chooseKernel(smallSetting({ n: 20, m: 5, data: { probability } }, { batch: 1024 }));
    expect(choice(1)).toMatch(/^dense/);
    expect(choice(0.01)).toBe('sparse Gram');
  });
});

function hasCertainAttack(question: Question): boolean {
  const attacked = attackOf(question);
  return attacked === undefined || isCertain(question, attacked);
}

function canRun(model: ModelName, kernel: KernelName): boolean {
  return kernelCosts(smallSetting({ model })).has(kernel);
}

function expectEqualGradients(
  question: Question,
  kernel: KernelName,
  actual: Parameters<typeof parametersOf>[0],
  expected: Parameters<typeof parametersOf>[0],
): void {
  const tolerance = gradientTolerance(question);
  const wanted = new Map(parametersOf(expected));
  for (const [name, values] of parametersOf(actual)) {
    values.forEach((value, at) => {
      const what = `the gradient of ${question.setting.model} in ${name}[${at}] with the kernel ${kernel}`;
      // Both are off by as much at most.
      expectWithin(what, value, wanted.get(name)![at]!, 2 * tolerance.get(name)![at]!);
    });
  }
}
