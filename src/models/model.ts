/**
 * What a model is here: the formula of its output, over a batch of rows and a group of instances at
 * once, because toy models spend their time on the dispatch of operations and not in them.
 *
 * Shapes: x is [instances, rows, n]; W and the encoder E are [instances, m, n], the decoder D is
 * [instances, n, m], b is [instances, 1, n]; the output is shaped like x.
 */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { tf } from './tensorflow.js';

export interface Model {
  /** The output y for the parameters in the order of `parametersOf`: W, b or E, D, b. */
  readonly output: (parameters: readonly Tensor[], x: Tensor3D) => Tensor3D;
  /** What the output should be: x, or |x| for the absolute-value model. */
  readonly target: (x: Tensor3D) => Tensor3D;
}

/** A model with h = W x and y = Wᵀ h + b. */
export function tied(
  y: (x: Tensor3D, W: Tensor3D, b: Tensor3D) => Tensor3D,
  target: Model['target'] = itself,
): Model {
  return { output: ([W, b], x) => y(x, W as Tensor3D, b as Tensor3D), target };
}

/** A model with h = E x and y = D h + b. */
export function untied(
  y: (x: Tensor3D, E: Tensor3D, D: Tensor3D, b: Tensor3D) => Tensor3D,
  target: Model['target'] = itself,
): Model {
  return { output: ([E, D, b], x) => y(x, E as Tensor3D, D as Tensor3D, b as Tensor3D), target };
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
