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

/** The models of the paper, by the formula of their output y for an input x (src/models). */
export const modelNameSchema = z.enum([
  'relu-output',
  'linear',
  'untied',
  'relu-hidden',
  'relu-hidden-biased',
  'absolute-value',
]);

const importanceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('list'), values: z.array(z.number().nonnegative()).min(1) }),
  z.strictObject({
    kind: z.literal('geometric'),
    base: positive,
    /** 0 for the paper (I_0 = 1), 1 for seed 2 (I_0 = base). */
    firstExponent: z.int().default(0),
  }),
]);

/** The number of consecutive features that make up a set. A set of one depends on nothing. */
const setSize = z.int().min(2);

const dependenceSchema = z.discriminatedUnion('kind', [
  /** The features of a set are on together, with probability p; their values are drawn apart (the paper). */
  z.strictObject({ kind: z.literal('correlated'), size: setSize }),
  z.strictObject({
    kind: z.literal('anticorrelated'),
    size: setSize,
    /**
     * - `one-of-set`: with probability p one feature of the set is on, each as likely as another, so
     *   that the rate of a feature is p / size (the paper).
     * - `mirrored`: of a pair and one draw u, the first is on where u < p and the second where
     *   1 − u ≤ p, each at the rate p; never both only for p ≤ 1/2 (ARENA).
     */
    rule: z.enum(['one-of-set', 'mirrored']),
  }),
]);

/** Which models bend what the hidden layer holds. */
export const hasHiddenRelu: Readonly<Record<z.output<typeof modelNameSchema>, boolean>> = {
  'relu-output': false,
  linear: false,
  untied: false,
  'relu-hidden': true,
  'relu-hidden-biased': true,
  'absolute-value': true,
};

const dataSchema = z.strictObject({
  /**
   * The feature probability p = 1 − S: one for all features, or one for each. Where one of a set is on
   * (`dependence`), it is the probability of the set.
   */
  probability: z.union([probability, z.array(probability).min(1)], {
    error: 'must be one number in (0, 1], or a list of them with one for each feature',
  }),
  /**
   * The values of features that are on.
   * - `uniform`: U[0, 1), drawn apart from the mask (the paper).
   * - `signed`: U[−1, 1), drawn apart from the mask (the paper's absolute-value model).
   * - `coupled-normalised`: seed 1's generator. One draw u serves as mask and as value (kept if
   *   u ≤ p), then each row is divided by its L2 norm. Rate 1 − S, but not the paper's distribution.
   * - `uniform-normalised`: as `uniform`, and then each row is divided by its L2 norm; a row of zeros
   *   stays as it is (Henighan et al. 2023).
   */
  magnitude: z.enum(['uniform', 'signed', 'coupled-normalised', 'uniform-normalised']).default('uniform'),
  /**
   * What a step sees.
   * - `fresh`: rows that no step saw before.
   * - `fixed`: a batch drawn with replacement from one set of `count` rows (seed 0).
   * - `full-batch`: one set of as many rows as a batch has, drawn once; every step sees all of them
   *   (Henighan et al. 2023).
   */
  rows: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fresh') }),
      z.strictObject({ kind: z.literal('fixed'), count }),
      z.strictObject({ kind: z.literal('full-batch') }),
    ])
    .default({ kind: 'fresh' }),
  /** How features are on together; apart from each other when left out. */
  dependence: dependenceSchema.optional(),
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
  /**
   * λ > 0: the loss of a batch gains λ · (mean over its rows of Σ_k |h_k|), an L1 penalty on what the
   * hidden layer holds (behind its ReLU, where it has one). |h| counts as flat at h = 0.
   */
  hiddenPenalty: positive.optional(),
  /**
   * Adversarial training: the model gets x + δ in place of each row x, its target stays that of x, and δ
   * counts as constant in the gradient. With G = decoder · encoder of the weights before the step and
   * ε = size · E‖x‖₂ (the mean over the distribution of the data, src/data/mean-input-norm.ts), δ is that
   * of the n + 1 attacks
   *
   *     0   and   ε G_i / ‖G_i‖₂,   G_i row i of G, for all i with G_i ≠ 0,
   *
   * under which Σ_j I_j (y_j − target_j)² of the row is largest, the first of them where several are:
   * the paper's best L2 attack on each single output, of which the one counts that does most harm.
   * Only for models without a ReLU in the hidden layer, where G_i is the slope of output i, and for
   * independent features.
   */
  attack: z.strictObject({ size: positive }).optional(),
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
export type Dependence = z.output<typeof dependenceSchema>;

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
    const unfit = unfitDependence(n, data);
    if (unfit) refuse(['data', 'dependence'], unfit);
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
    if (training.attack && data.dependence) {
      refuse(['training', 'attack'], 'needs independent features, whose mean length is known in closed form');
    }
    if (training.attack && hasHiddenRelu[setting.model]) {
      refuse(
        ['training', 'attack'],
        `needs a model without a ReLU in the hidden layer, which ${setting.model} has`,
      );
    }
  });

/** Why features cannot depend on each other like this, in words that follow the name of the field. */
function unfitDependence(
  n: number,
  { dependence, magnitude, probability: p }: z.output<typeof dataSchema>,
): string | undefined {
  if (!dependence) return undefined;
  const { kind, size } = dependence;
  if (n % size !== 0) return `size must divide n = ${n}, but is ${size}`;
  if (kind === 'anticorrelated' && dependence.rule === 'mirrored' && size !== 2) {
    return `the rule mirrored is for pairs, so size must be 2, but is ${size}`;
  }
  if (magnitude === 'coupled-normalised') {
    return 'cannot be combined with coupled-normalised values, whose draw is the mask; choose uniform or signed';
  }
  if (Array.isArray(p) && p.some((each, i) => each !== p[i - (i % size)])) {
    return `the features of a set of ${size} must have one probability`;
  }
  return undefined;
}
