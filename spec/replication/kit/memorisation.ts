/** Full-batch trainings on rows of ten features each, and what is measured of them. */
import { dimensionality } from '../../../src/measures/dimensionality.js';
import { embeddingNorms } from '../../../src/measures/embedding-norms.js';
import { populationLoss } from '../../../src/measures/population-loss.js';
import { representedByNorm } from '../../../src/measures/represented.js';
import { entry, type Matrix, matrix } from '../../../src/models/matrix.js';
import { encoderOf, type Weights } from '../../../src/models/weights.js';
import { fullBatch } from '../../../src/setting/memorisation.js';
import type { Setting } from '../../../src/setting/schema.js';
import type { FinishedRun } from '../../../src/subjects/subject.js';

/** Ten of 100 features on in a row: n = 100, S = .9. */
export function tenth(rows: number, decay = 1e-2, steps = 5000): Setting {
  return fullBatch({ n: 100, sparsity: 0.9, rows, steps, learningRate: 1e-2, decay });
}

/** Ten of 50: n = 50, S = .8. */
export function twentieth(rows: number): Setting {
  return fullBatch({ n: 50, sparsity: 0.8, rows, steps: 5000, learningRate: 1e-2 });
}

/** Ten of 1,000, as in ARENA, with the shorter training. */
export function hundredths(rows: number): Setting {
  return fullBatch({ n: 1000, sparsity: 0.99, rows, steps: 5000, learningRate: 1e-2 });
}

/** Summed over features, on the distribution from which the rows were drawn. */
export function testLoss(run: FinishedRun): number {
  return run.setting.n * populationLoss(run.setting, weightsOf(run), { rows: 2048 }).value;
}

export function weightsOf(run: FinishedRun): Weights {
  return run.outcome.weights;
}

export function frobenius(weights: Weights): number {
  return Math.hypot(...embeddingNorms(weights));
}

/** The embeddings with ‖W_i‖ > .5, as columns. */
export function represented(weights: Weights): Matrix {
  const W = encoderOf(weights);
  const features = representedByNorm(weights);
  return matrix(W.rows, features.length, (a, k) => entry(W, a, features[k]!));
}

/** D of each column among all of them, as of the embeddings of a tied model. */
export function dimensionalityOf(vectors: Matrix): number[] {
  return dimensionality({ kind: 'tied', W: vectors, b: new Float64Array(vectors.columns) });
}
