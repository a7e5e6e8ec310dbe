/** The settings of "The Geometry of Superposition": equally important features, one probability for all. */
import { dimensionality } from '../../../src/measures/dimensionality.js';
import { representedByNorm } from '../../../src/measures/represented.js';
import type { Weights } from '../../../src/models/weights.js';
import type { Setting } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';
import type { FinishedRun } from '../../../src/subjects/subject.js';

export type Runs = Readonly<Record<string, FinishedRun>>;

/** AdamW as in the official notebook; shorter, at a higher rate that falls to 0. */
export function uniform(p: number, n = 48, m = 6): Setting {
  return parseSetting({
    model: 'relu-output',
    n,
    m,
    data: { probability: p },
    training: {
      optimiser: { kind: 'adamw', decay: 0.01 },
      learningRate: 5e-3,
      schedule: { kind: 'cosine' },
      steps: 1500,
      batch: 256,
    },
  });
}

/** `{ 'p = .4': …, 'p = .3': … }`. */
export function uniformAt(...probabilities: readonly number[]): Record<string, Setting> {
  return Object.fromEntries(probabilities.map((p) => [nameOf(p), uniform(p)]));
}

/** The weights of the run whose setting is named by this probability. */
export function weightsAt(runs: Runs, p: number): Weights {
  return runs[nameOf(p)]!.outcome.weights;
}

/** The represented features whose dimensionality lies within `width` of a level. */
export function featuresNear(weights: Weights, level: number, width: number): number[] {
  const D = dimensionality(weights);
  return representedByNorm(weights).filter((i) => Math.abs(D[i]! - level) < width);
}

function nameOf(p: number): string {
  return `p = ${String(p).replace(/^0/, '')}`;
}
