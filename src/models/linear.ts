/** y = Wᵀ W x + b. Source: Elhage et al. 2022, "Demonstrating Superposition", the linear model. */
import { plus, tied, times, transposedTimes } from './model.js';

export const linear = tied(
  (x, W) => times(W, x),
  (h, W, b) => plus(transposedTimes(W, h), b),
);
