/**
 * Where the parameters of an instance lie among its floats. The encoder E (h = E x) and the decoder D
 * (z = D h + b) are kept by feature: the `stride` hidden entries of feature i begin at i · stride, and of
 * tied models, where D = Eᵀ, both are the same floats. Then come b and, if there is one, c.
 *
 * Shaders that read four floats at a time need rows and entries padded with zeros to multiples of four.
 */
import { type Matrix, matrix } from '../../../models/matrix.js';
import { encoderOf, type Weights } from '../../../models/weights.js';
import type { KernelShape } from './kernel-shape.js';

export interface Layout {
  readonly n: number;
  readonly m: number;
  /** Features and hidden dimensions, padding included. */
  readonly features: number;
  readonly stride: number;
  /** Where D, b and c begin; E begins at 0. */
  readonly decoder: number;
  readonly b: number;
  readonly c: number;
  /** Floats of an instance. */
  readonly length: number;
}

export function layoutOf(
  { n, m, model }: Pick<KernelShape, 'n' | 'm' | 'model'>,
  padding: 'tight' | 'fours',
): Layout {
  const padded = (count: number): number => (padding === 'fours' ? 4 * Math.ceil(count / 4) : count);
  const features = padded(n);
  const stride = padded(m);
  const matrixLength = features * stride;
  const decoder = model.isTied ? 0 : matrixLength;
  const b = decoder + matrixLength;
  const c = b + features;
  return { n, m, features, stride, decoder, b, c, length: c + (model.hasHiddenBias ? stride : 0) };
}

/** Writes weights into the floats of an instance, whose padding is 0 already. */
export function writeWeights(layout: Layout, weights: Weights, into: Float32Array): void {
  const { n, m, stride, decoder } = layout;
  const E = encoderOf(weights);
  for (let a = 0; a < m; a++) {
    for (let i = 0; i < n; i++) into[i * stride + a] = E.data[a * n + i]!;
  }
  if (weights.kind === 'untied') {
    for (let i = 0; i < n; i++) {
      for (let a = 0; a < m; a++) into[decoder + i * stride + a] = weights.decoder.data[i * m + a]!;
    }
  }
  into.set(weights.b, layout.b);
  if (weights.kind === 'hidden-biased') into.set(weights.c, layout.c);
}

/** The weights, or a gradient, in the floats of an instance. */
export function readWeights(layout: Layout, kind: Weights['kind'], from: Float32Array): Weights {
  const { n, m, stride, decoder } = layout;
  const E: Matrix = matrix(m, n, (a, i) => from[i * stride + a]!);
  const b = Float64Array.from(from.subarray(layout.b, layout.b + n));
  switch (kind) {
    case 'tied':
      return { kind, W: E, b };
    case 'hidden-biased':
      return { kind, W: E, b, c: Float64Array.from(from.subarray(layout.c, layout.c + m)) };
    case 'untied':
      return { kind, encoder: E, decoder: matrix(n, m, (i, a) => from[decoder + i * stride + a]!), b };
  }
}
