/** When a claim does not apply to a subject, and what is then said. */
import { expect, test } from 'vitest';
import type { Need } from '../../src/claims/declaration.js';
import { lackOf } from '../../src/claims/lack.js';
import type { SettingInput } from '../../src/setting/schema.js';
import { parseSetting } from '../../src/setting/setting.js';
import type { Subject } from '../../src/subjects/subject.js';

const base: SettingInput = { model: 'relu-output', n: 4, m: 2, data: { probability: 0.5 } };
const fullBatch = { probability: 1, rows: { kind: 'full-batch' } } as const;

test.each<[lack: string | undefined, input: Partial<SettingInput>]>([
  [undefined, {}],
  [
    'does not have the magnitude uniform-normalised',
    { data: { probability: 1, magnitude: 'uniform-normalised' } },
  ],
  ['does not have the option rows=full-batch', { data: fullBatch }],
  ['does not have the option rows=full-batch', { training: { warmStart: { ...base, data: fullBatch } } }],
])('a subject that trains plain settings, warm-started or not, %s for %o', async (lack, input) => {
  const claim = claimOn({ ...base, ...input });
  expect(lackOf(claim, plainSubject, await plainSubject.describe())).toBe(lack);
});

test('a claim that looks at training sets needs a subject that can sample', async () => {
  const claim = claimOn(base, ['train', 'sample']);
  expect(lackOf(claim, plainSubject, await plainSubject.describe())).toBe('cannot sample');
});

function claimOn(input: SettingInput, needs: readonly Need[] = ['train']) {
  return { needs, settings: { one: parseSetting(input) } };
}

/** One that can train and nothing else. */
const plainSubject: Subject = {
  describe: async () => ({
    name: 'example',
    version: '1',
    device: 'CPU',
    precision: 'float64',
    models: ['relu-output'],
    magnitudes: ['uniform'],
    options: ['warmStart'],
  }),
  train: async function* () {},
  close: async () => undefined,
};
