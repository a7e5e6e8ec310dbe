/** What a subject lacks for a setting, in the words in which it is told. */
import { expect, test } from 'vitest';
import type { SettingInput } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import { lacking } from '../../src/subjects/lacking.js';
import type { Description } from '../../src/subjects/subject.js';

const base: SettingInput = { model: 'relu-output', n: 4, m: 2, data: { probability: 0.5 } };
const fixed = { probability: 1, rows: { kind: 'fixed', count: 3 } } as const;
const all: Description = {
  name: 'example',
  version: '1',
  device: 'CPU',
  precision: 'float64',
  models: ['relu-output', 'linear'],
  magnitudes: ['uniform', 'uniform-normalised'],
  rows: ['fresh', 'full-batch'],
};

test.each<[lack: string | undefined, input: Partial<SettingInput>]>([
  [undefined, {}],
  ['the model untied', { model: 'untied' }],
  ['values that are signed', { data: { probability: 1, magnitude: 'signed' } }],
  ['training on fixed rows', { data: fixed }],
  ['training on fixed rows', { training: { warmStart: { ...base, data: fixed } } }],
  [
    'features in correlated sets',
    { data: { probability: 0.5, dependence: { kind: 'correlated', size: 2 } } },
  ],
])('says %s for %o', (lack, input) => {
  expect(lacking(all, parseSetting({ ...base, ...input }))).toBe(lack);
});

test('takes a subject that names no kind of rows to train on fresh ones alone', () => {
  const { rows: _, ...silent } = all;
  const fullBatch = parseSetting({ ...base, data: { probability: 1, rows: { kind: 'full-batch' } } });

  expect(lacking(silent, parseSetting(base))).toBeUndefined();
  expect(lacking(silent, fullBatch)).toBe('training on full-batch rows');
});
