import type { Weights } from '../models/weights.js';
import type { Experiment } from './experiment.js';
import { noSuperpositionFloor } from './no-superposition-floor.js';
import { type Estimate, populationLoss, type Sampling } from './population-loss.js';

/**
 * The population loss divided by the no-superposition floor: below 1 only where features are in
 * superposition, and never below 1 for a linear model. Undefined where the floor is (its file says
 * where), or is 0.
 *
 * Source: the suite's own, from the weighted Eckart–Young theorem.
 */
export function lossOverFloor(
  experiment: Experiment,
  weights: Weights,
  sampling?: Sampling,
): Estimate | undefined {
  const floor = noSuperpositionFloor(experiment);
  if (floor === undefined || floor === 0) return undefined;
  const { value, standardError } = populationLoss(experiment, weights, sampling);
  return { value: value / floor, standardError: standardError / floor };
}
