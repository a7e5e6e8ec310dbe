/** Weights, and gradients, which have the same form, to the wire and from it. */
import type { z } from 'zod';
import { type Weights, weightsKind } from '../../models/weights.js';
import type { Setting } from '../../setting/schema.js';
import { matrixFromWire, vectorFromWire, wireMatrix, wireVector } from './arrays.js';
import type { wireWeightsSchema } from './protocol.js';
import { SubjectFault } from './subject-fault.js';

export type WireWeights = z.output<typeof wireWeightsSchema>;

export function wireWeights(weights: Weights): WireWeights {
  const b = wireVector(weights.b);
  return weights.kind === 'tied'
    ? { W: wireMatrix(weights.W), b }
    : { encoder: wireMatrix(weights.encoder), decoder: wireMatrix(weights.decoder), b };
}

/**
 * @param what `the gradient`, `the weights`.
 * @throws SubjectFault when the weights are not of the kind and shape of the model.
 */
export function weightsFromWire(
  wire: WireWeights,
  { model, n, m }: Pick<Setting, 'model' | 'n' | 'm'>,
  what: string,
): Weights {
  const kind = weightsKind[model];
  if ('W' in wire) {
    if (kind !== 'tied') throw wrongKind(what, model, 'encoder, decoder and b, not W and b');
    const W = matrixFromWire(wire.W, m, n, `W of ${what} (m × n)`);
    return { kind, W, b: vectorFromWire(wire.b, n, `b of ${what}`) };
  }
  if (kind !== 'untied') throw wrongKind(what, model, 'W and b, not encoder, decoder and b');
  return {
    kind,
    encoder: matrixFromWire(wire.encoder, m, n, `the encoder of ${what} (m × n)`),
    decoder: matrixFromWire(wire.decoder, n, m, `the decoder of ${what} (n × m)`),
    b: vectorFromWire(wire.b, n, `b of ${what}`),
  };
}

function wrongKind(what: string, model: string, parts: string): SubjectFault {
  return new SubjectFault(`${what} of the model ${model} must have ${parts}`);
}
