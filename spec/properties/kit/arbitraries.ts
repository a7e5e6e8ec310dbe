/**
 * Random settings, weights and rows. All weights and inputs are multiples of 2⁻¹¹ below 4, hence exact
 * in float32: what a float32 subject is given is what the oracle is given.
 */
import fc from 'fast-check';
import type { Matrix } from '../../../src/models/matrix.js';
import {
  type HiddenBiasedWeights,
  type TiedWeights,
  type UntiedWeights,
  type Weights,
  weightsKind,
} from '../../../src/models/weights.js';
import {
  type Dependence,
  hasHiddenRelu,
  type ModelName,
  modelNameSchema,
  type Setting,
  type SettingInput,
} from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';

/** The fields of a training that change what it minimises. */
export type ObjectiveName = 'hiddenPenalty' | 'attack';

export interface Size {
  readonly n: number;
  readonly m: number;
}

/** n from 1 and m from 1 up to the limits. */
export function sizes(limit: Size): fc.Arbitrary<Size> {
  return fc.record({ n: fc.integer({ min: 1, max: limit.n }), m: fc.integer({ min: 1, max: limit.m }) });
}

/** Multiples of 1/1024 from −range to range. */
export function dyadic(range: number): fc.Arbitrary<number> {
  return fc.integer({ min: -1024 * range, max: 1024 * range }).map((k) => k / 1024);
}

/** As `dyadic`, but never 0: odd multiples of 1/2048, so that a row of zeros is off the kink of ReLU. */
export function dyadicNotZero(range: number): fc.Arbitrary<number> {
  return dyadic(range).map((value) => value + 1 / 2048);
}

function vectorsOf(value: fc.Arbitrary<number>, length: number): fc.Arbitrary<Float64Array> {
  return fc.array(value, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));
}

export function matrices(rows: number, columns: number, value = dyadic(1.5)): fc.Arbitrary<Matrix> {
  return vectorsOf(value, rows * columns).map((data) => ({ rows, columns, data }));
}

export function tiedWeights({ n, m }: Size): fc.Arbitrary<TiedWeights> {
  return fc.record({
    kind: fc.constant('tied' as const),
    W: matrices(m, n),
    b: vectorsOf(dyadicNotZero(1), n),
  });
}

export function hiddenBiasedWeights(size: Size): fc.Arbitrary<HiddenBiasedWeights> {
  return fc
    .record({ tied: tiedWeights(size), c: vectorsOf(dyadicNotZero(1), size.m) })
    .map(({ tied, c }) => ({ ...tied, kind: 'hidden-biased', c }));
}

export function untiedWeights({ n, m }: Size): fc.Arbitrary<UntiedWeights> {
  return fc.record({
    kind: fc.constant('untied' as const),
    encoder: matrices(m, n),
    decoder: matrices(n, m),
    b: vectorsOf(dyadicNotZero(1), n),
  });
}

export function weightsOf(model: ModelName, size: Size): fc.Arbitrary<Weights> {
  switch (weightsKind[model]) {
    case 'tied':
      return tiedWeights(size);
    case 'hidden-biased':
      return hiddenBiasedWeights(size);
    case 'untied':
      return untiedWeights(size);
  }
}

/** Rows with about half of the entries on; from 0 to 1, or from −1 to 1 where signed. */
export function inputs(rows: number, n: number, signed = false): fc.Arbitrary<Matrix> {
  const on = signed ? dyadic(1) : dyadic(1).map(Math.abs);
  return matrices(rows, n, fc.oneof(fc.constant(0), on));
}

/** A probability from 2⁻¹⁰ to 1. */
export const probability: fc.Arbitrary<number> = fc.integer({ min: 1, max: 1024 }).map((k) => k / 1024);

export function importanceOf(n: number): fc.Arbitrary<NonNullable<SettingInput['importance']>> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('geometric' as const),
      base: fc.integer({ min: 32, max: 96 }).map((k) => k / 64),
      firstExponent: fc.constantFrom(0, 1),
    }),
    fc.record({
      kind: fc.constant('list' as const),
      values: fc.array(
        fc.integer({ min: 0, max: 128 }).map((k) => k / 64),
        { minLength: n, maxLength: n },
      ),
    }),
  );
}

/** Features that are on apart from each other, with one probability for all or one for each. */
export function dataOf(
  n: number,
  magnitude: Setting['data']['magnitude'],
): fc.Arbitrary<SettingInput['data']> {
  return fc.record({
    probability: fc.oneof(probability, fc.array(probability, { minLength: n, maxLength: n })),
    magnitude: fc.constant(magnitude),
  });
}

/** A setting of one model and size, as far as the loss needs it; the training is the default one. */
export function settingsOf(model: ModelName, { n, m }: Size): fc.Arbitrary<Setting> {
  const magnitude = model === 'absolute-value' ? 'signed' : 'uniform';
  return fc
    .record({ importance: importanceOf(n), data: dataOf(n, magnitude) })
    .map((rest) => parseSetting({ model, n, m, ...rest }));
}

/** What `forward` and `lossAndGradient` are asked. */
export interface Question<W extends Weights = Weights> {
  readonly setting: Setting;
  readonly weights: W;
  readonly x: Matrix;
}

