/**
 * The loss and the gradient of the two networks of seed 3, on every subject that has them, against the
 * mathjs oracle and its central differences in float64.
 */
import fc from 'fast-check';
import { describe } from 'vitest';
import { theorem } from '../../src/claims/theorem.js';
import { referenceAutoEncoder, referenceClassifier } from '../../src/oracle/digits.js';
import { expectWithin } from './kit/assertions.js';
import { check } from './kit/check.js';
import {
  autoEncoderQuestions,
  autoEncoderTolerances,
  checkGradient,
  classifierQuestions,
  classifierTolerances,
} from './kit/digits-gradient-check.js';

const criterion =
  'within the rounding of the number type, carried through each formula, and the error of a central difference in float64, in six components of each parameter and along a direction';

describe('Seed 3: the two networks', () => {
  theorem(
    {
      id: 'S3.classifier-gradient',
      source: 'seed 3 (jupyter-book "Exp1"): the classifier',
      statement:
        'the loss of the classifier is its mean cross-entropy, and the gradient the slope of that loss',
      criterion,
      needs: ['digits'],
    },
    async ({ digits: networks }, { precision }) => {
      await check(
        fc.asyncProperty(classifierQuestions(), fc.nat(), async (question, seed) => {
          const { weights, digits } = question;
          const { loss, gradient } = await networks.classifierGradient(weights, digits);
          const exact = (other: typeof weights): number => referenceClassifier(other, digits).loss;
          const tolerances = classifierTolerances(question, precision);
          expectWithin('the loss of the classifier', loss, exact(weights), tolerances.loss);
          checkGradient(exact, weights, gradient, tolerances.of, seed);
        }),
        20,
      );
    },
  );

  theorem(
    {
      id: 'S3.auto-encoder-gradient',
      source: 'seed 3 (jupyter-book "Exp1"): the auto-encoder',
      statement:
        'the loss of the auto-encoder is its mean squared error, and the gradient the slope of that loss',
      criterion,
      needs: ['digits'],
    },
    async ({ digits: networks }, { precision }) => {
      await check(
        fc.asyncProperty(autoEncoderQuestions(), fc.nat(), async (question, seed) => {
          const { weights, features } = question;
          const { loss, gradient } = await networks.autoEncoderGradient(weights, features);
          const exact = (other: typeof weights): number => referenceAutoEncoder(other, features).loss;
          const tolerances = autoEncoderTolerances(question, precision);
          expectWithin('the loss of the auto-encoder', loss, exact(weights), tolerances.loss);
          checkGradient(exact, weights, gradient, tolerances.of, seed);
        }),
        60,
      );
    },
  );
});
