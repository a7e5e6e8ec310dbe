/** C7's judgement: the features with a dimension of their own are more important than those in antipodal pairs. */
import type { Judgement } from '../../../src/claims/declaration.js';
import { antipodalPairs } from '../../../src/measures/antipodal-pairs.js';
import { dimensionality } from '../../../src/measures/dimensionality.js';
import { representedByNorm } from '../../../src/measures/represented.js';
import type { Weights } from '../../../src/models/weights.js';
import { judgement, list, short } from './findings.js';
import { mean } from './mean.js';

export const pairedStatement =
  'Superposition begins with the less important features, as antipodal pairs; the most important keep a dimension each.';

export const pairedCriterion =
  'some represented features have D > .9, others are in antipodal pairs (cosine < −.9), and the former are the more important by the mean of their index';

export function judgePaired(weights: Weights): Judgement {
  const D = dimensionality(weights);
  const dedicated = representedByNorm(weights).filter((i) => D[i]! > 0.9);
  const paired = antipodalPairs(weights).flatMap(({ features }) => [...features]);
  const [own, shared] = [mean(dedicated), mean(paired)];
  return judgement({ dedicated: dedicated.length, paired: paired.length }, [
    { found: `with their own dimension: ${list(dedicated)}`, holds: dedicated.length > 0 },
    { found: `in antipodal pairs: ${list(paired)}`, holds: paired.length > 0 },
    { found: `mean index ${short(own)} against ${short(shared)}`, holds: own < shared },
  ]);
}