/** Questions about any of the models; signed rows for the absolute-value model. */
export function questions(
  models: readonly ModelName[],
  limit: Size & { readonly rows: number } = { n: 6, m: 4, rows: 3 },
): fc.Arbitrary<Question> {
  return fc
    .record({
      model: fc.constantFrom(...models),
      size: sizes(limit),
      rows: fc.integer({ min: 1, max: limit.rows }),
    })
    .chain(({ model, size, rows }) =>
      fc.record({
        setting: settingsOf(model, size),
        weights: weightsOf(model, size),
        x: inputs(rows, size.n, model === 'absolute-value'),
      }),
    );
}

/** Ways in which n features can depend on each other, where there is any. */
function dependences(n: number): readonly Dependence[] {
  const sizes = [2, 3, 4].filter((size) => n % size === 0);
  return sizes.flatMap((size): Dependence[] => [
    { kind: 'correlated', size },
    { kind: 'anticorrelated', size, rule: 'one-of-set' },
    ...(size === 2 ? [{ kind: 'anticorrelated', size, rule: 'mirrored' } as const] : []),
  ]);
}

/** The same questions with these in the loss besides; an attack only of models that can be attacked. */
export function withObjectives(
  asked: fc.Arbitrary<Question>,
  names: readonly ObjectiveName[],
): fc.Arbitrary<Question> {
  const values = fc.record({
    // Up to about the size of the rest of the loss.
    hiddenPenalty: fc.integer({ min: 1, max: 256 }).map((k) => k / 1024),
    // Up to half of the mean norm: an attacked entry is then below 1 + .5 · √(6/3) < 1.71 for n ≤ 6.
    attack: fc.integer({ min: 1, max: 512 }).map((k) => ({ size: k / 1024 })),
  });
  return asked
    .filter(({ setting }) => !names.includes('attack') || !hasHiddenRelu[setting.model])
    .chain((question) =>
      values.map((drawn) => {
        const chosen = Object.fromEntries(names.map((name) => [name, drawn[name]]));
        const { setting } = question;
        return {
          ...question,
          setting: parseSetting({ ...setting, training: { ...setting.training, ...chosen } }),
        };
      }),
    );
}

/** Any setting that the schema takes, as a person may write it. */
export function settingInputs(): fc.Arbitrary<SettingInput> {
  return fc
    .record({ model: fc.constantFrom(...modelNameSchema.options), size: sizes({ n: 8, m: 8 }) })
    .chain(({ model, size }) =>
      fc.record(
        {
          model: fc.constant(model),
          n: fc.constant(size.n),
          m: fc.constant(size.m),
          importance: importanceOf(size.n),
          data: fc
            .record(
              {
                probability: fc.oneof(
                  probability,
                  fc.array(probability, { minLength: size.n, maxLength: size.n }),
                ),
                magnitude: fc.constantFrom(
                  'uniform' as const,
                  'signed' as const,
                  'coupled-normalised' as const,
                  'uniform-normalised' as const,
                ),
                rows: fc.oneof(
                  fc.constant({ kind: 'fresh' as const }),
                  fc.constant({ kind: 'full-batch' as const }),
                  fc.record({
                    kind: fc.constant('fixed' as const),
                    count: fc.integer({ min: 1, max: 10_000 }),
                  }),
                ),
                dependence: fc.constantFrom(undefined, ...dependences(size.n)),
              },
              { requiredKeys: ['probability'] },
            )
            .map(withFittingSets),
          training: trainings(),
        },
        { requiredKeys: ['model', 'n', 'm', 'data'] },
      ),
    );
}

/** Sets go with one probability for all and with values that are not the mask. */
function withFittingSets({ dependence, ...data }: SettingInput['data']): SettingInput['data'] {
  if (!dependence || Array.isArray(data.probability) || data.magnitude === 'coupled-normalised') return data;
  return { ...data, dependence };
}

function trainings(): fc.Arbitrary<NonNullable<SettingInput['training']>> {
  const small = fc.integer({ min: 1, max: 100 }).map((k) => k / 1000);
  return fc.record(
    {
      optimiser: fc.record(
        {
          kind: fc.constantFrom('adam' as const, 'adamw' as const),
          decay: small,
          epsilon: small,
          beta1: small,
        },
        { requiredKeys: ['kind'] },
      ),
      learningRate: small,
      schedule: fc.record({
        kind: fc.constantFrom('linear' as const, 'cosine' as const),
        warmup: fc.integer({ min: 0, max: 99 }),
      }),
      steps: fc.integer({ min: 100, max: 10_000 }),
      batch: fc.integer({ min: 1, max: 4096 }),
      initialisation: fc.oneof(
        fc.constant({ kind: 'xavier-normal' as const }),
        fc.record({ kind: fc.constant('normal' as const), deviation: small }),
        fc.record({
          kind: fc.constant('xavier-normal-stacked' as const),
          instances: fc.integer({ min: 1, max: 20 }),
          layout: fc.constantFrom('feature-hidden' as const, 'hidden-feature' as const),
        }),
      ),
      checkpoints: fc
        .uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 4 })
        .map((steps) => steps.sort((a, b) => a - b)),
      hiddenPenalty: small,
    },
    { requiredKeys: [] },
  );
}
