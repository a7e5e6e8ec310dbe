/** y = ReLU(D E x + b): seed 1's net with two matrices (selau642, TwoWeight). */
import { plus, relu, times, untied } from './model.js';

export const untiedOutput = untied(
  (x, E) => times(E, x),
  (h, D, b) => relu(plus(times(D, h), b)),
);
