/**
 * The gradient check, as a property of any subject: its loss and gradient against the oracle's loss and
 * the oracle's central differences, in every component, and along random directions.
 */
import fc from 'fast-check';
import { mapParameters, parametersOf, type Weights } from '../../../src/models/weights.js';
import { centralDifferences, directionalDifference } from '../../../src/oracle/central-difference.js';
import { distanceToKink } from '../../../src/oracle/kinks.js';
import { referenceLoss } from '../../../src/oracle/reference.js';
import { importances } from '../../../src/setting/derived.js';
import type { ModelName } from '../../../src/setting/schema.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { type Question, questions, weightsOf } from './arbitraries.js';
import { expectWithin } from './assertions.js';
import { check } from './check.js';
import { absolute, clearance, differenceError, gamma, lossMajorant, roundings } from './error-bounds.js';

type Gradient = NonNullable<Subject['lossAndGradient']>;
type Precision = Parameters<typeof gamma>[1];

/** Questions whose ReLU inputs are all clear of 0. */
export function smoothQuestions(models: readonly ModelName[]): fc.Arbitrary<Question> {
  return questions(models).filter(
    ({ setting, weights, x }) => distanceToKink(setting.model, weights, x) > clearance,
  );
}

/** dL/dθ of every parameter against the central difference in that component. */
export async function checkByComponent(
  lossAndGradient: Gradient,
  precision: Precision,
  models: readonly ModelName[],
  runs: number,
): Promise<void> {
  await check(
    fc.asyncProperty(smoothQuestions(models), async (question) => {
      const { setting, weights, x } = question;
      const { gradient } = await lossAndGradient(setting, weights, x);
      const { loss, majorant, k } = reference(question);
      const expected = new Map(parametersOf(centralDifferences(loss, weights)));
      const scale = new Map(parametersOf(centralDifferences(majorant, absolute(weights))));
      const difference = differenceError(majorant, weights, k);
      for (const [name, values] of parametersOf(gradient)) {
        values.forEach((value, at) => {
          const tolerance = gamma(k, precision) * scale.get(name)![at]! + difference;
          const what = `the gradient of ${setting.model} in ${name}[${at}]`;
          expectWithin(what, value, expected.get(name)![at]!, tolerance);
        });
      }
    }),
    runs,
  );
}

/** The slope g · d along a random direction d against the central difference along d. */
export async function checkByDirection(
  lossAndGradient: Gradient,
  precision: Precision,
  models: readonly ModelName[],
  runs: number,
): Promise<void> {
  const withDirection = smoothQuestions(models).chain((question) =>
    weightsOf(question.setting.model, question.setting).map((direction) => ({ ...question, direction })),
  );
  await check(
    fc.asyncProperty(withDirection, async ({ direction: drawn, ...question }) => {
      const { setting, weights, x } = question;
      const { gradient } = await lossAndGradient(setting, weights, x);
      const { loss, majorant, k } = reference(question);
      // Entries up to 1.5 · 2/3 = 1, as the clearance and the error of the difference take them.
      const direction = mapParameters(drawn, (values) => values.map((value) => (value * 2) / 3));
      const along = new Map(parametersOf(direction));
      let slope = 0;
      for (const [name, values] of parametersOf(gradient)) {
        values.forEach((value, at) => {
          slope += value * along.get(name)![at]!;
        });
      }
      const scale = directionalDifference(majorant, absolute(weights), absolute(direction));
      const tolerance = gamma(k, precision) * scale + differenceError(majorant, weights, k);
      const expected = directionalDifference(loss, weights, direction);
      expectWithin(`the slope of the loss of ${setting.model} along a direction`, slope, expected, tolerance);
    }),
    runs,
  );
}

/** The loss itself, anywhere: it has no kink. */
export async function checkLoss(
  lossAndGradient: Gradient,
  precision: Precision,
  models: readonly ModelName[],
  runs: number,
): Promise<void> {
  await check(
    fc.asyncProperty(questions(models, { n: 20, m: 8, rows: 6 }), async (question) => {
      const { setting, weights, x } = question;
      const { loss } = await lossAndGradient(setting, weights, x);
      const { loss: exact, majorant, k } = reference(question);
      const tolerance = gamma(k, precision) * majorant(absolute(weights));
      expectWithin(`the loss of ${setting.model}`, loss, exact(weights), tolerance);
    }),
    runs,
  );
}

function reference({ setting, x }: Question) {
  const I = importances(setting);
  return {
    loss: (weights: Weights): number => referenceLoss(setting.model, I, weights, x),
    majorant: lossMajorant(setting.model, I, x),
    k: roundings({ ...setting, rows: x.rows }),
  };
}
