/**
 * Rows under the attack of the setting schema (`training.attack`): to each row is added that of the n + 1
 * perturbations 0 and ε G_i / ‖G_i‖, G = decoder · encoder, under which its loss is largest, the first of
 * them where several are.
 * Limits: models without a ReLU in the hidden layer. It takes n + 1 forward passes, which TensorFlow.js is
 * slow at.
 */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { type Model, outputOf } from './model.js';
import { tf } from './tensorflow.js';

/**
 * @param importance [instances, 1, n].
 * @param radius ε, [instances, 1, 1].
 * @returns x + δ, shaped like x.
 */
export function attackedRows(
  model: Model,
  parameters: readonly Tensor[],
  x: Tensor3D,
  importance: Tensor3D,
  radius: Tensor3D,
): Tensor3D {
  const [instances, , n] = x.shape;
  const target = model.target(x);
  const lossOf = (rows: Tensor3D): Tensor3D => {
    const error = tf.sub(outputOf(model, parameters, rows), target);
    return tf.sum(tf.mul(importance, tf.square(error)), 2, true);
  };
  const G = productOf(parameters);
  const norm = tf.norm(G, 'euclidean', 2, true);
  // A feature that is not read gives no attack: its row of G is 0, and so is what is added.
  const directions = tf.mul(tf.divNoNan(G, norm), radius);
  let worst = x;
  let most = lossOf(x);
  for (let i = 0; i < n; i++) {
    const rows = tf.add<Tensor3D>(x, tf.slice3d(directions as Tensor3D, [0, i, 0], [instances, 1, n]));
    const loss = lossOf(rows);
    const more = tf.greater(loss, most);
    worst = tf.where(more, rows, worst);
    most = tf.where(more, loss, most);
  }
  return worst;
}

/** decoder · encoder, [instances, n, n], from W, b or E, D, b. */
function productOf(parameters: readonly Tensor[]): Tensor3D {
  const [first, second] = parameters as readonly Tensor3D[];
  return parameters.length === 2 ? tf.matMul(first!, first!, true) : tf.matMul(second!, first!);
}
