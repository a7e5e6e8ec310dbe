/**
 * The expected loss of a row in which feature j alone is on, exactly. Without a hidden bias the output
 * along the ray s · (±e_j), s > 0, is y_i = ReLU(a_i s + b_i) (no ReLU for `linear`) with fixed slopes a,
 * so over s ~ U[0, 1]
 *
 *     E (y_i − t_i s)² = ∫₀¹ (ReLU(a_i s + b_i) − t_i s)² ds
 *
 * is the integral of a quadratic on either side of the kink s = −b_i / a_i, where Simpson's rule is
 * exact; t_i s is the target, ±s for i = j and 0 otherwise. With a hidden bias c the slopes change where
 * a neuron goes on or off, at s = −c_h / (±E_hj), and the same is done on each stretch between.
 *
 * Source: Chen et al. 2023 (arXiv 2310.06301), the one-hot loss.
 */

import { entry } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';
import { hasNormalisedRows, importances } from '../setting/derived.js';

import type { Experiment } from './experiment.js';
import { hasOutputRelu, readingOf } from './output.js';

/** Mean over features, as the loss is. */
export function oneActiveLoss(experiment: Experiment, weights: Weights, j: number): number {
  const { model, n, data } = experiment;
  const I = importances(experiment);
  const read = readingOf(model, weights);
  const clips = hasOutputRelu[model];
  const before = (s: number): number[] =>
    Array.from(read({ active: [j], values: [s] }), (value, i) => value + weights.b[i]!);
  const alongRay = (sign: 1 | -1): number => {
    const targets = Array.from({ length: n }, (_, i) =>
      i !== j ? 0 : model === 'absolute-value' ? 1 : sign,
    );
    // A lone value is 1 where the row is divided by its length.
    if (hasNormalisedRows(data.magnitude)) {
      const errors = before(sign).map((z, i) => ((clips ? Math.max(z, 0) : z) - targets[i]!) ** 2);
      return errors.reduce((sum, error, i) => sum + I[i]! * error, 0) / n;
    }
    const cuts = hiddenKinks(weights, j, sign);
    let sum = 0;
    for (let at = 1; at < cuts.length; at++) {
      const [low, high] = [cuts[at - 1]!, cuts[at]!];
      const [start, end] = [before(sign * low), before(sign * high)];
      for (let i = 0; i < n; i++) {
        sum += I[i]! * squaredErrorOver({ low, high, start: start[i]!, end: end[i]!, t: targets[i]!, clips });
      }
    }
    return sum / n;
  };
  return data.magnitude === 'signed' ? (alongRay(1) + alongRay(-1)) / 2 : alongRay(1);
}

/** 0, the places along the ray where a neuron with a bias goes on or off, 1. */
function hiddenKinks(weights: Weights, j: number, sign: 1 | -1): number[] {
  if (weights.kind !== 'hidden-biased') return [0, 1];
  const E = encoderOf(weights);
  const kinks = Array.from(weights.c, (bias, h) => -bias / (sign * entry(E, h, j)));
  return [0, ...kinks.filter((s) => s > 0 && s < 1).sort((a, b) => a - b), 1];
}

/** A stretch of the ray on which an output before its ReLU goes in a straight line from `start` to `end`. */
interface Stretch {
  readonly low: number;
  readonly high: number;
  readonly start: number;
  readonly end: number;
  readonly t: number;
  readonly clips: boolean;
}

/** ∫ (ReLU(z) − t s)² ds over the stretch. */
function squaredErrorOver({ low, high, start, end, t, clips }: Stretch): number {
  const at = (share: number): number => {
    const z = start + share * (end - start);
    return ((clips ? Math.max(z, 0) : z) - t * (low + share * (high - low))) ** 2;
  };
  const kink = start / (start - end);
  const shares = clips && kink > 0 && kink < 1 ? [0, kink, 1] : [0, 1];
  return shares.slice(1).reduce((sum, to, index) => {
    const from = shares[index]!;
    return sum + (((to - from) * (high - low)) / 6) * (at(from) + at(to) + 4 * at((from + to) / 2));
  }, 0);
}
