/**
 * The expected loss of a row in which feature j alone is on, exactly. Since no model has a hidden
 * bias, the output along the ray s · (±e_j), s > 0, is y_i = ReLU(a_i s + b_i) (no ReLU for `linear`)
 * with fixed slopes a, so over s ~ U[0, 1]
 *
 *     E (y_i − c_i s)² = ∫₀¹ (ReLU(a_i s + b_i) − c_i s)² ds
 *
 * is the integral of a quadratic on either side of the kink s = −b_i / a_i, where Simpson's rule is
 * exact; c_i s is the target, ±s for i = j and 0 otherwise.
 *
 * Source: claims E11; Chen et al. 2023 (arXiv 2310.06301), the one-hot loss.
 */
import type { Weights } from '../models/weights.js';
import { hasNormalisedRows, importances } from '../setting/derived.js';
import type { Experiment } from './experiment.js';
import { hasOutputRelu, slopeOf } from './output.js';

/** Mean over features, as the loss is. */
export function oneActiveLoss(experiment: Experiment, weights: Weights, j: number): number {
  const { model, n, data } = experiment;
  const I = importances(experiment);
  const slope = slopeOf(model, weights);
  const clips = hasOutputRelu[model];
  const alongRay = (sign: 1 | -1): number => {
    const a = slope({ active: [j], values: [sign] });
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const ray: Ray = {
        a: a[i]!,
        b: weights.b[i]!,
        c: i !== j ? 0 : model === 'absolute-value' ? 1 : sign,
        clips,
      };
      // A lone value is 1 where the row is divided by its length.
      sum += I[i]! * (hasNormalisedRows(data.magnitude) ? squaredError(ray, 1) : meanSquaredError(ray));
    }
    return sum / n;
  };
  return data.magnitude === 'signed' ? (alongRay(1) + alongRay(-1)) / 2 : alongRay(1);
}

interface Ray {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly clips: boolean;
}

function squaredError({ a, b, c, clips }: Ray, s: number): number {
  const before = a * s + b;
  return ((clips ? Math.max(before, 0) : before) - c * s) ** 2;
}

/** ∫₀¹ squaredError ds. */
function meanSquaredError(ray: Ray): number {
  const kink = -ray.b / ray.a;
  const cuts = ray.clips && kink > 0 && kink < 1 ? [0, kink, 1] : [0, 1];
  return cuts.slice(1).reduce((sum, high, at) => {
    const low = cuts[at]!;
    const ends = squaredError(ray, low) + squaredError(ray, high);
    return sum + ((high - low) / 6) * (ends + 4 * squaredError(ray, (low + high) / 2));
  }, 0);
}
