/**
 * Every kernel of `fused:webgpu`, whichever a setting would be given, beside TensorFlow.js's autodiff: losses,
 * gradients and outputs, on shapes that leave every kind of remainder. The bounds are those of any float32
 * implementation (properties/kit/error-bounds.ts): WGSL rounds additions and multiplications as IEEE does, or
 * fuses them, which rounds less.
 */
import { afterAll, describe, test } from 'vitest';
import { initialWeights } from '../../../src/data/initial-weights.js';
import { sampleRows } from '../../../src/data/sample.js';
import { mapParameters, parametersOf } from '../../../src/models/weights.js';
import { hasHiddenRelu, modelNameSchema, type SettingInput } from '../../../src/setting/schema.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { openTfjs } from '../../../src/subjects/tfjs/tfjs-subject.js';
import type { Question } from '../../properties/kit/arbitraries.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import { absolute, gamma, outputMajorant, roundings } from '../../properties/kit/error-bounds.js';
import { attackOf, isCertain, objectiveOf } from '../../properties/kit/objective.js';
import { gradientTolerance } from '../kit/gradient-majorant.js';
import { smallSetting } from '../kit/small-settings.js';
import { openKernels } from './kit/open-kernels.js';

const kernels = await openKernels();
const opened = await openTfjs('cpu');
if (opened.kind === 'absent') throw new Error(opened.reason);
const autodiff = opened.subject;
afterAll(() => autodiff.close());

/** Rows of fewer and more features than a vector has, and more rows than a room or a workgroup. */
const small = { n: 1, m: 1, rows: 3 };
const medium = { n: 7, m: 3, rows: 70 };
const large = { n: 12, m: 5, rows: 20 };

const data = { probability: 0.4, magnitude: 'signed' } as const;

const objectives: readonly NonNullable<SettingInput['training']>[] = [
  { hiddenPenalty: 0.05 },
  { attack: { size: 0.4 } },
  { attack: { size: 0.9 }, hiddenPenalty: 0.02 },
];

for (const kernel of kernels) {
  describe.skipIf(kernel.absent)(`By ${kernel.name}${kernel.absent ? ` (${kernel.absent})` : ''}`, () => {
    // A kernel takes seconds to compile where software does it, so each is seen on the shapes that try it most.
    const shapes = kernel === kernels[0] ? [small, medium, large] : [medium];

    test.each(modelNameSchema.options)('%s has the loss, gradient and output of autodiff', async (model) => {
      for (const { rows, ...shape } of shapes) {
        await compare(kernel.name, kernel.subject(), questionOf({ model, ...shape, data }, {}, rows));
      }
    });

    for (const model of modelNameSchema.options) {
      for (const training of objectives.filter(({ attack }) => !attack || !hasHiddenRelu[model])) {
        test(`${model} has those of autodiff with ${JSON.stringify(training)}`, async () => {
          const question = questionOf({ model, n: 6, m: 5, data }, training, 9);

          await compare(kernel.name, kernel.subject(), question);
        });
      }
    }
  });
}

/** Some weights, rows of which a third is empty, and importances that differ. */
function questionOf(
  shape: Omit<SettingInput, 'training'>,
  training: NonNullable<SettingInput['training']>,
  rows: number,
): Question {
  const setting = smallSetting({ importance: { kind: 'geometric', base: 0.8 }, ...shape }, training);
  const weights = mapParameters(initialWeights(setting, 1), (values) =>
    values.map((value, k) => Math.fround(value + 0.1 * Math.sin(1 + k))),
  );
  const x = sampleRows(setting, rows, 2);
  x.data.fill(0, 0, setting.n * Math.ceil(rows / 3));
  const question = { setting, weights, x };
  const attacked = attackOf(question);
  if (attacked && !isCertain(question, attacked))
    throw new Error('the worst attack is in doubt; take other rows');
  return question;
}

async function compare(kernel: string, subject: Subject, question: Question): Promise<void> {
  const { setting, weights, x } = question;
  const { n, m, model } = setting;
  const what = (name: string): string => `${name} of ${model} with n = ${n} and m = ${m} by ${kernel}`;

  const { loss, gradient } = await subject.lossAndGradient!(setting, weights, x);
  const output = await subject.forward!(setting, weights, x);

  const expected = await autodiff.lossAndGradient!(setting, weights, x);
  const tolerance = gradientTolerance(question);
  const slopes = new Map(parametersOf(expected.gradient));
  for (const [name, values] of parametersOf(gradient)) {
    values.forEach((value, at) => {
      const bound = 2 * tolerance.get(name)![at]!;
      expectWithin(what(`the gradient in ${name}[${at}]`), value, slopes.get(name)![at]!, bound);
    });
  }
  const { majorant, k } = objectiveOf(question);
  const scale = gamma(k, 'float32') * majorant(absolute(weights));
  expectWithin(what('the loss'), loss, expected.loss, 2 * scale);
  const outputs = await autodiff.forward!(setting, weights, x);
  const sizes = outputMajorant(model, absolute(weights), x);
  output.data.forEach((value, at) => {
    const bound =
      2 * gamma(roundings({ ...setting, rows: 1 }), 'float32') * sizes[Math.floor(at / n)]![at % n]!;
    expectWithin(what(`output ${at % n} of row ${Math.floor(at / n)}`), value, outputs.data[at]!, bound);
  });
}
