/** y = ReLU(Wᵀ W x + b). Source: Elhage et al. 2022, "Demonstrating Superposition", the ReLU output model. */
import { plus, relu, tied, times, transposedTimes } from './model.js';

export const reluOutput = tied(
  (x, W) => times(W, x),
  (h, W, b) => relu(plus(transposedTimes(W, h), b)),
);
