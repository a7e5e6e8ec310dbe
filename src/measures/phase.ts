/**
 * The phase that trained weights are in, when there is one feature more than hidden dimensions: which
 * feature is dropped, or which ones share a dimension. The words are those of the phase diagrams'
 * closed form (src/oracle/phases.ts), which singles out the last feature.
 *
 * A feature counts as represented when ‖W_i‖ > .5, and two share a dimension when they are an antipodal
 * pair (cosine below −.9); of several pairs the most opposed one counts.
 *
 * Source: Elhage et al. 2022, "Superposition as a Phase Change"; thresholds as in represented.ts and
 * antipodal-pairs.ts.
 */

import { encoderOf, type Weights } from '../models/weights.js';
import type { Phase } from '../oracle/phases.js';
import { antipodalPairs } from './antipodal-pairs.js';
import { representedByNorm } from './represented.js';

/** Undefined where two or more features are dropped, or all are kept without an antipodal pair. */
export function phaseOf(weights: Weights): Phase | undefined {
  const n = encoderOf(weights).columns;
  const represented = representedByNorm(weights);
  if (represented.length === n - 1) {
    return represented.includes(n - 1) ? 'another dropped' : 'last dropped';
  }
  const [pair] = antipodalPairs(weights);
  if (represented.length < n || !pair) return undefined;
  return pair.features.includes(n - 1) ? 'last superposed' : 'others superposed';
}
