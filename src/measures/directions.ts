import { entry } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';
import { representedByNorm } from './represented.js';

export interface Direction {
  readonly feature: number;
  /** To the next represented feature anticlockwise, from 0 to 360 degrees. */
  readonly gap: number;
}

/**
 * The represented features (by norm) of a model with m = 2 in the order of their directions, anticlockwise,
 * each with the angle to the next: a k-gon has k gaps of 360/k degrees.
 *
 * Source: the suite's own, for the figures in the plane of Elhage et al. 2022.
 * @throws RangeError when there are not two hidden dimensions.
 */
export function directions(weights: Weights): Direction[] {
  const W = encoderOf(weights);
  if (W.rows !== 2) throw new RangeError(`directions in the plane need m = 2, not ${W.rows}`);
  const around = representedByNorm(weights)
    .map((feature) => ({
      feature,
      angle: (Math.atan2(entry(W, 1, feature), entry(W, 0, feature)) * 180) / Math.PI,
    }))
    .sort((a, b) => a.angle - b.angle);
  return around.map(({ feature, angle }, at) => {
    const next = around[at + 1]?.angle ?? around[0]!.angle + 360;
    return { feature, gap: next - angle };
  });
}
