/** Settings: what is the same experiment has the same id, and what no one could run is refused. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, test as plain } from 'vitest';
import { InputError } from '../../src/setting/input-error.js';
import type { Setting, SettingInput } from '../../src/setting/schema.js';
import {
  canonicalJson,
  parseSetting,
  parseUnknownSetting,
  settingId,
  summariseSetting,
} from '../../src/setting/setting.js';
import { settingInputs } from '../properties/kit/arbitraries.js';

describe('a setting', () => {
  test.prop([settingInputs()])('survives JSON: parsing what was written gives it back', (input) => {
    const setting = parseSetting(input);
    const again = parseUnknownSetting(JSON.parse(JSON.stringify(setting)));
    expect(canonicalJson(again)).toBe(canonicalJson(setting));
    expect(again).toEqual(setting);
  });

  test.prop([settingInputs()])('has one id with its defaults left out and written out', (input) => {
    const setting = parseSetting(input);
    // Parsing fills in every default, so the parsed setting is the input with the defaults written out.
    expect(settingId(parseSetting(setting))).toBe(settingId(setting));
  });

  test.prop([settingInputs()])('has one id whatever the order of its keys', (input) => {
    const setting = parseSetting(input);
    expect(settingId(parseUnknownSetting(reversed(input)))).toBe(settingId(setting));
    // Parsing puts the keys in the order of the schema; the id must not lean on that.
    expect(settingId(reversed(setting) as Setting)).toBe(settingId(setting));
  });

  test.prop([settingInputs()])(
    'has another id once it is another, where it can still be changed',
    (input) => {
      const setting = structuredClone(parseSetting(input)) as { n: number };
      const before = settingId(setting);

      setting.n++;

      expect(settingId(setting)).not.toBe(before);
    },
  );

  test.prop([settingInputs(), settingInputs()])('shares its id with no other setting', (one, other) => {
    const [a, b] = [parseSetting(one), parseSetting(other)];
    expect(settingId(a) === settingId(b)).toBe(canonicalJson(a) === canonicalJson(b));
  });

  test.prop([settingInputs(), fc.integer({ min: 1, max: 1000 })])(
    'changes its id with any of its numbers',
    (input, extra) => {
      const setting = parseSetting(input);
      const { steps } = setting.training;
      const longer = parseSetting({ ...setting, training: { ...setting.training, steps: steps + extra } });
      const faster = parseSetting({ ...setting, training: { ...setting.training, learningRate: 1 + extra } });
      const ids = [setting, longer, faster].map(settingId);
      expect(new Set(ids).size).toBe(3);
    },
  );

  test.prop([settingInputs()])('is frozen to the last list', (input) => {
    const setting = parseSetting({ ...input, training: { ...input.training, warmStart: input } });
    expect(everyObject(setting).every(Object.isFrozen)).toBe(true);
  });

  plain('left to its defaults is the official notebook', () => {
    const { importance, training } = parseSetting(base);
    expect(importance).toEqual({ kind: 'geometric', base: 1, firstExponent: 0 });
    expect(training).toMatchObject({
      optimiser: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01 },
      learningRate: 1e-3,
      steps: 10_000,
      batch: 1024,
      initialisation: { kind: 'xavier-normal' },
    });
  });
});

const base: SettingInput = { model: 'relu-output', n: 3, m: 2, data: { probability: 0.5 } };

describe('refused in one sentence that names the field', () => {
  const refusals: [name: string, input: unknown, message: string][] = [
    ['p = 0', { ...base, data: { probability: 0 } }, 'setting: data.probability: must lie in (0, 1]'],
    ['p > 1', { ...base, data: { probability: 1.5 } }, 'setting: data.probability: must lie in (0, 1]'],
    [
      'p = NaN',
      { ...base, data: { probability: Number.NaN } },
      'setting: data.probability: must be one number',
    ],
    ['no p', { ...base, data: {} }, 'setting: data.probability: must be one number in (0, 1], or a list'],
    [
      'one p of a list',
      { ...base, data: { probability: [0.5, 0, 1] } },
      'setting: data.probability.1: must lie in',
    ],
    [
      'too few p',
      { ...base, data: { probability: [0.5, 1] } },
      'setting: data.probability: must hold n = 3 numbers, but holds 2',
    ],
    [
      'sets that do not divide n',
      inSets({ kind: 'correlated', size: 2 }),
      'setting: data.dependence: size must divide n = 3, but is 2',
    ],
    ['sets of one', inSets({ kind: 'correlated', size: 1 }), 'setting: data.dependence.size: Too small'],
    [
      'anticorrelated sets without a rule',
      inSets({ kind: 'anticorrelated', size: 3 }),
      'setting: data.dependence.rule: Invalid option: expected one of "one-of-set"|"mirrored"',
    ],
    [
      'a rule of correlated sets',
      inSets({ kind: 'correlated', size: 3, rule: 'mirrored' }),
      'setting: data.dependence: Unrecognized key: "rule"',
    ],
    [
      'mirrored sets of three',
      inSets({ kind: 'anticorrelated', size: 3, rule: 'mirrored' }),
      'setting: data.dependence: the rule mirrored is for pairs, so size must be 2, but is 3',
    ],
    [
      'sets of values whose draw is the mask',
      inSets({ kind: 'correlated', size: 3 }, { magnitude: 'coupled-normalised' }),
      'setting: data.dependence: cannot be combined with coupled-normalised values',
    ],
    [
      'two probabilities in a set',
      inSets({ kind: 'correlated', size: 3 }, { probability: [0.5, 0.5, 0.25] }),
      'setting: data.dependence: the features of a set of 3 must have one probability',
    ],
    ['m = 0', { ...base, m: 0 }, 'setting: m: Too small'],
    ['m = 1.5', { ...base, m: 1.5 }, 'setting: m: '],
    ['n = 0', { ...base, n: 0 }, 'setting: n: Too small'],
    [
      'an importance of the wrong length',
      { ...base, importance: { kind: 'list', values: [1, 2] } },
      'setting: importance.values: must hold n = 3 numbers, but holds 2',
    ],
    [
      'NaN in the importance',
      { ...base, importance: { kind: 'list', values: [1, Number.NaN, 1] } },
      'setting: importance.values.1: ',
    ],
    [
      'a negative importance',
      { ...base, importance: { kind: 'list', values: [1, -1, 1] } },
      'setting: importance.values.1: ',
    ],
    ['an unknown field', { ...base, hidden: 2 }, 'setting: Unrecognized key: "hidden"'],
    [
      'an unknown field further in',
      { ...base, data: { probability: 1, p: 1 } },
      'setting: data: Unrecognized key: "p"',
    ],
    [
      'an unknown model',
      { ...base, model: 'relu' },
      'setting: model: Invalid option: expected one of "relu-output"',
    ],
    [
      'an infinite learning rate',
      { ...base, training: { learningRate: Number.POSITIVE_INFINITY } },
      'setting: training.learningRate: ',
    ],
    [
      'checkpoints beyond the end',
      { ...base, training: { steps: 10, checkpoints: [11] } },
      'setting: training.checkpoints: must rise and end no later than steps = 10',
    ],
    [
      'an attack on a model with a ReLU in the hidden layer',
      { ...base, model: 'relu-hidden', training: { attack: { size: 0.1 } } },
      'setting: training.attack: needs a model without a ReLU in the hidden layer, which relu-hidden has',
    ],
    [
      'an attack on features in sets',
      {
        ...base,
        n: 4,
        data: { probability: 0.5, dependence: { kind: 'correlated', size: 2 } },
        training: { attack: { size: 0.1 } },
      },
      'setting: training.attack: needs independent features',
    ],
    [
      'a penalty of 0',
      { ...base, training: { hiddenPenalty: 0 } },
      'setting: training.hiddenPenalty: Too small',
    ],
    [
      'checkpoints that do not rise',
      { ...base, training: { checkpoints: [5, 5] } },
      'setting: training.checkpoints: must rise',
    ],
    [
      'a warm-up as long as the training',
      { ...base, training: { steps: 10, schedule: { kind: 'linear', warmup: 10 } } },
      'setting: training.schedule.warmup: must be smaller than steps = 10',
    ],
    [
      'a uniform initialisation from high to low',
      { ...base, training: { initialisation: { kind: 'uniform', low: 1, high: 1 } } },
      'setting: training.initialisation.low: must be smaller than high',
    ],
    [
      'a warm start of another size',
      { ...base, training: { warmStart: { ...base, n: 4 } } },
      'setting: training.warmStart: must have the same model, n and m (relu-output, 3, 2)',
    ],
    [
      'a fault inside the warm start',
      { ...base, training: { warmStart: { ...base, m: 0 } } },
      'setting: training.warmStart.m: Too small',
    ],
    ['no object at all', 'relu-output', 'setting: Invalid input: expected object'],
  ];

  plain.for(refusals)('%s', ([, input, message]) => {
    const refusal = refusalOf(input);
    expect(refusal).toBeInstanceOf(InputError);
    expect(refusal!.message.startsWith(message), refusal!.message).toBe(true);
    expect(refusal!.message).not.toContain('\n');
  });
});

describe('features in sets', () => {
  plain('are named in the summary, and part of the identity', () => {
    const ways = [
      undefined,
      { kind: 'correlated', size: 2 },
      { kind: 'anticorrelated', size: 2, rule: 'one-of-set' },
      { kind: 'anticorrelated', size: 2, rule: 'mirrored' },
    ] as const;
    const settings = ways.map((dependence) =>
      parseSetting({ ...base, n: 4, data: { probability: 0.5, ...(dependence && { dependence }) } }),
    );

    expect(settings.map((setting) => /p=0\.5([^,]*),/.exec(summariseSetting(setting))![1])).toEqual([
      '',
      ' in correlated sets of 2',
      ' in anticorrelated sets of 2',
      ' in mirrored anticorrelated sets of 2',
    ]);
    expect(new Set(settings.map(settingId)).size).toBe(4);
  });

  plain('leave the id of a setting without them as it was', () => {
    // Recorded runs are found by it: this is the id from before there were sets.
    expect(settingId(parseSetting(base))).toBe('cbb053e85d3e84fd');
  });
});

function inSets(dependence: object, data: object = {}): unknown {
  return { ...base, data: { probability: 0.5, ...data, dependence } };
}

function refusalOf(input: unknown): Error | undefined {
  try {
    parseUnknownSetting(input);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** The same data with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

function everyObject(value: unknown): object[] {
  if (value === null || typeof value !== 'object') return [];
  return [value, ...Object.values(value).flatMap(everyObject)];
}
