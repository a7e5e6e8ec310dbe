/**
 * Saved models that belong to one sweep: of the same model and sizes, and different in sparsity. A
 * folder may hold several, tied beside untied.
 */
import { encoderOf, type Weights } from '../../models/weights.js';
import type { ModelName } from '../../setting/schema.js';
import type { SavedModel } from './read-weights.js';

export interface Series {
  readonly kind: Weights['kind'];
  /** The model as it is named, or the one of the paper that has such weights. */
  readonly model: ModelName;
  readonly n: number;
  readonly m: number;
  /** The densest first; those of unknown sparsity last. */
  readonly models: readonly SavedModel[];
}

/** In the order in which they first appear. */
export function seriesOf(models: readonly SavedModel[]): readonly Series[] {
  const found = new Map<string, Series>();
  for (const saved of models) {
    const { rows: m, columns: n } = encoderOf(saved.weights);
    const model = modelNameOf(saved);
    const key = `${model} ${n} ${m}`;
    const others = found.get(key)?.models ?? [];
    found.set(key, { kind: saved.weights.kind, model, n, m, models: [...others, saved] });
  }
  return [...found.values()].map((series) => ({ ...series, models: [...series.models].sort(densestFirst) }));
}

/**
 * Where it is not said, a model is taken to have a ReLU at its output and none before, but where a hidden
 * bias says that it has one there too.
 */
export function modelNameOf({ weights, about }: SavedModel): ModelName {
  return about.model ?? usualModel[weights.kind];
}

const usualModel: Readonly<Record<Weights['kind'], ModelName>> = {
  tied: 'relu-output',
  'hidden-biased': 'relu-hidden-biased',
  untied: 'untied',
};

function densestFirst(a: SavedModel, b: SavedModel): number {
  return (a.about.sparsity ?? 1) - (b.about.sparsity ?? 1);
}
