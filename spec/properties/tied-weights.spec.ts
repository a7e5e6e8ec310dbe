/**
 * What follows from using one matrix twice: the Gram matrix is all that the output depends on, the
 * gradient is the sum of both uses, and the hidden space has no preferred directions.
 *
 * Two computations of one exact value may each be off by γ_k times their majorant (kit/error-bounds.ts);
 * rounding what they are given to the subject's number type is counted in k.
 */
import fc from 'fast-check';
import { describe } from 'vitest';
import { theorem } from '../../src/claims/theorem.js';
import { rank, singularValues, symmetricEigenvalues } from '../../src/measures/spectrum.js';
import { entry, type Matrix, matrix, multiply, transpose } from '../../src/models/matrix.js';
import type { TiedWeights, UntiedWeights } from '../../src/models/weights.js';
import { centralDifferences } from '../../src/oracle/central-difference.js';
import { importances } from '../../src/setting/derived.js';
import type { Setting } from '../../src/setting/schema.js';
import { type Question, questions } from './kit/arbitraries.js';
import { expectAtLeast, expectAtMost, expectWithin } from './kit/assertions.js';
import { check } from './kit/check.js';
import {
  absolute,
  absoluteMatrix,
  gamma,
  lossMajorant,
  outputMajorant,
  roundings,
} from './kit/error-bounds.js';
import {
  asTied,
  rescaledQuestions,
  rotatedQuestions,
  smoothTied,
  tiedQuestions,
} from './kit/tied-questions.js';

