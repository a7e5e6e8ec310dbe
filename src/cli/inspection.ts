/** The measures of a model as it stands, as plain data: what `inspect --json` prints. */

import { type AntipodalPair, antipodalPairs } from '../measures/antipodal-pairs.js';
import { dimensionality } from '../measures/dimensionality.js';
import { dimensionsPerFeature } from '../measures/dimensions-per-feature.js';
import { embeddingNorms } from '../measures/embedding-norms.js';
import { gram } from '../measures/gram.js';
import { distanceFromIdentity } from '../measures/identity-distance.js';
import { interference, rootInterference, unnormalisedInterference } from '../measures/interference.js';
import { representedByDiagonal, representedByNorm } from '../measures/represented.js';
import { response } from '../measures/response.js';
import { entry } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';
import type { ModelName } from '../setting/schema.js';
import type { SavedModel } from '../subjects/weights-file/read-weights.js';
import { modelNameOf } from '../subjects/weights-file/series.js';

export interface Inspection {
  readonly kind: Weights['kind'];
  readonly n: number;
  readonly m: number;
  readonly represented: {
    /** Features with (decoder · encoder)_ii > 0.5; (WᵀW)_ii where the weights are tied. */
    readonly byDiagonal: Counted;
    /** Features with ‖W_i‖ > 0.5. */
    readonly byNorm: Counted;
  };
  /** ‖decoder · encoder − I‖_F; ‖WᵀW − I‖_F where the weights are tied. */
  readonly identityDistance: number;
  /** √(n − m): no weights have a smaller identityDistance (0 where m ≥ n). */
  readonly rankBound: number;
  /**
   * ‖R − I‖_F; R = ReLU(decoder · encoder + b), unless the file names another model than those with a ReLU
   * output, or a hidden bias says that there is a ReLU in the hidden layer too.
   */
  readonly responseDistance: number;
  /** Σ D_i. */
  readonly totalDimensionality: number;
  /** m / ‖W‖_F²; null where W is 0. */
  readonly dimensionsPerFeature: number | null;
  readonly antipodalPairs: readonly AntipodalPair[];
  readonly bias: { readonly min: number; readonly max: number };
  /** In the order of the features. */
  readonly features: readonly FeatureMeasures[];
}

export interface Counted {
  readonly count: number;
  readonly features: readonly number[];
}

export interface FeatureMeasures {
  readonly feature: number;
  /** ‖W_i‖. */
  readonly norm: number;
  /** (decoder · encoder)_ii. */
  readonly diagonal: number;
  readonly bias: number;
  /** D_i. */
  readonly dimensionality: number;
  /** Σ_{j≠i} (Ŵ_i · W_j)², the paper's. */
  readonly interference: number;
  /** Its root, seed 1's. */
  readonly rootInterference: number;
  /** Σ_{j≠i} (W_i · W_j)², seed 0's. */
  readonly unnormalisedInterference: number;
  /** R_ii: the output of feature i when it alone is on, at 1. */
  readonly response: number;
  /** The other feature of its antipodal pair, or null. */
  readonly antipode: number | null;
}

/** An inspection with where it comes from: what `inspect --json` prints of a model. */
export interface ModelInspection
  extends Inspection,
    Pick<SavedModel, 'file' | 'sha256' | 'precision'>,
    Readonly<SavedModel['about']> {}

export function inspectModel(saved: SavedModel): ModelInspection {
  const { file, sha256, precision, about, weights } = saved;
  return { file, sha256, precision, ...about, ...inspectWeights(weights, modelNameOf(saved)) };
}

export function inspectWeights(weights: Weights, model: ModelName): Inspection {
  const { rows: m, columns: n } = encoderOf(weights);
  const G = gram(weights);
  const R = response(model, weights);
  const norms = embeddingNorms(weights);
  const D = dimensionality(weights);
  const perFeature = dimensionsPerFeature(weights);
  const pairs = antipodalPairs(weights);
  const antipodes = new Map(
    pairs.flatMap(({ features: [i, j] }) => [
      [i, j],
      [j, i],
    ]),
  );
  const paper = interference(weights);
  const root = rootInterference(weights);
  const unnormalised = unnormalisedInterference(weights);
  return {
    kind: weights.kind,
    n,
    m,
    represented: {
      byDiagonal: counted(representedByDiagonal(weights)),
      byNorm: counted(representedByNorm(weights)),
    },
    identityDistance: distanceFromIdentity(G),
    rankBound: Math.sqrt(Math.max(0, n - m)),
    responseDistance: distanceFromIdentity(R),
    totalDimensionality: D.reduce((sum, share) => sum + share, 0),
    dimensionsPerFeature: Number.isFinite(perFeature) ? perFeature : null,
    antipodalPairs: pairs,
    bias: { min: Math.min(...weights.b), max: Math.max(...weights.b) },
    features: norms.map((norm, i) => ({
      feature: i,
      norm,
      diagonal: entry(G, i, i),
      bias: weights.b[i]!,
      dimensionality: D[i]!,
      interference: paper[i]!,
      rootInterference: root[i]!,
      unnormalisedInterference: unnormalised[i]!,
      response: entry(R, i, i),
      antipode: antipodes.get(i) ?? null,
    })),
  };
}

function counted(features: readonly number[]): Counted {
  return { count: features.length, features };
}
