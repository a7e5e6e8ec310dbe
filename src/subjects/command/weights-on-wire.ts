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
  switch (weights.kind) {
    case 'tied':
      return { W: wireMatrix(weights.W), b };
    case 'hidden-biased':
      return { W: wireMatrix(weights.W), b, c: wireVector(weights.c) };
    case 'untied':
      return { encoder: wireMatrix(weights.encoder), decoder: wireMatrix(weights.decoder), b };
  }
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
  const found = 'encoder' in wire ? 'untied' : wire.c === undefined ? 'tied' : 'hidden-biased';
  if (found !== kind) throw wrongKind(what, model, `${partNames[kind]}, not ${partNames[found]}`);
  const b = vectorFromWire(wire.b, n, `b of ${what}`);
  if ('encoder' in wire) {
    return {
      kind: 'untied',
      encoder: matrixFromWire(wire.encoder, m, n, `the encoder of ${what} (m × n)`),
      decoder: matrixFromWire(wire.decoder, n, m, `the decoder of ${what} (n × m)`),
      b,
    };
  }
  const W = matrixFromWire(wire.W, m, n, `W of ${what} (m × n)`);
  return wire.c === undefined
    ? { kind: 'tied', W, b }
    : { kind: 'hidden-biased', W, b, c: vectorFromWire(wire.c, m, `c of ${what}`) };
}

const partNames: Readonly<Record<Weights['kind'], string>> = {
  tied: 'W and b',
  'hidden-biased': 'W, b and c',
  untied: 'encoder, decoder and b',
};

function wrongKind(what: string, model: string, parts: string): SubjectFault {
  return new SubjectFault(`${what} of the model ${model} must have ${parts}`);
}
