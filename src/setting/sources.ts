/**
 * The settings that the paper, its notebook and the four replications document, by name.
 *
 * Where a source trains several instances side by side (a sweep over feature probability), the
 * constant is the list of their settings. Seed 3 trains on digits and has settings of its own kind.
 */
import type { Setting, SettingInput } from './schema.js';
import { parseSetting } from './setting.js';

/** S = 0, .7, .9, .97, .99, .997, .999: the columns of the paper's figures of WᵀW over sparsity. */
export const paperSparsities = [0, 0.7, 0.9, 0.97, 0.99, 0.997, 0.999] as const;

/**
 * The official notebook's training (anthropics/toy-models-of-superposition): AdamW with PyTorch's
 * default decay .01, rate 1e-3, constant (a schedule is defined there and not used), 10,000 steps of
 * 1,024 fresh rows, xavier_normal_, b = 0, loss averaged over rows and features. The paper itself
 * states none of these, so they serve for its experiments too.
 */
export const officialTraining = {
  optimiser: { kind: 'adamw', decay: 0.01 },
  learningRate: 1e-3,
  steps: 10_000,
  batch: 1024,
} as const satisfies SettingInput['training'];

/** The paper, "Demonstrating superposition": n = 5, m = 2, I = .9^i (figure of the introduction). */
export function paperFiveFeatures(sparsity: number): Setting {
  return demonstrating({ model: 'relu-output', n: 5, m: 2 }, 0.9, sparsity);
}

/** The paper, "Demonstrating superposition": n = 20, m = 5, I = .7^i; linear or ReLU. */
export function paperTwentyFeatures(
  sparsity: number,
  model: 'relu-output' | 'linear' = 'relu-output',
): Setting {
  return demonstrating({ model, n: 20, m: 5 }, 0.7, sparsity);
}

/** The paper, "Demonstrating superposition": n = 80, m = 20, I = .9^i; linear or ReLU. */
export function paperEightyFeatures(
  sparsity: number,
  model: 'relu-output' | 'linear' = 'relu-output',
): Setting {
  return demonstrating({ model, n: 80, m: 20 }, 0.9, sparsity);
}

function demonstrating(
  size: Pick<SettingInput, 'model' | 'n' | 'm'>,
  base: number,
  sparsity: number,
): Setting {
  return parseSetting({
    ...size,
    importance: { kind: 'geometric', base },
    data: { probability: probabilityAt(sparsity) },
    training: officialTraining,
  });
}

/** The paper, "The geometry of superposition": n = 400, m = 30, all importances 1. */
export function paperGeometry(probability: number): Setting {
  return parseSetting({
    model: 'relu-output',
    n: 400,
    m: 30,
    data: { probability },
    training: officialTraining,
  });
}

/** The official notebook's three sweeps: each instance of a sweep has its own feature probability. */
export const officialIntroduction: readonly Setting[] = officialSweep(
  { n: 5, m: 2, importance: { kind: 'geometric', base: 0.9 } },
  10,
);
export const officialLarger: readonly Setting[] = officialSweep(
  {
    n: 100,
    m: 20,
    importance: { kind: 'list', values: Array.from({ length: 100 }, (_, i) => 100 ** -(i / 99)) },
  },
  20,
);
export const officialGeometry: readonly Setting[] = officialSweep({ n: 200, m: 20 }, 20);

/** p = 20^−linspace(0, 1, instances); the tensors are (instance, feature, hidden). */
function officialSweep(shape: Pick<SettingInput, 'n' | 'm' | 'importance'>, instances: number): Setting[] {
  return Array.from({ length: instances }, (_, k) =>
    parseSetting({
      model: 'relu-output',
      ...shape,
      data: { probability: 20 ** -(k / (instances - 1)) },
      training: {
        ...officialTraining,
        initialisation: { kind: 'xavier-normal-stacked', instances, layout: 'feature-hidden' },
      },
    }),
  );
}

/**
 * Seed 0 (tomonari-masada/course2025-nlp, 11_superposition.ipynb): one fixed set of 10,000 rows at
 * S = .99, batches of 100 with replacement, 100,000 steps of Adam 1e-3, W ~ N(0, 1), I = .7^i.
 */
