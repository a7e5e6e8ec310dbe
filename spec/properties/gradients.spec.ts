/**
 * The gradient of every model against central differences of the mathjs oracle in float64. A public
 * implementation with a wrong gradient still draws the pentagon, so the picture alone verifies nothing.
 *
 * The bound is derived (kit/error-bounds.ts): γ_k of the subject's number type times the sum of the
 * absolute values of all products, plus the error of the difference itself. For these sizes γ_k is
 * about 3e-6 in float32, and the error of the difference is what remains in float64.
 */
import fc from 'fast-check';
import { describe } from 'vitest';
import { theorem } from '../../src/claims/theorem.js';
import { entry } from '../../src/models/matrix.js';
import { referenceForward } from '../../src/oracle/reference.js';
import { questions } from './kit/arbitraries.js';
import { expectWithin } from './kit/assertions.js';
import { check } from './kit/check.js';
import { gamma, outputMajorant, roundings } from './kit/error-bounds.js';
import { checkByComponent, checkByDirection, checkLoss } from './kit/gradient-check.js';

describe('Output, loss and gradient', () => {
  theorem(
    {
      id: 'E7.forward',
      source: 'Elhage et al. 2022, "Problem Setup" and "Computation in Superposition"',
      statement: 'the output of each model is what its formula says',
      criterion: 'within γ_k times the majorant of the mathjs oracle in every entry, k = 2(n + m) + nr + 12',
      needs: ['forward'],
    },
    async (subject, { models, precision }) => {
      await check(
        fc.asyncProperty(questions(models, { n: 20, m: 8, rows: 6 }), async ({ setting, weights, x }) => {
          const output = await subject.forward(setting, weights, x);
          const expected = referenceForward(setting.model, weights, x);
          const scale = outputMajorant(setting.model, weights, x);
          const bound = gamma(roundings({ ...setting, rows: x.rows }), precision);
          expected.forEach((row, r) => {
            row.forEach((value, i) => {
              const what = `output ${i} of ${setting.model} for row ${r}`;
              expectWithin(what, entry(output, r, i), value, bound * scale[r]![i]!);
            });
          });
        }),
      );
    },
  );

  theorem(
    {
      id: 'E7.loss',
      source: 'Elhage et al. 2022, "Problem Setup" (the loss)',
      statement: 'the loss is the mean over rows and features of I_i (y_i − x_i)²',
      criterion: 'within γ_k times its majorant of the mathjs oracle, k = 2(n + m) + nr + 12',
      needs: ['lossAndGradient'],
    },
    (subject, { models, precision }) => checkLoss(subject.lossAndGradient, precision, models, 100),
  );

  theorem(
    {
      id: 'E7.component',
      source: 'Elhage et al. 2022, "Problem Setup" (the loss)',
      statement: 'every component of the gradient is the slope of the loss in that parameter',
      criterion:
        'within γ_k times its majorant, and the error of the difference, of a central difference in float64',
      needs: ['lossAndGradient'],
    },
    (subject, { models, precision }) => checkByComponent(subject.lossAndGradient, precision, models, 60),
  );

  theorem(
    {
      id: 'E7.direction',
      source: 'Elhage et al. 2022, "Problem Setup" (the loss)',
      statement: 'the gradient along any direction is the slope of the loss along it',
      criterion:
        'within γ_k times its majorant, and the error of the difference, of a central difference in float64',
      needs: ['lossAndGradient'],
    },
    (subject, { models, precision }) => checkByDirection(subject.lossAndGradient, precision, models, 200),
  );
});

describe('Loss and gradient with more in the loss than the error', () => {
  for (const { id, objectives, statement } of [
    {
      id: 'E7.penalty',
      objectives: ['hiddenPenalty'],
      statement: 'with a penalty on the hidden layer the loss has λ Σ_k |h_k|, and the gradient its slope',
    },
    {
      id: 'E7.attack',
      objectives: ['attack'],
      statement: 'under an attack loss and gradient are those of the worst perturbation, held constant',
    },
    {
      id: 'E7.penalty-and-attack',
      objectives: ['hiddenPenalty', 'attack'],
      statement: 'a penalty under an attack is on what the hidden layer holds of the attacked row',
    },
  ] as const) {
    theorem(
      {
        id,
        source: 'the setting schema (training.hiddenPenalty, training.attack)',
        statement,
        criterion:
          'loss and every component of the gradient within γ_k times its majorant of the oracle and its central differences, where rounding leaves no doubt about kinks and the worst attack',
        needs: ['lossAndGradient'],
        options: objectives,
      },
      async (subject, { models, precision }) => {
        // The oracle tries every attack on every row, and of the questions only those without a doubt count.
        const runs = objectives.length === 1 && objectives[0] === 'hiddenPenalty' ? 60 : 20;
        await checkLoss(subject.lossAndGradient, precision, models, runs, objectives);
        await checkByComponent(subject.lossAndGradient, precision, models, runs, objectives);
        await checkByDirection(subject.lossAndGradient, precision, models, runs, objectives);
      },
    );
  }
});