describe('Tied weights', () => {
  theorem(
    {
      id: 'E3',
      source: 'Elhage et al. 2022, "Problem Setup"',
      statement: 'WᵀW is symmetric, positive semidefinite and of rank at most m',
      criterion:
        'read off the linear model with b = 0 on the n one-hot rows: asymmetry, smallest eigenvalue and σ_{m+1} within γ_k ‖|W|ᵀ|W|‖_F of 0',
      needs: ['forward'],
      models: ['linear'],
    },
    async (subject, { precision }) => {
      await check(
        fc.asyncProperty(tiedQuestions('linear'), async ({ setting, weights }) => {
          const { n, m } = setting;
          const unbiased: TiedWeights = { ...weights, b: new Float64Array(n) };
          const G = await subject.forward(setting, unbiased, identity(n));
          const positive = absoluteMatrix(weights.W);
          const scale = multiply(transpose(positive), positive);
          const bound = gamma(roundings({ n, m, rows: n }), precision);
          for (let i = 0; i < n; i++) {
            for (let j = 0; j < i; j++) {
              const what = `(WᵀW)[${i}, ${j}], by symmetry,`;
              expectWithin(what, entry(G, i, j), entry(G, j, i), 2 * bound * entry(scale, i, j));
            }
          }
          // Weyl: an error of Frobenius norm δ moves eigenvalues and singular values by at most δ.
          const tolerance = bound * Math.hypot(...scale.data);
          expectAtLeast('the smallest eigenvalue of WᵀW', symmetricEigenvalues(G)[0]!, 0, tolerance);
          const next = singularValues(G)[m] ?? 0;
          expectAtMost(`σ_${m + 1} of WᵀW, which has rank ≤ m,`, next, 0, tolerance);
        }),
      );
    },
  );

  theorem(
    {
      id: 'E3.rank',
      source: 'own: the rank of a product',
      statement: 'the rank of W is at most m, and WᵀW has no other',
      criterion: 'rank by singular values in float64, for W of full and of lower rank',
    },
    async () => {
      await check(
        fc.property(tiedQuestions('linear'), ({ setting, weights: { W } }) => {
          expectAtMost('the rank of W', rank(W), Math.min(setting.n, setting.m));
          // A repeated row leaves the rank as it is.
          const repeated = matrix(W.rows + 1, W.columns, (h, i) => entry(W, Math.min(h, W.rows - 1), i));
          expectWithin('the rank of W with a row repeated', rank(repeated), rank(W), 0);
        }),
      );
    },
  );

  theorem(
    {
      id: 'E4',
      source: 'Elhage et al. 2022, "Demonstrating Superposition" (non-privileged basis)',
      statement: 'a rotation of the hidden space, W → OW, changes neither output nor loss',
      criterion: 'within γ_k times the sum of both majorants',
      needs: ['forward', 'lossAndGradient'],
      models: ['relu-output', 'linear'],
    },
    async (subject, { precision }) => {
      await check(
        fc.asyncProperty(rotatedQuestions(['relu-output', 'linear']), async (question) => {
          const { setting, weights, rotated, x } = question;
          const bound = boundFor(question, precision);
          const before = await subject.forward(setting, weights, x);
          const after = await subject.forward(setting, rotated, x);
          const scales = [weights, rotated].map((w) => outputMajorant(setting.model, w, x));
          for (let r = 0; r < x.rows; r++) {
            for (let i = 0; i < setting.n; i++) {
              const tolerance = bound * (scales[0]![r]![i]! + scales[1]![r]![i]!);
              const what = `output ${i} of ${setting.model} for row ${r} after a rotation`;
              expectWithin(what, entry(after, r, i), entry(before, r, i), tolerance);
            }
          }
          const { loss } = await subject.lossAndGradient(setting, weights, x);
          const { loss: turned } = await subject.lossAndGradient(setting, rotated, x);
          const majorant = lossMajorant(setting.model, importances(setting), x);
          const tolerance = bound * (majorant(absolute(weights)) + majorant(absolute(rotated)));
          expectWithin(`the loss of ${setting.model} after a rotation`, turned, loss, tolerance);
        }),
      );
    },
  );

  theorem(
    {
      id: 'E4.gradient',
      source: 'follows from E4 by the chain rule',
      statement: 'a rotation W → OW turns the gradient in W with it and leaves that in b alone',
      criterion: 'dL/dW at OW equals O · dL/dW at W within γ_k times the sum of both majorants',
      needs: ['lossAndGradient'],
      models: ['relu-output', 'linear'],
    },
    async (subject, { precision }) => {
      await check(
        fc.asyncProperty(rotatedQuestions(['relu-output', 'linear']), async (question) => {
          const { setting, weights, rotated, rotation, x } = question;
          const bound = boundFor(question, precision);
          const before = asTied((await subject.lossAndGradient(setting, weights, x)).gradient);
          const after = asTied((await subject.lossAndGradient(setting, rotated, x)).gradient);
          const expected = multiply(rotation, before.W);
          const scales = [weights, rotated].map((w) => tiedMajorant(setting, w, x));
          const turned = multiply(absoluteMatrix(rotation), scales[0]!.W);
          expected.data.forEach((value, at) => {
            const tolerance = bound * (turned.data[at]! + scales[1]!.W.data[at]!);
            const what = `dL/dW[${at}] of ${setting.model} after a rotation`;
            expectWithin(what, after.W.data[at]!, value, tolerance);
          });
          before.b.forEach((value, i) => {
            const tolerance = bound * (scales[0]!.b[i]! + scales[1]!.b[i]!);
            expectWithin(`dL/db[${i}] of ${setting.model} after a rotation`, after.b[i]!, value, tolerance);
          });
        }),
      );
    },
  );

  for (const [tiedModel, untiedModel] of [
    ['relu-output', 'untied'],
    ['relu-hidden', 'absolute-value'],
  ] as const) {
    theorem(
      {
        id: `E7.paths.${tiedModel}`,
        source: 'own, after the faults of two published implementations',
        statement: `the gradient of the tied W of ${tiedModel} is the sum of both its uses`,
        criterion: `dL/dW equals dL/dE + (dL/dD)ᵀ of the ${untiedModel} model at E = W, D = Wᵀ, on rows ≥ 0, within γ_k times twice the majorant`,
        needs: ['lossAndGradient'],
        models: [tiedModel, untiedModel],
      },
      async (subject, { precision }) => {
        await check(
          fc.asyncProperty(smoothTied([tiedModel]), async (question) => {
            const { setting, weights, x } = question;
            const apart: UntiedWeights = {
              kind: 'untied',
              encoder: weights.W,
              decoder: transpose(weights.W),
              b: weights.b,
            };
            const tied = asTied((await subject.lossAndGradient(setting, weights, x)).gradient);
            const other: Setting = { ...setting, model: untiedModel };
            const { gradient } = await subject.lossAndGradient(other, apart, x);
            if (gradient.kind !== 'untied')
              throw new Error(`the gradient of ${untiedModel} has the wrong form`);
            const bound = 2 * boundFor(question, precision);
            const scale = tiedMajorant(setting, weights, x);
            tied.W.data.forEach((value, at) => {
              const [k, i] = [Math.floor(at / setting.n), at % setting.n];
              const sum = entry(gradient.encoder, k, i) + entry(gradient.decoder, i, k);
              const what = `dL/dW[${k}, ${i}] of ${tiedModel}, as the sum of both paths,`;
              expectWithin(what, value, sum, bound * scale.W.data[at]!);
            });
            tied.b.forEach((value, i) => {
              expectWithin(`dL/db[${i}] of ${tiedModel}`, value, gradient.b[i]!, bound * scale.b[i]!);
            });
          }),
        );
      },
    );
  }

  theorem(
    {
      id: 'E8',
      source: 'seed 1: selau642, whose loss takes |y|',
      statement: 'an absolute value around the output of a ReLU model does nothing',
      criterion: 'no output is below 0, for any weights and rows',
      needs: ['forward'],
      models: ['relu-output'],
    },
    async (subject, { models }) => {
      const withRelu = models.filter((model) => model !== 'linear');
      await check(
        fc.asyncProperty(questions(withRelu), async ({ setting, weights, x }) => {
          const { data } = await subject.forward(setting, weights, x);
          data.forEach((value, at) => {
            expectAtLeast(`output [${at}] of ${setting.model}`, value, 0);
          });
        }),
      );
    },
  );
});

