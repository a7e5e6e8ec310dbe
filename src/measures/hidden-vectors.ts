/** The hidden vectors h = encoder · x of rows of data, before a hidden ReLU where the model has one. */
import { type Matrix, multiply, transpose } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';

/** @param x rows × n. @returns m × rows, a column for each row of data. */
export function hiddenVectors(weights: Weights, x: Matrix): Matrix {
  return multiply(encoderOf(weights), transpose(x));
}
