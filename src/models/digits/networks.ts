/**
 * The two networks of seed 3 in TensorFlow.js, with its autodiff.
 *
 *     classifier      h = max(0, tanh(W₁ x + b₁)), z = W₂ h + b₂, L = mean over digits of −log softmax(z)_label
 *     auto-encoder    c = tanh(E f + e), y = max(0, tanh(D c + b)), L = mean over rows and features of (y − f)²
 *
 * Rows are digits, so the matrices act from the right, transposed. Source: seed 3 ("Exp1").
 */
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { classes, type DigitSet, pixels } from '../../data/digits/digit-set.js';
import type { Matrix } from '../matrix.js';
import { tf } from '../tensorflow.js';
import { mapNetwork, type NetworkWeights, networkParameters } from './weights.js';

/** The parameters as tensors, in the order of `networkParameters`; biases as 1 × length. */
export function networkTensors(weights: NetworkWeights): Tensor2D[] {
  const shapes =
    weights.kind === 'classifier'
      ? [weights.W1, row(weights.b1), weights.W2, row(weights.b2)]
      : [weights.encoder, row(weights.codeBias), weights.decoder, row(weights.b)];
  return shapes.map(({ rows, columns, data }) => tf.tensor2d(Float32Array.from(data), [rows, columns]));
}

/** The weights of these values, one array a parameter; `like` says of which network and shape they are. */
export function networkFrom<W extends NetworkWeights>(values: readonly Float32Array[], like: W): W {
  const names = networkParameters(like).map(([name]) => name);
  return mapNetwork(like, (_, name) => Float64Array.from(values[names.indexOf(name)]!));
}

/** The features h of digits x, rows × hidden. */
export function hiddenFeatures([W1, b1]: readonly Tensor[], x: Tensor2D): Tensor2D {
  return tf.relu(tf.tanh(tf.add(tf.matMul(x, W1 as Tensor2D, false, true), b1!)));
}

/** The scores z of digits x, rows × 10. */
export function scores(parameters: readonly Tensor[], x: Tensor2D): Tensor2D {
  const [, , W2, b2] = parameters;
  return tf.add(tf.matMul(hiddenFeatures(parameters, x), W2 as Tensor2D, false, true), b2!);
}

/** @param labels rows × 10, 1 at the label. */
export function classifierLoss(parameters: readonly Tensor[], x: Tensor2D, labels: Tensor2D): Scalar {
  const likelihoods = tf.sum(tf.mul(labels, tf.logSoftmax(scores(parameters, x))), 1);
  return tf.neg(tf.mean(likelihoods));
}

/** @param features rows × hidden. */
export function autoEncoderLoss(parameters: readonly Tensor[], features: Tensor2D): Scalar {
  const [E, e, D, b] = parameters;
  const code = tf.tanh(tf.add(tf.matMul(features, E as Tensor2D, false, true), e!));
  const output = tf.relu(tf.tanh(tf.add(tf.matMul(code, D as Tensor2D, false, true), b!)));
  return tf.mean(tf.square(tf.sub(output, features)));
}

/** A loss and its gradient, in the order of the parameters. */
export function lossAndGradients(
  loss: (...parameters: Tensor[]) => Scalar,
  parameters: readonly Tensor[],
): { value: Scalar; gradients: Tensor[] } {
  const { value, grads } = tf.valueAndGrads(loss)([...parameters]);
  return { value: value as Scalar, gradients: grads };
}

/** Some digits of a set as rows of values in [0, 1], and their labels as rows with a 1. */
export function digitTensors(
  { images, labels }: DigitSet,
  chosen: Uint32Array,
): { x: Tensor2D; labels: Tensor2D } {
  const values = new Float32Array(chosen.length * pixels);
  const ones = new Float32Array(chosen.length * classes);
  chosen.forEach((digit, row) => {
    for (let pixel = 0; pixel < pixels; pixel++) {
      values[row * pixels + pixel] = images[digit * pixels + pixel]! / 255;
    }
    ones[row * classes + labels[digit]!] = 1;
  });
  return {
    x: tf.tensor2d(values, [chosen.length, pixels]),
    labels: tf.tensor2d(ones, [chosen.length, classes]),
  };
}

function row(data: Float64Array): Matrix {
  return { rows: 1, columns: data.length, data };
}