describe('The absolute-value model', () => {
  theorem(
    {
      id: 'E9',
      source: 'Elhage et al. 2022, "Computation in Superposition"',
      statement:
        'dividing the outgoing weights of a neuron by α > 0 and multiplying its incoming ones by α changes nothing',
      criterion: 'outputs within γ_k times the sum of both majorants, α from 1/4 to 4',
      needs: ['forward'],
      models: ['absolute-value'],
    },
    async (subject, { precision }) => {
      await check(
        fc.asyncProperty(rescaledQuestions(), async (question) => {
          const { setting, weights, rescaled, x } = question;
          const before = await subject.forward(setting, weights, x);
          const after = await subject.forward(setting, rescaled, x);
          const bound = boundFor(question, precision);
          const scales = [weights, rescaled].map((w) => outputMajorant('absolute-value', w, x));
          for (let r = 0; r < x.rows; r++) {
            for (let i = 0; i < setting.n; i++) {
              const tolerance = bound * (scales[0]![r]![i]! + scales[1]![r]![i]!);
              const what = `output ${i} for row ${r} after rescaling the neurons`;
              expectWithin(what, entry(after, r, i), entry(before, r, i), tolerance);
            }
          }
        }),
      );
    },
  );
});

function boundFor({ setting, x }: Question, precision: 'float32' | 'float64'): number {
  return gamma(roundings({ ...setting, rows: x.rows }), precision);
}

/** The majorant of the gradient. */
function tiedMajorant(setting: Setting, weights: TiedWeights, x: Matrix): TiedWeights {
  const majorant = lossMajorant(setting.model, importances(setting), x);
  return asTied(centralDifferences(majorant, absolute(weights)));
}

function identity(n: number): Matrix {
  return matrix(n, n, (i, j) => Number(i === j));
}
