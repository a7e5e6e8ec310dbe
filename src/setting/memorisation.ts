/**
 * The settings of memorisation and double descent (Henighan et al. 2023, "Superposition, Memorization, and
 * Double Descent") and of its replications: T rows of unit length, drawn once, on all of which y = ReLU(WᵀWx + b)
 * is trained at every step.
 */
import type { Setting } from './schema.js';
import { parseSetting } from './setting.js';
import { probabilityAt } from './sources.js';

export interface FullBatch {
  readonly n: number;
  readonly sparsity: number;
  /** T, the number of rows of the training set. */
  readonly rows: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Weight decay of AdamW; 1e-2 when left out, as documented. */
  readonly decay?: number;
}

/**
 * m = 2, I = 1, Xavier, AdamW, a warm-up over a twentieth of the steps and a half cosine down to 0.
 *
 * The documented loss is summed over features, ours is their mean. Adam divides by the size of the gradient, so
 * ε = 1e-8 / n makes it the same training.
 */
export function fullBatch({ n, sparsity, rows, steps, learningRate, decay = 1e-2 }: FullBatch): Setting {
  return parseSetting({
    model: 'relu-output',
    n,
    m: 2,
    data: {
      probability: probabilityAt(sparsity),
      magnitude: 'uniform-normalised',
      rows: { kind: 'full-batch' },
    },
    training: {
      optimiser: { kind: 'adamw', decay, epsilon: 1e-8 / n },
      learningRate,
      schedule: { kind: 'cosine', warmup: Math.round(steps / 20) },
      steps,
      batch: rows,
    },
  });
}

/**
 * The paper: n = 10,000, S = .999, 50,000 steps at 1e-3 with 2,500 of warm-up. A training takes some seconds for
 * a few rows and more than an hour of a core for T = 10,000.
 */
export function paperMemorisation(rows: number): Setting {
  return fullBatch({ n: 10_000, sparsity: 0.999, rows, steps: 50_000, learningRate: 1e-3 });
}

/** Hobbhahn's replication and ARENA's: n = 1,000, S = .99; ARENA takes 15,000 steps. */
export function arenaMemorisation(rows: number): Setting {
  return fullBatch({ n: 1000, sparsity: 0.99, rows, steps: 15_000, learningRate: 1e-3 });
}
