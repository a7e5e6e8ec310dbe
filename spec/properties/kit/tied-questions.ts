/** Questions about models that use one matrix twice, and about weights that say the same in other words. */
import fc from 'fast-check';
import { entry, type Matrix, matrix, multiply } from '../../../src/models/matrix.js';
import type { TiedWeights, UntiedWeights } from '../../../src/models/weights.js';
import type { ModelName } from '../../../src/setting/schema.js';
import { inputs, type Question, settingsOf, sizes, tiedWeights, untiedWeights } from './arbitraries.js';
import { smoothQuestions } from './gradient-check.js';
import { orthogonalMatrices } from './orthogonal.js';

export type TiedQuestion = Question<TiedWeights>;

export function tiedQuestions(model: ModelName): fc.Arbitrary<TiedQuestion> {
  return sizes({ n: 6, m: 4 }).chain((size) =>
    fc.record({
      setting: settingsOf(model, size),
      weights: tiedWeights(size),
      x: inputs(3, size.n),
    }),
  );
}

export function smoothTied(models: readonly ModelName[]): fc.Arbitrary<TiedQuestion> {
  return smoothQuestions(models).map(({ weights, ...rest }) => ({ ...rest, weights: asTied(weights) }));
}

export function rotatedQuestions(
  models: readonly ModelName[],
): fc.Arbitrary<TiedQuestion & { rotation: Matrix; rotated: TiedWeights }> {
  return smoothTied(models).chain((question) =>
    orthogonalMatrices(question.setting.m).map((rotation) => ({
      ...question,
      rotation,
      rotated: { ...question.weights, W: multiply(rotation, question.weights.W) },
    })),
  );
}

export function rescaledQuestions(): fc.Arbitrary<Question<UntiedWeights> & { rescaled: UntiedWeights }> {
  return sizes({ n: 6, m: 4 }).chain((size) =>
    fc
      .record({
        setting: settingsOf('absolute-value', size),
        weights: untiedWeights(size),
        x: inputs(3, size.n, true),
        alpha: fc.array(
          fc.integer({ min: 16, max: 256 }).map((k) => k / 64),
          { minLength: size.m, maxLength: size.m },
        ),
      })
      .map(({ alpha, ...question }) => {
        const { encoder, decoder, b } = question.weights;
        const rescaled: UntiedWeights = {
          kind: 'untied',
          encoder: matrix(size.m, size.n, (h, i) => alpha[h]! * entry(encoder, h, i)),
          decoder: matrix(size.n, size.m, (i, h) => entry(decoder, i, h) / alpha[h]!),
          b,
        };
        return { ...question, rescaled };
      }),
  );
}

export function asTied(weights: Question['weights']): TiedWeights {
  if (weights.kind !== 'tied') throw new Error('weights or gradient of a tied model have the wrong form');
  return weights;
}
