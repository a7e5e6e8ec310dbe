/**
 * Where mathematics gives the loss or the gradient exactly, a subject must give it too. Each expected
 * value is a few lines of algebra or a published table, so that even an error shared by the subject's
 * models and the oracle's would show.
 *
 * Expectations over u ~ U[0, 1] and over independent features are not sampled: few rows with equal
 * weights integrate them exactly (src/oracle/one-hot.ts, src/oracle/moment-rows.ts).
 * Tolerances are γ_k times the majorant (kit/error-bounds.ts).
 */
import fc from 'fast-check';
import { describe } from 'vitest';
import { theorem } from '../../src/claims/theorem.js';
import { matrix, matrixOf, transpose } from '../../src/models/matrix.js';
import { encoderOf, type Weights, weightsKind } from '../../src/models/weights.js';
import { floorInClosedForm } from '../../src/oracle/floor.js';
import { kGonLoss, kGonWeights } from '../../src/oracle/k-gon.js';
import { momentRows } from '../../src/oracle/moment-rows.js';
import { oneHotBatches } from '../../src/oracle/one-hot.js';
import { importances, probabilities } from '../../src/setting/derived.js';
import type { ModelName, Setting } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import {
  dyadic,
  inputs,
  type Question,
  questions,
  settingsOf,
  sizes,
  tiedWeights,
} from './kit/arbitraries.js';
import { expectAtLeast, expectWithin } from './kit/assertions.js';
import { check } from './kit/check.js';
import { bounds, expectedOver, expectZero } from './kit/exact-expectation.js';
import { departureFromOrthonormal, orthogonalMatrices } from './kit/orthogonal.js';

describe('Rows with no feature on', () => {
  theorem(
    {
      id: 'E10.empty',
      source: 'Elhage et al. 2022, "Problem Setup" (the loss of a row in which no feature is on)',
      statement: 'without a hidden bias a row of zeros costs (1/n) Σ I_i ReLU(b_i)², whatever W is',
      criterion: 'equal within γ_k times the majorant, for every model; (1/n) Σ I_i b_i² for the linear one',
      needs: ['lossAndGradient'],
    },
    async (subject, { models, precision }) => {
      await check(
        fc.asyncProperty(questions(models.filter(hasNoHiddenBias)), async (question) => {
          const zeros = { ...question.x, data: question.x.data.map(() => 0) };
          const { setting, weights } = question;
          const { loss } = await subject.lossAndGradient(setting, weights, zeros);
          const expected = importances(setting).reduce((sum, I, i) => {
            const b = weights.b[i]!;
            return sum + (I * (setting.model === 'linear' ? b : Math.max(b, 0)) ** 2) / setting.n;
          }, 0);
          const { tolerance } = bounds({ ...question, x: zeros }, precision);
          expectWithin(`the loss of ${setting.model} on rows of zeros`, loss, expected, tolerance);
        }),
      );
    },
  );
});

describe('Rows with one feature on', () => {
  theorem(
    {
      id: 'E11',
      source: 'Elhage et al. 2022, "Superposition as a Phase Change"',
      statement:
        'with b = 0, negative interference costs nothing and positive interference c costs I_j c² E x² = I_j c²/3',
      criterion:
        'n = 2, W_1 = e_1, W_2 = (c, d), x = u e_1 with u ~ U[0, 1] by exact quadrature: loss I_2 max(c, 0)² / 6 within γ_k times the majorant',
      needs: ['lossAndGradient'],
      models: ['relu-output'],
    },
    async (subject, { precision }) => {
      await check(
        fc.asyncProperty(
          dyadic(1.5),
          dyadic(1.5),
          settingsOf('relu-output', { n: 2, m: 2 }),
          async (c, d, setting) => {
            const weights: Weights = {
              kind: 'tied',
              W: matrixOf([
                [1, c],
                [0, d],
              ]),
              b: new Float64Array(2),
            };
            // The two Gauss points of [0, 1]; the integrand is quadratic.
            const points = [-1, 1].map((side) => (1 + side / Math.sqrt(3)) / 2);
            const x = matrixOf(points.map((u) => [u, 0]));
            const { loss } = await subject.lossAndGradient(setting, weights, x);
            const expected = (importances(setting)[1]! * Math.max(c, 0) ** 2) / 6;
            const { tolerance } = bounds({ setting, weights, x }, precision);
            expectWithin(`the loss under interference ${c}`, loss, expected, tolerance);
          },
        ),
      );
    },
  );

  for (const k of [4, 5, 6, 7, 8]) {
    theorem(
      {
        id: `G.k-gon-${k}`,
        source: 'Chen et al. 2023 (arXiv 2310.06301)',
        statement: `the regular ${k}-gon with its own length and bias is a critical point of the one-hot loss, with the published value`,
        criterion: `gradient 0 and loss L(${k}, c) for c = ${k}, ${k + 1}, ${k + 2} features, with and without a positive bias, by exact quadrature, within γ_k times the majorant`,
        needs: ['lossAndGradient'],
        models: ['relu-output'],
      },
      async (subject, { precision }) => {
        for (const c of [k, k + 1, k + 2]) {
          for (const positiveBias of c === k ? [false] : [false, true]) {
            const weights = kGonWeights(k, c, positiveBias);
            const setting = parseSetting({ model: 'relu-output', n: c, m: 2, data: { probability: 1 } });
            const total = await expectedOver(oneHotBatches(weights), setting, weights, precision, (x) =>
              subject.lossAndGradient(setting, weights, x),
            );
            const name = `the ${k}-gon of ${c} features${positiveBias ? ' with a positive bias' : ''}`;
            // The settings' loss is the mean over features, the table's the sum.
            expectWithin(
              `the loss at ${name}`,
              total.loss,
              kGonLoss(k, c, positiveBias) / c,
              total.tolerance,
            );
            expectZero(`at ${name}`, total.gradient, total.scale);
          }
        }
      },
    );
  }
});

