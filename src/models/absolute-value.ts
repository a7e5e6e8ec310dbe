/**
 * h = ReLU(E x), y = ReLU(D h + b), to be |x|. Source: Elhage et al. 2022, "Computation in
 * Superposition".
 */
import { plus, relu, times, untied } from './model.js';
import { tf } from './tensorflow.js';

export const absoluteValue = untied(
  (x, E) => relu(times(E, x)),
  (h, D, b) => relu(plus(times(D, h), b)),
  (x) => tf.abs(x),
);
