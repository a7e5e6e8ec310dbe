/**
 * The features that a model answers: those that, on alone at value 1, come back as themselves to within
 * half of what silence would cost,
 *
 *     ‖R_i − e_i‖ < 1/2,
 *
 * with row i of the response R (response.ts) and the unit vector e_i; an output of zeros is at distance
 * 1. A norm above .5 says only that an embedding is long, and long ones come with many initialisations;
 * an answer takes the right length and little interference at once.
 *
 * Source: the suite's own, after seed 1's R_ii > .9 and the response R.
 * Limits: those of the response: it probes one feature at a time at value 1.
 */
import { entry } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ModelName } from '../setting/schema.js';
import { response } from './response.js';

/** The features with ‖R_i − e_i‖ < within, by index, rising. */
export function answeredFeatures(model: ModelName, weights: Weights, within = 0.5): number[] {
  const R = response(model, weights);
  return Array.from({ length: R.rows }, (_, i) => i).filter((i) => {
    const errors = Array.from({ length: R.columns }, (_, j) => entry(R, i, j) - (i === j ? 1 : 0));
    return Math.hypot(...errors) < within;
  });
}
