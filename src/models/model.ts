/**
 * What a model is here: the formulas of its hidden layer and of its output, over a batch of rows and a
 * group of instances at once, because toy models spend their time on the dispatch of operations and not
 * in them.
 *
 * Shapes: x is [instances, rows, n]; W and the encoder E are [instances, m, n], the decoder D is
 * [instances, n, m], b is [instances, 1, n], c is [instances, 1, m]; h is [instances, rows, m] and the
 * output is shaped like x. Parameters come in the order of `parametersOf`: W, b; W, b, c; or E, D, b.
 */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { tf } from './tensorflow.js';

export interface Model {
  /** What the hidden layer holds, h, behind its ReLU where it has one. */
  readonly hidden: (parameters: readonly Tensor[], x: Tensor3D) => Tensor3D;
  /** The output y, from h. */
  readonly read: (parameters: readonly Tensor[], h: Tensor3D) => Tensor3D;
  /** What the output should be: x, or |x| for the absolute-value model. */
  readonly target: (x: Tensor3D) => Tensor3D;
}

/** The output y for an input x. */
export function outputOf(model: Model, parameters: readonly Tensor[], x: Tensor3D): Tensor3D {
  return model.read(parameters, model.hidden(parameters, x));
}

/** A model with h = W x and y = Wᵀ h + b. */
export function tied(
  h: (x: Tensor3D, W: Tensor3D) => Tensor3D,
  y: (h: Tensor3D, W: Tensor3D, b: Tensor3D) => Tensor3D,
): Model {
  return {
    hidden: ([W], x) => h(x, W as Tensor3D),
    read: ([W, b], hidden) => y(hidden, W as Tensor3D, b as Tensor3D),
    target: itself,
  };
}

/** A model with h = W x + c and y = Wᵀ h + b. */
export function hiddenBiased(
  h: (x: Tensor3D, W: Tensor3D, c: Tensor3D) => Tensor3D,
  y: (h: Tensor3D, W: Tensor3D, b: Tensor3D) => Tensor3D,
): Model {
  return {
    hidden: ([W, , c], x) => h(x, W as Tensor3D, c as Tensor3D),
    read: ([W, b], hidden) => y(hidden, W as Tensor3D, b as Tensor3D),
    target: itself,
  };
}

/** A model with h = E x and y = D h + b. */
export function untied(
  h: (x: Tensor3D, E: Tensor3D) => Tensor3D,
  y: (h: Tensor3D, D: Tensor3D, b: Tensor3D) => Tensor3D,
  target: Model['target'] = itself,
): Model {
  return {
    hidden: ([E], x) => h(x, E as Tensor3D),
    read: ([, D, b], hidden) => y(hidden, D as Tensor3D, b as Tensor3D),
    target,
  };
}

/** A v for every row v. */
export function times(A: Tensor3D, v: Tensor3D): Tensor3D {
  return tf.matMul(v, A, false, true);
}

/** Aᵀ v for every row v. */
export function transposedTimes(A: Tensor3D, v: Tensor3D): Tensor3D {
  return tf.matMul(v, A);
}

export function plus(v: Tensor3D, b: Tensor3D): Tensor3D {
  return tf.add(v, b);
}

export function relu(v: Tensor3D): Tensor3D {
  return tf.relu(v);
}

function itself(x: Tensor3D): Tensor3D {
  return x;
}
