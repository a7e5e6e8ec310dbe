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
export type Weights = TiedWeights | UntiedWeights;

/** Which kind of weights each model has. */
export const weightsKind: Readonly<Record<ModelName, Weights['kind']>> = {
  'relu-output': 'tied',
  linear: 'tied',
  'relu-hidden': 'tied',
  untied: 'untied',
  'absolute-value': 'untied',
};

/** m × n: the matrix whose columns are the embeddings. */
export function encoderOf(weights: Weights): Matrix {
  return weights.kind === 'tied' ? weights.W : weights.encoder;
}

/** n × m: the matrix that reads the features out of the hidden space. */
export function decoderOf(weights: Weights): Matrix {
  return weights.kind === 'tied' ? transpose(weights.W) : weights.decoder;
}

/** The parameters by name, in a fixed order: W, b or encoder, decoder, b. */
export function parametersOf(weights: Weights): readonly (readonly [name: string, values: Float64Array])[] {
  return weights.kind === 'tied'
    ? [
        ['W', weights.W.data],
        ['b', weights.b],
      ]
    : [
        ['encoder', weights.encoder.data],
        ['decoder', weights.decoder.data],
        ['b', weights.b],
      ];
}

/** The same weights with every parameter replaced by what `change` makes of it. */
export function mapParameters(
  weights: Weights,
  change: (values: Float64Array, name: string) => Float64Array,
): Weights {
  const mapped = (name: string, a: Matrix): Matrix => ({ ...a, data: change(a.data, name) });
  return weights.kind === 'tied'
    ? { kind: 'tied', W: mapped('W', weights.W), b: change(weights.b, 'b') }
    : {
        kind: 'untied',
        encoder: mapped('encoder', weights.encoder),
        decoder: mapped('decoder', weights.decoder),
        b: change(weights.b, 'b'),
      };
}