export const seed0: Setting = parseSetting({
  model: 'relu-output',
  n: 10,
  m: 2,
  importance: { kind: 'geometric', base: 0.7 },
  data: { probability: 0.01, rows: { kind: 'fixed', count: 10_000 } },
  training: {
    optimiser: { kind: 'adam' },
    learningRate: 1e-3,
    steps: 100_000,
    batch: 100,
    initialisation: { kind: 'normal', deviation: 1 },
  },
});

/** The sparsities of seed 1, in the order in which it trains them. */
export const seed1Sparsities = [0, 0.7, 0.9, 0.99, 0.999] as const;

/**
 * Seed 1 (selau642), 20 → 5, I = .7^i, coupled and normalised data, AdamW 1e-3 with decay .01,
 * 10,000 steps of 1,024 rows. As published one model goes through the sparsities in turn, each time
 * with a fresh optimiser (`warm-started`); `fresh` trains every sparsity from its own initial weights.
 */
export function seed1(
  model: 'relu-output' | 'untied',
  sparsity: (typeof seed1Sparsities)[number],
  start: 'warm-started' | 'fresh',
): Setting {
  const before = seed1Sparsities[seed1Sparsities.indexOf(sparsity) - 1];
  const warmStart =
    start === 'warm-started' && before !== undefined ? seed1(model, before, start) : undefined;
  return parseSetting({
    model,
    n: 20,
    m: 5,
    importance: { kind: 'geometric', base: 0.7 },
    data: { probability: probabilityAt(sparsity), magnitude: 'coupled-normalised' },
    training: { ...officialTraining, ...(warmStart && { warmStart }) },
  });
}

/** Seed 2, section 1: n = 10, m = 5, h = ReLU(W x), I = .75^(i + 1), seven probabilities side by side. */
export const seed2NeuronProbabilities = [0.75, 0.35, 0.15, 0.1, 0.06, 0.02, 0.01] as const;
export const seed2Neuron: readonly Setting[] = seed2NeuronProbabilities.map((probability) =>
  parseSetting({
    model: 'relu-hidden',
    n: 10,
    m: 5,
    importance: { kind: 'geometric', base: 0.75, firstExponent: 1 },
    data: { probability },
    training: {
      ...arenaTraining(10_000),
      initialisation: { kind: 'xavier-normal-stacked', instances: 7, layout: 'hidden-feature' },
    },
  }),
);

/** Seed 2, section 2: |x| of 100 features through 40 neurons, I = .8^(i + 1), seven probabilities. */
export const seed2AbsoluteProbabilities = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001] as const;
export const seed2Absolute: readonly Setting[] = seed2AbsoluteProbabilities.map((probability) =>
  seed2AbsoluteValue(100, 40, probability),
);
/** Seed 2, section 3: n = 20, m = 10 at p = .5, and n = 10, m = 10 at p = .35. */
export const seed2AbsoluteTwenty: Setting = seed2AbsoluteValue(20, 10, 0.5);
export const seed2AbsoluteTen: Setting = seed2AbsoluteValue(10, 10, 0.35);

function seed2AbsoluteValue(n: number, m: number, probability: number): Setting {
  return parseSetting({
    model: 'absolute-value',
    n,
    m,
    importance: { kind: 'geometric', base: 0.8, firstExponent: 1 },
    data: { probability, magnitude: 'signed' },
    training: { ...arenaTraining(5000), initialisation: { kind: 'kaiming-uniform-stacked' } },
  });
}

/** ARENA's training, which seed 2 follows: Adam (not AdamW) 1e-3, batches of 1,024 fresh rows. */
function arenaTraining(steps: number) {
  return { optimiser: { kind: 'adam' }, learningRate: 1e-3, steps, batch: 1024 } as const;
}

/** p = 1 − S, rounded so that S = .9 gives the number .1 and not .09999999999999998. */
export function probabilityAt(sparsity: number): number {
  return Number((1 - sparsity).toPrecision(12));
}
