/** The position of a hidden unit, as seed 3 has it: the mean code with only that unit on. */
import type { AutoEncoderWeights } from '../../models/digits/weights.js';
import { type Matrix, matrix } from '../../models/matrix.js';

/** hidden × code. */
export function unitPositions({ encoder, codeBias }: AutoEncoderWeights, features: Matrix): Matrix {
  const { rows, columns: hidden, data } = features;
  return matrix(hidden, encoder.rows, (unit, a) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      sum += Math.tanh(encoder.data[a * hidden + unit]! * data[row * hidden + unit]! + codeBias[a]!);
    }
    return sum / rows;
  });
}
