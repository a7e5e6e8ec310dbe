/** What the neurons of a ReLU layer stand for: one feature each, several, a sign of one, or an asymmetric motif. */
import type { Judgement } from '../../../src/claims/declaration.js';
import { asymmetricNeurons } from '../../../src/measures/asymmetric-motif.js';
import { lossOverFloor } from '../../../src/measures/loss-over-floor.js';
import { monosemanticAbove, monosemanticNeurons } from '../../../src/measures/monosemanticity.js';
import { entry } from '../../../src/models/matrix.js';
import { decoderOf, encoderOf, type Weights } from '../../../src/models/weights.js';
import type { Setting } from '../../../src/setting/schema.js';
import { judgement, list, short } from './findings.js';
import { strongest } from './neuron-stacks.js';

/** All five neurons monosemantic, and their features the five most important. */
export function oneFeatureEach(weights: Weights, above: number): Judgement {
  const alone = monosemanticNeurons(weights, above);
  const features = alone.map((h) => strongest(encoderOf(weights), h)).sort((a, b) => a - b);
  return judgement({ monosemantic: alone.length }, [
    {
      found: `neurons with one feature: of features ${list(features)}`,
      holds: list(features) === '0, 1, 2, 3, 4',
    },
  ]);
}

export function polysemantic(setting: Setting, weights: Weights): Judgement {
  const alone = monosemanticNeurons(weights).length;
  const ratio = lossOverFloor(setting, weights, { rows: 16_384 })!.value;
  return judgement({ monosemantic: alone, 'loss / floor': ratio }, [
    { found: `${alone} of ${setting.m} neurons with one feature`, holds: alone <= 1 },
    { found: `loss / floor ${short(ratio)}`, holds: ratio < 0.5 },
  ]);
}

export function asymmetry(weights: Weights): Judgement {
  const found = asymmetricNeurons(weights);
  const alone = monosemanticNeurons(weights, monosemanticAbove.code).length;
  const least = Math.min(...decoderOf(weights).data);
  return judgement({ asymmetric: found.length, 'monosemantic (.99)': alone, 'least weight written': least }, [
    { found: `asymmetric neurons: ${list(found)}`, holds: found.length > 0 },
  ]);
}

/** The features that these neurons read with a weight above .5 in size. */
export function featuresOf(weights: Weights, of: readonly number[]): number[] {
  const W = encoderOf(weights);
  return Array.from({ length: W.columns }, (_, i) => i).filter((i) =>
    of.some((h) => Math.abs(entry(W, h, i)) > 0.5),
  );
}

/** The features with exactly two neurons of their own, which read opposite signs and write positively. */
export function signedPairs(weights: Weights): number[] {
  const [E, D] = [encoderOf(weights), decoderOf(weights)];
  const alone = monosemanticNeurons(weights);
  return Array.from({ length: E.columns }, (_, i) => i).filter((i) => {
    const mine = alone.filter((h) => strongest(E, h) === i);
    const signs = mine.map((h) => Math.sign(entry(E, h, i)));
    return mine.length === 2 && signs[0] === -signs[1]! && mine.every((h) => entry(D, i, h) > 0);
  });
}
