/** Weights as the report holds them, and back: plain arrays for JSON, typed arrays for the measures. */
import type { Matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ReportedWeights } from './report.js';

export function toReported(weights: Weights): ReportedWeights {
  const b = [...weights.b];
  const { kind } = weights;
  switch (kind) {
    case 'tied':
      return { kind, W: plainMatrix(weights.W), b };
    case 'hidden-biased':
      return { kind, W: plainMatrix(weights.W), b, c: [...weights.c] };
    case 'untied':
      return { kind, encoder: plainMatrix(weights.encoder), decoder: plainMatrix(weights.decoder), b };
  }
}

export function fromReported(weights: ReportedWeights): Weights {
  const b = Float64Array.from(weights.b);
  const { kind } = weights;
  switch (kind) {
    case 'tied':
      return { kind, W: typedMatrix(weights.W), b };
    case 'hidden-biased':
      return { kind, W: typedMatrix(weights.W), b, c: Float64Array.from(weights.c) };
    case 'untied':
      return { kind, encoder: typedMatrix(weights.encoder), decoder: typedMatrix(weights.decoder), b };
  }
}

type PlainMatrix = Extract<ReportedWeights, { kind: 'tied' }>['W'];

function plainMatrix({ rows, columns, data }: Matrix): PlainMatrix {
  return { rows, columns, data: [...data] };
}

function typedMatrix({ rows, columns, data }: PlainMatrix): Matrix {
  return { rows, columns, data: Float64Array.from(data) };
}
