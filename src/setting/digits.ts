/**
 * A digits setting: everything that fixes the experiment of seed 3, as plain data. A classifier learns
 * hidden features of handwritten digits, then an auto-encoder squeezes those features, now frozen, into a
 * code of few dimensions. What a field leaves out is as seed 3 has it.
 */
import { z } from 'zod';
import { InputError } from './input-error.js';
import type { Setting } from './schema.js';
import { deepFreeze, firstFault } from './setting.js';

const count = z.int().min(1);

const trainingShape = {
  epochs: count,
  /** Digits of a step; the last step of a pass takes what is left. */
  batch: count.default(64),
  /** Of Adam with β = (.9, .999), ε = 1e-8 and no decay. */
  learningRate: z.number().positive(),
  /**
   * Passes over the training digits that make an epoch: 1, or more where there are fewer digits than the
   * source has, so that an epoch has as many steps.
   */
  passes: count.default(1),
};

const dataSchema = z.discriminatedUnion('kind', [
  /** Drawn by the suite (src/data/digits/generate.ts). */
  z.strictObject({ kind: z.literal('generated'), seed: z.int().min(0), train: count, test: count }),
  /** From IDX files, wherever they lie: the digest of their images and labels names them. */
  z.strictObject({
    kind: z.literal('files'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
    train: count,
    test: count,
  }),
]);

export const digitsSettingSchema = z.strictObject({
  kind: z.literal('digits'),
  data: dataSchema,
  /** Hidden units of the classifier: the features that the auto-encoder is given. */
  hidden: count.max(256).default(49),
  /** Dimensions of the code. */
  code: count.max(16).default(2),
  classifier: z
    .strictObject({
      ...trainingShape,
      epochs: count.default(10),
      learningRate: z.number().positive().default(1e-3),
    })
    .prefault({}),
  autoEncoder: z
    .strictObject({
      ...trainingShape,
      epochs: count.default(20),
      learningRate: z.number().positive().default(1e-4),
    })
    .prefault({}),
});

export type DigitsSetting = z.output<typeof digitsSettingSchema>;
export type DigitsSettingInput = z.input<typeof digitsSettingSchema>;
export type DigitsData = DigitsSetting['data'];

/** How one of the two networks is trained. */
export type NetworkTraining = DigitsSetting['classifier'];

/**
 * Checks a setting, fills in what it leaves out and freezes it.
 * @throws InputError one sentence that names the first offending field.
 */
export function parseDigitsSetting(input: DigitsSettingInput): DigitsSetting {
  const parsed = digitsSettingSchema.safeParse(input);
  if (!parsed.success) throw new InputError(`digits setting: ${firstFault(parsed.error)}`);
  return deepFreeze(parsed.data);
}

export function isDigitsSetting(setting: Setting | DigitsSetting): setting is DigitsSetting {
  return 'kind' in setting;
}

/** The steps of one epoch. */
export function stepsOfEpoch({ data }: DigitsSetting, { batch, passes }: NetworkTraining): number {
  return passes * Math.ceil(data.train / batch);
}

/** The steps of both networks. */
export function digitsSteps(setting: DigitsSetting): number {
  const { classifier, autoEncoder } = setting;
  return [classifier, autoEncoder].reduce(
    (sum, training) => sum + training.epochs * stepsOfEpoch(setting, training),
    0,
  );
}

/** One line for people: `784 → 49 → 10, then 49 → 2 → 49, 8000 generated digits, 10 + 20 epochs`. */
export function summariseDigits({ data, hidden, code, classifier, autoEncoder }: DigitsSetting): string {
  const which = data.kind === 'generated' ? 'generated' : 'real';
  const passes = autoEncoder.passes === 1 ? '' : ` of ${autoEncoder.passes} passes`;
  return `784 → ${hidden} → 10, then ${hidden} → ${code} → ${hidden}, ${data.train} ${which} digits, ${classifier.epochs} epochs, then ${autoEncoder.epochs}${passes}`;
}
