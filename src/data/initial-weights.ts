/** The weights from which a training starts: matrices drawn as the setting says, and biases of 0. */
import type { Matrix } from '../models/matrix.js';
import { type Weights, weightsKind } from '../models/weights.js';
import { initialDistribution } from '../setting/derived.js';
import type { Setting } from '../setting/schema.js';
import { normal } from './normal.js';
import { openStream } from './random.js';

/**
 * Rounded to float32, so that engines of either precision start from the same numbers. Untied models
 * draw the encoder first and then the decoder, independently.
 */
export function initialWeights(setting: Setting, seed: number): Weights {
  const { model, n, m } = setting;
  const stream = openStream(seed, 'initialisation');
  const distribution = initialDistribution(setting);
  const draw =
    distribution.kind === 'normal'
      ? () => distribution.deviation * normal(stream)
      : () => distribution.low + (distribution.high - distribution.low) * stream.uniform();
  const drawMatrix = (rows: number, columns: number): Matrix => ({
    rows,
    columns,
    data: Float64Array.from({ length: rows * columns }, () => Math.fround(draw())),
  });
  const b = new Float64Array(n);
  const kind = weightsKind[model];
  switch (kind) {
    case 'tied':
      return { kind, W: drawMatrix(m, n), b };
    case 'hidden-biased':
      return { kind, W: drawMatrix(m, n), b, c: new Float64Array(m) };
    case 'untied':
      return { kind, encoder: drawMatrix(m, n), decoder: drawMatrix(n, m), b };
  }
}
