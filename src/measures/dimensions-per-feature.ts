import { encoderOf, type Weights } from '../models/weights.js';

/**
 * D* = m / ‖W‖_F²: hidden dimensions per feature, counting a feature by ‖W_i‖². 1 when m features
 * have a dimension each, 1/2 when all are antipodal pairs; infinite for W = 0. Of untied weights, W
 * is the encoder.
 *
 * Source: Elhage et al. 2022, "The Geometry of Superposition".
 */
export function dimensionsPerFeature(weights: Weights): number {
  const { rows, data } = encoderOf(weights);
  return rows / data.reduce((sum, w) => sum + w * w, 0);
}