describe('No superposition', () => {
  theorem(
    {
      id: 'E10.exact',
      source: 'Elhage et al. 2022, "Demonstrating Superposition" (a dimension for each feature)',
      statement:
        'with n ≤ m orthonormal embeddings and b = 0 every row ≥ 0 is reproduced: loss and gradient are 0',
      criterion:
        'zero loss and zero gradient of relu-output, linear and untied (D = Eᵀ), within what the majorant of each output leaves, times γ_k and the departure of the embeddings from orthonormal ones',
      needs: ['lossAndGradient'],
      models: ['relu-output', 'linear', 'untied'],
    },
    async (subject, { precision }) => {
      await check(
        fc.asyncProperty(orthonormalQuestions(), async (question) => {
          const { setting, weights, x } = question;
          const { loss, gradient } = await subject.lossAndGradient(setting, weights, x);
          const departure = departureFromOrthonormal(encoderOf(weights));
          const { relative, scale, tolerance } = bounds(question, precision, departure);
          // Every error y − x is at most γ times its majorant: the gradient has it once, the loss squared.
          expectWithin(`the loss of ${setting.model}, all reproduced,`, loss, 0, relative * tolerance);
          expectZero(`of ${setting.model} where all is reproduced`, gradient, scale);
        }),
      );
    },
  );

  theorem(
    {
      id: 'E12',
      source:
        'Elhage et al. 2022, "Demonstrating Superposition" (linear model); the weighted Eckart–Young theorem',
      statement: 'no linear model has a population loss below the no-superposition floor, at any sparsity',
      criterion:
        'loss on rows with the exact first and second moments of the features ≥ floor, for any W, b, importance and p',
      needs: ['lossAndGradient'],
      models: ['linear'],
    },
    async (subject, { precision }) => {
      const any = sizes({ n: 6, m: 4 }).chain((size) =>
        fc.record({ setting: settingsOf('linear', size), weights: tiedWeights(size) }),
      );
      await check(
        fc.asyncProperty(any, async ({ setting, weights }) => {
          const x = momentRows(probabilities(setting));
          const { loss } = await subject.lossAndGradient(setting, weights, x);
          const floor = floorInClosedForm(setting.m, importances(setting), probabilities(setting));
          const { tolerance } = bounds({ setting, weights, x }, precision);
          expectAtLeast('the population loss of a linear model', loss, floor, tolerance);
        }),
      );
    },
  );

  theorem(
    {
      id: 'E12.attained',
      source: 'Elhage et al. 2022, "Demonstrating Superposition" (linear model)',
      statement:
        'a dimension for each of the m dearest features and the bias p/2 on the rest is the optimum: the loss is the floor and the gradient is 0',
      criterion:
        'within γ_k times the majorant, on rows with the exact first and second moments of the features',
      needs: ['lossAndGradient'],
      models: ['linear'],
    },
    async (subject, { precision }) => {
      const any = sizes({ n: 6, m: 4 }).chain((size) => settingsOf('linear', size));
      await check(
        fc.asyncProperty(any, async (setting) => {
          const weights = dedicated(setting);
          const x = momentRows(probabilities(setting));
          const { loss, gradient } = await subject.lossAndGradient(setting, weights, x);
          const floor = floorInClosedForm(setting.m, importances(setting), probabilities(setting));
          const { tolerance, scale } = bounds({ setting, weights, x }, precision);
          expectWithin('the loss without superposition', loss, floor, tolerance);
          expectZero('without superposition', gradient, scale);
        }),
      );
    },
  );
});

function hasNoHiddenBias(model: ModelName): boolean {
  return weightsKind[model] !== 'hidden-biased';
}

/** The m features of the largest I_i (p_i/3 − p_i²/4) with a dimension each, and b = p/2 for the others. */
function dedicated(setting: Setting): Weights {
  const { n, m } = setting;
  const I = importances(setting);
  const p = probabilities(setting);
  const cost = p.map((pi, i) => I[i]! * (pi / 3 - pi ** 2 / 4));
  const order = p.map((_, i) => i).sort((i, j) => cost[j]! - cost[i]!);
  const place = new Map(order.slice(0, m).map((feature, dimension) => [feature, dimension]));
  return {
    kind: 'tied',
    W: matrix(m, n, (h, i) => Number(place.get(i) === h)),
    b: Float64Array.from(p, (pi, i) => (place.has(i) ? 0 : pi / 2)),
  };
}

/** n ≤ m columns of an orthogonal m × m matrix, and rows ≥ 0. */
function orthonormalQuestions(): fc.Arbitrary<Question> {
  return fc
    .record({
      model: fc.constantFrom<ModelName[]>('relu-output', 'linear', 'untied'),
      size: sizes({ n: 6, m: 6 }).filter(({ n, m }) => n <= m),
    })
    .chain(({ model, size: { n, m } }) =>
      fc.record({
        setting: settingsOf(model, { n, m }),
        x: inputs(3, n),
        weights: orthogonalMatrices(m).map((O): Weights => {
          const W = matrix(m, n, (h, i) => O.data[h * m + i]!);
          const b = new Float64Array(n);
          return model === 'untied'
            ? { kind: 'untied', encoder: W, decoder: transpose(W), b }
            : { kind: 'tied', W, b };
        }),
      }),
    );
}
