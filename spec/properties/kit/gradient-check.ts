/**
 * The gradient check, as a property of any subject: its loss and gradient against the oracle's loss and
 * the oracle's central differences, in every component, and along random directions.
 */
import fc from 'fast-check';
import { mapParameters, parametersOf } from '../../../src/models/weights.js';
import { centralDifferences, directionalDifference } from '../../../src/oracle/central-difference.js';
import type { ModelName } from '../../../src/setting/schema.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { type ObjectiveName, type Question, questions, weightsOf, withObjectives } from './arbitraries.js';
import { expectWithin } from './assertions.js';
import { check } from './check.js';
import { absolute, differenceError, gamma } from './error-bounds.js';
import { attackOf, isCertain, isSmooth, objectiveOf } from './objective.js';

type Gradient = NonNullable<Subject['lossAndGradient']>;
type Precision = Parameters<typeof gamma>[1];

/** Questions whose ReLU inputs are all clear of 0, with these in the loss besides. */
export function smoothQuestions(
  models: readonly ModelName[],
  objectives: readonly ObjectiveName[] = [],
): fc.Arbitrary<Question> {
  const asked = questions(models);
  return (objectives.length === 0 ? asked : withObjectives(asked, objectives)).filter(isSmooth);
}

function anyQuestions(
  models: readonly ModelName[],
  objectives: readonly ObjectiveName[],
): fc.Arbitrary<Question> {
  const limit = objectives.includes('attack') ? { n: 6, m: 4, rows: 3 } : { n: 20, m: 8, rows: 6 };
  const asked = questions(models, limit);
  if (objectives.length === 0) return asked;
  return withObjectives(asked, objectives).filter((question) => {
    const attacked = attackOf(question);
    return attacked === undefined || isCertain(question, attacked);
  });
}

/** dL/dθ of every parameter against the central difference in that component. */
export async function checkByComponent(
  lossAndGradient: Gradient,
  precision: Precision,
  models: readonly ModelName[],
  runs: number,
  objectives: readonly ObjectiveName[] = [],
): Promise<void> {
  await check(
    fc.asyncProperty(smoothQuestions(models, objectives), async (question) => {
      const { setting, weights, x } = question;
      const { gradient } = await lossAndGradient(setting, weights, x);
      const { loss, majorant, k } = objectiveOf(question);
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
  objectives: readonly ObjectiveName[] = [],
): Promise<void> {
  const withDirection = smoothQuestions(models, objectives).chain((question) =>
    weightsOf(question.setting.model, question.setting).map((direction) => ({ ...question, direction })),
  );
  await check(
    fc.asyncProperty(withDirection, async ({ direction: drawn, ...question }) => {
      const { setting, weights, x } = question;
      const { gradient } = await lossAndGradient(setting, weights, x);
      const { loss, majorant, k } = objectiveOf(question);
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

/** The loss itself, anywhere, since it has no kink; but for an attack, of which the worst must be beyond doubt. */
export async function checkLoss(
  lossAndGradient: Gradient,
  precision: Precision,
  models: readonly ModelName[],
  runs: number,
  objectives: readonly ObjectiveName[] = [],
): Promise<void> {
  await check(
    fc.asyncProperty(anyQuestions(models, objectives), async (question) => {
      const { setting, weights, x } = question;
      const { loss } = await lossAndGradient(setting, weights, x);
      const { loss: exact, majorant, k } = objectiveOf(question);
      const tolerance = gamma(k, precision) * majorant(absolute(weights));
      expectWithin(`the loss of ${setting.model}`, loss, exact(weights), tolerance);
    }),
    runs,
  );
}
