/**
 * The first weights of the two networks and the order in which they see the digits, from the seed.
 *
 * PyTorch's nn.Linear, which seed 3 uses: weights and biases alike U(−1/√k, 1/√k) for k inputs. Every
 * pass takes the digits in a new order (Fisher and Yates). The classifier and the auto-encoder have
 * streams of their own, so that the one does not change with the epochs of the other.
 */

import type { AutoEncoderWeights, ClassifierWeights } from '../../models/digits/weights.js';
import { type Matrix, matrix } from '../../models/matrix.js';
import { openStream, type RandomStream } from '../random.js';
import { classes, pixels } from './digit-set.js';

export function initialClassifier(hidden: number, seed: number): ClassifierWeights {
  const stream = openStream(seed, 'initialisation');
  const W1 = drawMatrix(stream, hidden, pixels, pixels);
  const b1 = drawMatrix(stream, 1, hidden, pixels).data;
  const W2 = drawMatrix(stream, classes, hidden, hidden);
  return { kind: 'classifier', W1, b1, W2, b2: drawMatrix(stream, 1, classes, hidden).data };
}

export function initialAutoEncoder(hidden: number, code: number, seed: number): AutoEncoderWeights {
  const stream = openStream(seed, 'auto-encoder');
  const encoder = drawMatrix(stream, code, hidden, hidden);
  const codeBias = drawMatrix(stream, 1, code, hidden).data;
  const decoder = drawMatrix(stream, hidden, code, code);
  return { kind: 'auto-encoder', encoder, codeBias, decoder, b: drawMatrix(stream, 1, hidden, code).data };
}

/** Numbers that float32 holds, as all subjects begin with them. */
function drawMatrix(stream: RandomStream, rows: number, columns: number, inputs: number): Matrix {
  const bound = 1 / Math.sqrt(inputs);
  return matrix(rows, columns, () => Math.fround(bound * (2 * stream.uniform() - 1)));
}

/** The orders of the passes, one after the other; each call gives the next. */
export function openOrder(
  network: 'classifier' | 'auto-encoder',
  count: number,
  seed: number,
): () => Uint32Array {
  const stream = openStream(seed, network === 'classifier' ? 'order' : 'order of the auto-encoder');
  return () => {
    const order = Uint32Array.from({ length: count }, (_, k) => k);
    for (let left = count; left > 1; left--) {
      const chosen = Math.floor(left * stream.uniform());
      const last = order[left - 1]!;
      order[left - 1] = order[chosen]!;
      order[chosen] = last;
    }
    return order;
  };
}
