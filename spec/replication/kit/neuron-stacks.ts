/** Neurons as the figures draw them: a row of weights for each, sorted by the feature it reads most. */
import { column, entry, type Matrix } from '../../../src/models/matrix.js';
import { decoderOf, encoderOf, type Weights } from '../../../src/models/weights.js';
import type { Stacks } from '../../../src/report/figures/figure-data.js';

type Panel = Stacks['panels'][number];

/** What each neuron reads: the rows of the encoder. */
export function readStacks(name: string, weights: Weights): Panel {
  const E = encoderOf(weights);
  return { name, neurons: order(E).map((h) => row(E, h)) };
}

/** What each neuron writes: the columns of the decoder, in the same order of neurons. */
export function writtenStacks(name: string, weights: Weights): Panel {
  const D = decoderOf(weights);
  return { name, neurons: order(encoderOf(weights)).map((h) => [...column(D, h)]) };
}

/** The feature that a neuron reads most. */
export function strongest(E: Matrix, h: number): number {
  const sizes = row(E, h).map(Math.abs);
  return sizes.indexOf(Math.max(...sizes));
}

function order(E: Matrix): number[] {
  return Array.from({ length: E.rows }, (_, h) => h).sort((a, b) => strongest(E, a) - strongest(E, b));
}

function row(E: Matrix, h: number): number[] {
  return Array.from({ length: E.columns }, (_, i) => entry(E, h, i));
}
