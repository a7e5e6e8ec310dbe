/**
 * The reference for the two networks of seed 3: one row at a time, in float64 with mathjs, as the
 * formulas stand.
 *
 *     classifier      h = max(0, tanh(W₁ x + b₁)), z = W₂ h + b₂, L = mean of log Σ_k e^{z_k} − z_label
 *     auto-encoder    c = tanh(E f + e), y = max(0, tanh(D c + b)), L = mean over rows and features of (y − f)²
 */
import type { DigitSet } from '../data/digits/digit-set.js';
import type { AutoEncoderWeights, ClassifierWeights } from '../models/digits/weights.js';
import type { Matrix } from '../models/matrix.js';
import { add, map, mean, multiply, square, subtract, sum } from './mathjs.js';
import { nested } from './reference.js';

/** What is squeezed through tanh and cut at 0, and the loss. */
export interface NetworkPass {
  /** The inputs of every ReLU after its tanh: their sign decides. */
  readonly beforeRelu: readonly number[];
  readonly loss: number;
}

const pixelCount = 28 * 28;

/** The classifier on all digits of a set. */
export function referenceClassifier(weights: ClassifierWeights, digits: DigitSet): NetworkPass {
  const [W1, W2] = [nested(weights.W1), nested(weights.W2)];
  const beforeRelu: number[] = [];
  const losses = Array.from({ length: digits.count }, (_, k) => {
    const bytes = digits.images.subarray(k * pixelCount, (k + 1) * pixelCount);
    const x = Array.from(bytes, (byte) => byte / 255);
    const before = add(multiply(W1, x), [...weights.b1]);
    beforeRelu.push(...before);
    const z = add(multiply(W2, positive(hyperbolic(before))), [...weights.b2]);
    const most = Math.max(...z);
    const sumOfExponentials = sum(map(z, (value) => Math.exp(value - most)));
    return most + Math.log(sumOfExponentials) - z[digits.labels[k]!]!;
  });
  return { beforeRelu, loss: mean(losses) };
}

/** The auto-encoder on rows of features. */
export function referenceAutoEncoder(weights: AutoEncoderWeights, features: Matrix): NetworkPass {
  const [E, D] = [nested(weights.encoder), nested(weights.decoder)];
  const beforeRelu: number[] = [];
  const losses = nested(features).map((f) => {
    const code = hyperbolic(add(multiply(E, f), [...weights.codeBias]));
    const before = add(multiply(D, code), [...weights.b]);
    beforeRelu.push(...before);
    return mean(map(subtract(positive(hyperbolic(before)), f), (error) => square(error)));
  });
  return { beforeRelu, loss: mean(losses) };
}

function hyperbolic(vector: number[]): number[] {
  return map(vector, (value) => Math.tanh(value));
}

function positive(vector: number[]): number[] {
  return map(vector, (value) => Math.max(value, 0));
}
