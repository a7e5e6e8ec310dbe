/**
 * Adam and AdamW as PyTorch defines them, on tensors. With gradient g at step t (from 1), rate r,
 * decay d:
 *
 *     Adam:   g ← g + d w          AdamW:  w ← (1 − r d) w
 *     μ ← β₁ μ + (1 − β₁) g        ν ← β₂ ν + (1 − β₂) g²
 *     w ← w − r μ̂ / (√ν̂ + ε),     μ̂ = μ / (1 − β₁ᵗ),   ν̂ = ν / (1 − β₂ᵗ)
 *
 * for every parameter, the bias included.
 * Sources: Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2; the documentation
 * of torch.optim.Adam and AdamW.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Setting } from '../setting/schema.js';
import { tf } from './tensorflow.js';

/** One parameter and the two moments of its gradient. */
export interface Moving {
  readonly value: Tensor;
  readonly mean: Tensor;
  readonly square: Tensor;
}

/** A parameter before its first step. */
export function atRest(value: Tensor): Moving {
  return { value, mean: tf.zerosLike(value), square: tf.zerosLike(value) };
}

/** The parameter after step `step`, counted from 1. To be called inside `tf.tidy`. */
export function adamStep(
  before: Moving,
  gradient: Tensor,
  { kind, beta1, beta2, epsilon, decay }: Setting['training']['optimiser'],
  learningRate: number,
  step: number,
): Moving {
  const coupled = kind === 'adam' && decay > 0;
  const g = coupled ? tf.add(gradient, tf.mul(before.value, decay)) : gradient;
  const decoupled = kind === 'adamw' && decay > 0;
  const value = decoupled ? tf.mul(before.value, 1 - learningRate * decay) : before.value;
  const mean = tf.add(tf.mul(before.mean, beta1), tf.mul(g, 1 - beta1));
  const square = tf.add(tf.mul(before.square, beta2), tf.mul(tf.square(g), 1 - beta2));
  const deviation = tf.div(tf.sqrt(square), Math.sqrt(1 - beta2 ** step));
  const rate = learningRate / (1 - beta1 ** step);
  const move = tf.div(tf.mul(mean, rate), tf.add(deviation, epsilon));
  return { value: tf.sub(value, move), mean, square };
}

export function tensorsOf(moving: readonly Moving[]): Tensor[] {
  return moving.flatMap(({ value, mean, square }) => [value, mean, square]);
}
