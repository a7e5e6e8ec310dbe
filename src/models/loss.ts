/**
 * The loss of each instance, L = mean over rows and features of I_i (y_i − target_i)², and its
 * gradient by TensorFlow.js's autodiff.
 * Source: Elhage et al. 2022, "Demonstrating Superposition"; the mean over features is the official
 * notebook's.
 */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Model } from './model.js';
import { tf } from './tensorflow.js';

/**
 * @param importance [instances, 1, n].
 * @returns [instances].
 */
export function losses(
  model: Model,
  parameters: readonly Tensor[],
  x: Tensor3D,
  importance: Tensor3D,
): Tensor1D {
  const error = tf.sub(model.output(parameters, x), model.target(x));
  return tf.mean(tf.mul(importance, tf.square(error)), [1, 2]);
}

/** The losses, [instances], and the gradient of each instance's loss, shaped like the parameters. */
export function lossesAndGradients(
  model: Model,
  parameters: readonly Tensor[],
  x: Tensor3D,
  importance: Tensor3D,
): { losses: Tensor1D; gradients: Tensor[] } {
  // No instance's loss depends on another's parameters, so one backward pass with a 1 for each loss
  // gives every instance its own gradient.
  const { value, grads } = tf.valueAndGrads((...current: Tensor[]) => losses(model, current, x, importance))(
    [...parameters],
    tf.ones([x.shape[0]]),
  );
  return { losses: value as Tensor1D, gradients: grads };
}
