/**
 * h = ReLU(W x + c), y = ReLU(Wᵀ h + b): a bias in the hidden layer too. Source: Elhage et al. 2022,
 * "Superposition in a Privileged Basis", which leaves it out "for simplicity".
 */
import { hiddenBiased, plus, relu, times, transposedTimes } from './model.js';

export const reluHiddenBiased = hiddenBiased(
  (x, W, c) => relu(plus(times(W, x), c)),
  (h, W, b) => relu(plus(transposedTimes(W, h), b)),
);
