/**
 * A setting: everything that fixes an experiment, as plain data.
 *
 * The schema refuses what no implementation could run (a probability outside (0, 1], an importance
 * list of the wrong length …) and fills in the defaults of the official notebook where a field is
 * left out, so that two spellings of one experiment parse to the same setting and the same id.
 */
import { z } from 'zod';

const count = z.int().min(1);
const positive = z.number().positive();
const probability = z
  .number()
  .gt(0, 'must lie in (0, 1]: a feature that is never on cannot be learned')
  .lte(1, 'must lie in (0, 1]');

/** The five models of the paper, by the formula of their output y for an input x (src/models). */
export const modelNameSchema = z.enum(['relu-output', 'linear', 'untied', 'relu-hidden', 'absolute-value']);

const importanceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list'), values: z.array(z.number().nonnegative()).min(1) }),
  z.strictObject({
    kind: z.literal('geometric'),
    base: positive,
    /** 0 for the paper (I_0 = 1), 1 for seed 2 (I_0 = base). */
    firstExponent: z.int().default(0),
  }),
]);

const dataSchema = z.strictObject({
  /** The feature probability p = 1 − S: one for all features, or one for each. */
  probability: z.union([probability, z.array(probability).min(1)], {
    error: 'must be one number in (0, 1], or a list of them with one for each feature',
  }),
  /**
   * The values of features that are on.
   * - `uniform`: U[0, 1), drawn apart from the mask (the paper).
   * - `signed`: U[−1, 1), drawn apart from the mask (the paper's absolute-value model).
   * - `coupled-normalised`: seed 1's generator. One draw u serves as mask and as value (kept if
   *   u ≤ p), then each row is divided by its L2 norm. Rate 1 − S, but not the paper's distribution.
   */
  magnitude: z.enum(['uniform', 'signed', 'coupled-normalised']).default('uniform'),
  /** Fresh rows at every step, or one fixed set from which batches are drawn with replacement (seed 0). */
  rows: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fresh') }),
      z.strictObject({ kind: z.literal('fixed'), count }),
    ])
    .default({ kind: 'fresh' }),
});

const optimiserSchema = z.strictObject({
  /** `adamw` decouples the decay: each step first multiplies the parameters by 1 − learningRate · decay. */
  kind: z.enum(['adam', 'adamw']),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: positive.default(1e-8),
  /** Weight decay; of Adam it is the L2 term added to the gradient, as in PyTorch. */
  decay: z.number().nonnegative().default(0),
});

const scheduleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant') }),
  /** Linear warm-up over `warmup` steps, then linearly down to 0 at the last step. */
  z.strictObject({ kind: z.literal('linear'), warmup: z.int().min(0).default(0) }),
  /** Linear warm-up over `warmup` steps, then a half cosine down to 0 at the last step. */
  z.strictObject({ kind: z.literal('cosine'), warmup: z.int().min(0).default(0) }),
]);

const initialisationSchema = z.discriminatedUnion('kind', [
  /** N(0, 2 / (n + m)): Xavier (Glorot) normal on the n × m matrix. */
  z.strictObject({ kind: z.literal('xavier-normal') }),
  /**
   * PyTorch's xavier_normal_ on a three-dimensional tensor, whose scale depends on the number of
   * instances and on the order of the axes: variance 2 / (m (n + instances)) for
   * (instance, feature, hidden), the official notebook; 2 / (n (m + instances)) for
   * (instance, hidden, feature), ARENA and seed 2.
   */
  z.strictObject({
    kind: z.literal('xavier-normal-stacked'),
    instances: count,
    layout: z.enum(['feature-hidden', 'hidden-feature']),
  }),
  /** PyTorch's kaiming_uniform_ on a three-dimensional tensor: U[−a, a], a = √(6 / (m n)) (seed 2). */
  z.strictObject({ kind: z.literal('kaiming-uniform-stacked') }),
  z.strictObject({ kind: z.literal('normal'), deviation: positive }),
  z.strictObject({ kind: z.literal('uniform'), low: z.number(), high: z.number() }),
]);

const trainingShape = z.strictObject({
  optimiser: optimiserSchema.prefault({ kind: 'adamw', decay: 0.01 }),
  learningRate: positive.default(1e-3),
  schedule: scheduleSchema.default({ kind: 'constant' }),
  steps: count.default(10_000),
  batch: count.default(1024),
  initialisation: initialisationSchema.default({ kind: 'xavier-normal' }),
  /** Steps after which the weights are recorded besides the last, for learning dynamics. */
  checkpoints: z.array(count).default([]),
});

const shape = z.strictObject({
  model: modelNameSchema,
  /** Number of features. */
  n: count,
  /** Number of hidden dimensions. */
  m: count,
  importance: importanceSchema.default({ kind: 'geometric', base: 1, firstExponent: 0 }),
  data: dataSchema,
});

/** How the weights of a setting are trained. */
export interface Training extends z.output<typeof trainingShape> {
  /** Start from the final weights of this setting (same seed), with a fresh optimiser (seed 1). */
  warmStart?: Setting | undefined;
}
/** A setting as it is used: checked, with every default written out. `parseSetting` makes one. */
export interface Setting extends z.output<typeof shape> {
  training: Training;
}

interface TrainingInput extends z.input<typeof trainingShape> {
  warmStart?: SettingInput | undefined;
}
/** What may be written: fields with a default can be left out. */
export interface SettingInput extends z.input<typeof shape> {
  training?: TrainingInput | undefined;
}
/** The name of a model of the paper; src/models has the formulas. */
export type ModelName = z.output<typeof modelNameSchema>;

const trainingSchema = trainingShape.extend({
  warmStart: z.lazy((): z.ZodType<Setting, SettingInput> => settingSchema).optional(),
});

/** The schema of a setting; `parseSetting` words its errors for people. */
export const settingSchema: z.ZodType<Setting, SettingInput> = shape
  .extend({ training: trainingSchema.prefault({}) })
  .superRefine((setting, context) => {
    const refuse = (path: string[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    const { n, m, importance, data, training } = setting;
    if (importance.kind === 'list' && importance.values.length !== n) {
      refuse(['importance', 'values'], `must hold n = ${n} numbers, but holds ${importance.values.length}`);
    }
    if (Array.isArray(data.probability) && data.probability.length !== n) {
      refuse(['data', 'probability'], `must hold n = ${n} numbers, but holds ${data.probability.length}`);
    }
    if (
      training.initialisation.kind === 'uniform' &&
      training.initialisation.low >= training.initialisation.high
    ) {
      refuse(['training', 'initialisation', 'low'], 'must be smaller than high');
    }
    if (training.schedule.kind !== 'constant' && training.schedule.warmup >= training.steps) {
      refuse(['training', 'schedule', 'warmup'], `must be smaller than steps = ${training.steps}`);
    }
    const { checkpoints, steps, warmStart } = training;
    if (checkpoints.some((step, index) => step > steps || (index > 0 && step <= checkpoints[index - 1]!))) {
      refuse(['training', 'checkpoints'], `must rise and end no later than steps = ${steps}`);
    }
    if (warmStart && (warmStart.model !== setting.model || warmStart.n !== n || warmStart.m !== m)) {
      refuse(['training', 'warmStart'], `must have the same model, n and m (${setting.model}, ${n}, ${m})`);
    }
  });
