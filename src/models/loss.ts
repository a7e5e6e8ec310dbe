/**
 * The loss of each instance, L = mean over rows and features of I_i (y_i − target_i)², with the penalty
 * on the hidden layer and under the attack that the setting asks for, and its gradient by TensorFlow.js's
 * autodiff.
 * Source: Elhage et al. 2022, "Demonstrating Superposition"; the mean over features is the official
 * notebook's.
 */
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { attackRadius } from '../data/mean-input-norm.js';
import type { Setting } from '../setting/schema.js';
import { attackedRows } from './attack.js';
import type { Model } from './model.js';
import { tf } from './tensorflow.js';
import { stackImportances, stackNumbers } from './tensors.js';

/** What a group of instances minimises; the tensors are those of the caller. */
export interface Objective {
  /** [instances, 1, n]. */
  readonly importance: Tensor3D;
  /** λ; the same for all instances. */
  readonly hiddenPenalty: number | undefined;
  /** ε of the attack, [instances, 1, 1]; undefined for none. */
  readonly radius: Tensor3D | undefined;
}

/** @param settings one for each instance; they share model, n, the penalty, and whether there is an attack. */
export function objectiveOf(settings: readonly Setting[]): Objective {
  const { hiddenPenalty, attack } = settings[0]!.training;
  return {
    importance: stackImportances(settings),
    hiddenPenalty,
    radius: attack ? stackNumbers(settings.map(attackRadius)) : undefined,
  };
}

/** The losses, [instances], and the gradient of each instance's loss, shaped like the parameters. */
export function lossesAndGradients(
  model: Model,
  parameters: readonly Tensor[],
  x: Tensor3D,
  objective: Objective,
): { losses: Tensor1D; gradients: Tensor[] } {
  // Outside the gradient, for which the attack is a constant.
  const { importance, radius } = objective;
  const rows = radius ? attackedRows(model, parameters, x, importance, radius) : x;
  // No instance's loss depends on another's parameters, so one backward pass with a 1 for each loss
  // gives every instance its own gradient.
  const { value, grads } = tf.valueAndGrads((...current: Tensor[]) =>
    losses(model, current, rows, model.target(x), objective),
  )([...parameters], tf.ones([x.shape[0]]));
  return { losses: value as Tensor1D, gradients: grads };
}

/** [instances]. */
function losses(
  model: Model,
  parameters: readonly Tensor[],
  x: Tensor3D,
  target: Tensor3D,
  { importance, hiddenPenalty }: Objective,
): Tensor1D {
  const h = model.hidden(parameters, x);
  const error = tf.sub(model.read(parameters, h), target);
  const loss = tf.mean<Tensor1D>(tf.mul(importance, tf.square(error)), [1, 2]);
  if (hiddenPenalty === undefined) return loss;
  const penalty = tf.mean(tf.sum(absolute(h), 2), 1);
  return tf.add(loss, tf.mul(penalty, hiddenPenalty));
}

/** |h| whose gradient at 0 is 0; that of `tf.abs` is −1 there. */
function absolute(h: Tensor3D): Tensor3D {
  return tf.add(tf.relu(h), tf.relu(tf.neg(h)));
}
