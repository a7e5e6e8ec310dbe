/** When a claim does not apply to a subject, and what is then said. */
import { expect, test } from 'vitest';
import type { Need } from '../../src/claims/declaration.js';
import { lackOf } from '../../src/claims/lack.js';
import type { SettingInput } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import type { Description, Subject } from '../../src/subjects/subject.js';

const base: SettingInput = { model: 'relu-output', n: 3, m: 2, data: { probability: 0.5 } };
const all: Description = {
  name: 'example',
  version: '1',
  device: 'CPU',
  precision: 'float64',
  models: ['relu-output', 'linear'],
  magnitudes: ['uniform', 'uniform-normalised'],
  rows: ['fresh', 'full-batch'],
};

test.each<[what: string, lack: string, input: Partial<SettingInput>]>([
  ['a model', 'does not have the model untied', { model: 'untied' }],
  ['a generator', 'does not have the magnitude signed', { data: { probability: 1, magnitude: 'signed' } }],
  [
    'a kind of rows',
    'does not train on fixed rows',
    { data: { probability: 1, rows: { kind: 'fixed', count: 3 } } },
  ],
  [
    'what a warm start needs',
    'does not train on fixed rows',
    { training: { warmStart: { ...base, data: { probability: 1, rows: { kind: 'fixed', count: 3 } } } } },
  ],
])('a subject without %s %s', async (_, lack, input) => {
  expect(await lackOf(claimOn({ ...base, ...input }), subjectOf(all))).toBe(lack);
});

test('a subject that names no kind of rows trains on fresh ones alone', async () => {
  const { rows: _, ...silent } = all;
  const fullBatch = { ...base, data: { probability: 1, rows: { kind: 'full-batch' } } } as const;

  expect(await lackOf(claimOn(base), subjectOf(silent))).toBeUndefined();
  expect(await lackOf(claimOn(fullBatch), subjectOf(silent))).toBe('does not train on full-batch rows');
});

test('a claim that looks at training sets needs a subject that can sample', async () => {
  expect(await lackOf(claimOn(base, ['train', 'sample']), subjectOf(all))).toBe('cannot sample');
  expect(await lackOf(claimOn(base, ['train']), subjectOf(all))).toBeUndefined();
});

function claimOn(input: SettingInput, needs: readonly Need[] = ['train']) {
  return { needs, settings: { one: parseSetting(input) } };
}

/** One that can train and nothing else. */
function subjectOf(description: Description): Subject {
  return {
    describe: async () => description,
    train: async function* () {},
    close: async () => undefined,
  };
}
