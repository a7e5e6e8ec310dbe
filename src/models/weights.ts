/**
 * What a training learns, in the paper's orientation: W is m × n and its column W_i is the embedding
 * of feature i. Sources that store n × m are transposed on the way in.
 */
import type { ModelName } from '../setting/schema.js';
import { type Matrix, transpose } from './matrix.js';

/** One matrix used twice: h = W x, y = Wᵀ h + b (relu-output, linear, relu-hidden). */
export interface TiedWeights {
  readonly kind: 'tied';
  /** m × n. */
  readonly W: Matrix;
  /** Length n. */
  readonly b: Float64Array;
}

/** One matrix used twice, and a bias in the hidden layer: h = W x + c, y = Wᵀ h + b (relu-hidden-biased). */
export interface HiddenBiasedWeights {
  readonly kind: 'hidden-biased';
  /** m × n. */
  readonly W: Matrix;
  /** Length n. */
  readonly b: Float64Array;
  /** Length m. */
  readonly c: Float64Array;
}

/** Two matrices: h = E x, y = D h + b (untied, absolute-value). */
export interface UntiedWeights {
  readonly kind: 'untied';
  /** m × n. */
  readonly encoder: Matrix;
  /** n × m. */
  readonly decoder: Matrix;
  /** Length n. */
  readonly b: Float64Array;
}

/** Also the type of a gradient, which has one array for each parameter. */
export type Weights = TiedWeights | HiddenBiasedWeights | UntiedWeights;

/** Which kind of weights each model has. */
export const weightsKind: Readonly<Record<ModelName, Weights['kind']>> = {
  'relu-output': 'tied',
  linear: 'tied',
  'relu-hidden': 'tied',
  'relu-hidden-biased': 'hidden-biased',
  untied: 'untied',
  'absolute-value': 'untied',
};

/** m × n: the matrix whose columns are the embeddings. */
export function encoderOf(weights: Weights): Matrix {
  return weights.kind === 'untied' ? weights.encoder : weights.W;
}

/** n × m: the matrix that reads the features out of the hidden space. */
export function decoderOf(weights: Weights): Matrix {
  return weights.kind === 'untied' ? weights.decoder : transpose(weights.W);
}

/** The parameters by name, in a fixed order: W, b; W, b, c; or encoder, decoder, b. */
export function parametersOf(weights: Weights): readonly (readonly [name: string, values: Float64Array])[] {
  switch (weights.kind) {
    case 'tied':
      return [
        ['W', weights.W.data],
        ['b', weights.b],
      ];
    case 'hidden-biased':
      return [
        ['W', weights.W.data],
        ['b', weights.b],
        ['c', weights.c],
      ];
    case 'untied':
      return [
        ['encoder', weights.encoder.data],
        ['decoder', weights.decoder.data],
        ['b', weights.b],
      ];
  }
}

/** The same weights with every parameter replaced by what `change` makes of it, in the order of `parametersOf`. */
export function mapParameters(
  weights: Weights,
  change: (values: Float64Array, name: string) => Float64Array,
): Weights {
  const { kind } = weights;
  const mapped = (name: string, a: Matrix): Matrix => ({ ...a, data: change(a.data, name) });
  switch (kind) {
    case 'tied':
      return { kind, W: mapped('W', weights.W), b: change(weights.b, 'b') };
    case 'hidden-biased':
      return { kind, W: mapped('W', weights.W), b: change(weights.b, 'b'), c: change(weights.c, 'c') };
    case 'untied':
      return {
        kind,
        encoder: mapped('encoder', weights.encoder),
        decoder: mapped('decoder', weights.decoder),
        b: change(weights.b, 'b'),
      };
  }
}
