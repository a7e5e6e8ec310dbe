/**
 * What the two networks of seed 3 learn, as plain arrays: matrices have a row for each output.
 */
import type { Matrix } from '../matrix.js';

/** h = max(0, tanh(W₁ x + b₁)), z = W₂ h + b₂: 784 pixels, the hidden units, 10 digits. */
export interface ClassifierWeights {
  readonly kind: 'classifier';
  /** hidden × 784. */
  readonly W1: Matrix;
  /** Length hidden. */
  readonly b1: Float64Array;
  /** 10 × hidden. */
  readonly W2: Matrix;
  /** Length 10. */
  readonly b2: Float64Array;
}

/** c = tanh(E f + b_c), y = max(0, tanh(D c + b)): the hidden features, the code, the features again. */
export interface AutoEncoderWeights {
  readonly kind: 'auto-encoder';
  /** code × hidden: its columns are the embeddings of the features. */
  readonly encoder: Matrix;
  /** Length code. */
  readonly codeBias: Float64Array;
  /** hidden × code. */
  readonly decoder: Matrix;
  /** Length hidden. */
  readonly b: Float64Array;
}

/** Also the type of a gradient. */
export type NetworkWeights = ClassifierWeights | AutoEncoderWeights;

/** The parameters by name, in a fixed order. */
export function networkParameters(
  weights: NetworkWeights,
): readonly (readonly [name: string, values: Float64Array])[] {
  return weights.kind === 'classifier'
    ? [
        ['W1', weights.W1.data],
        ['b1', weights.b1],
        ['W2', weights.W2.data],
        ['b2', weights.b2],
      ]
    : [
        ['encoder', weights.encoder.data],
        ['codeBias', weights.codeBias],
        ['decoder', weights.decoder.data],
        ['b', weights.b],
      ];
}

type Change = (values: Float64Array, name: string) => Float64Array;

export function mapClassifier({ W1, b1, W2, b2 }: ClassifierWeights, change: Change): ClassifierWeights {
  return {
    kind: 'classifier',
    W1: { ...W1, data: change(W1.data, 'W1') },
    b1: change(b1, 'b1'),
    W2: { ...W2, data: change(W2.data, 'W2') },
    b2: change(b2, 'b2'),
  };
}

export function mapAutoEncoder(
  { encoder, codeBias, decoder, b }: AutoEncoderWeights,
  change: Change,
): AutoEncoderWeights {
  return {
    kind: 'auto-encoder',
    encoder: { ...encoder, data: change(encoder.data, 'encoder') },
    codeBias: change(codeBias, 'codeBias'),
    decoder: { ...decoder, data: change(decoder.data, 'decoder') },
    b: change(b, 'b'),
  };
}

export function mapNetwork<W extends NetworkWeights>(weights: W, change: Change): W {
  return (
    weights.kind === 'classifier' ? mapClassifier(weights, change) : mapAutoEncoder(weights, change)
  ) as W;
}
