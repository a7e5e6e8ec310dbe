/**
 * The importance of a hidden unit to the auto-encoder, as seed 3 has it: by how much the reconstruction
 * error grows when the unit is zeroed, as a share of the sum over units.
 */
import type { AutoEncoderWeights } from '../../models/digits/weights.js';
import type { Matrix } from '../../models/matrix.js';

/** The mean over rows and features of (y − f)², the features of one unit taken for 0 on the way in. */
export function reconstructionError(weights: AutoEncoderWeights, features: Matrix, zeroed = -1): number {
  const { encoder, codeBias, decoder, b } = weights;
  const { rows, columns: hidden, data } = features;
  const code = encoder.rows;
  const c = new Float64Array(code);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const f = data.subarray(row * hidden, (row + 1) * hidden);
    for (let a = 0; a < code; a++) {
      let inner = codeBias[a]!;
      for (let unit = 0; unit < hidden; unit++) {
        if (unit !== zeroed) inner += encoder.data[a * hidden + unit]! * f[unit]!;
      }
      c[a] = Math.tanh(inner);
    }
    for (let unit = 0; unit < hidden; unit++) {
      let outer = b[unit]!;
      for (let a = 0; a < code; a++) outer += decoder.data[unit * code + a]! * c[a]!;
      sum += (Math.max(0, Math.tanh(outer)) - f[unit]!) ** 2;
    }
  }
  return sum / (rows * hidden);
}

/** The growth of the error for each unit; negative where the code does better without it. */
export function unitImportances(weights: AutoEncoderWeights, features: Matrix): number[] {
  const whole = reconstructionError(weights, features);
  return Array.from(
    { length: features.columns },
    (_, unit) => reconstructionError(weights, features, unit) - whole,
  );
}
