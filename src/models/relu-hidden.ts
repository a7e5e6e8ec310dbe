/** h = ReLU(W x), y = ReLU(Wᵀ h + b): the ReLU output model with a nonlinearity in the hidden layer too. */
import { plus, relu, tied, times, transposedTimes } from './model.js';

export const reluHidden = tied(
  (x, W) => relu(times(W, x)),
  (h, W, b) => relu(plus(transposedTimes(W, h), b)),
);
