/** What a setting asks of a subject is told from the setting as it stands. */
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Setting } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';
import * as sources from '../../../src/setting/sources.js';
import { knownOptions, lackingFor, optionsOf } from '../../../src/subjects/capabilities.js';
import type { Description } from '../../../src/subjects/subject.js';
import { settingInputs } from '../../properties/kit/arbitraries.js';
import { smallSetting } from '../kit/small-settings.js';

const plain: Description = {
  name: 'plain',
  version: '1',
  device: 'none',
  precision: 'float64',
  models: ['relu-output'],
  magnitudes: ['uniform'],
  options: [],
};

describe('The options of a setting', () => {
  test('are none where only the model and its numbers are given', () => {
    expect(optionsOf(smallSetting())).toEqual([]);
    expect(lackingFor(plain, smallSetting())).toBeUndefined();
  });

  test.prop([settingInputs()])('are known ones, for any setting', (input) => {
    expect(knownOptions).toEqual(expect.arrayContaining(optionsOf(parseSetting(input))));
  });

  test('are known ones, for every setting that a source documents', () => {
    const settings = Object.values<unknown>(sources).flat().filter(isSetting);

    expect(settings.length).toBeGreaterThan(20);
    for (const setting of settings) expect(knownOptions).toEqual(expect.arrayContaining(optionsOf(setting)));
  });

  test('name a field that nobody has heard of, so that no subject is taken to know it', () => {
    const setting = { ...smallSetting(), gravity: { kind: 'inverted' }, moon: true } as unknown as Setting;

    expect(optionsOf(setting)).toEqual(['gravity=inverted', 'moon']);
    expect(lackingFor(plain, setting)).toBe('the option gravity=inverted');
  });

  test('include those of what it is warm-started from', () => {
    const warm = smallSetting({}, { warmStart: smallSetting({}, { optimiser: { kind: 'adam' } }) });

    expect(optionsOf(warm)).toEqual(['warmStart', 'optimiser=adam']);
    expect(lackingFor({ ...plain, options: ['warmStart'] }, warm)).toBe('the option optimiser=adam');
    expect(lackingFor({ ...plain, options: ['warmStart', 'optimiser=adam'] }, warm)).toBeUndefined();
  });
});

test('A subject that lists no options knows them all; models and magnitudes are always listed', () => {
  const { options, ...all } = plain;

  expect(lackingFor(all, smallSetting({}, { checkpoints: [1] }))).toBeUndefined();
  expect(lackingFor(all, smallSetting({ model: 'linear' }))).toBe('the model linear');
  expect(lackingFor(all, smallSetting({ data: { probability: 1, magnitude: 'signed' } }))).toBe(
    'the magnitude signed',
  );
});

function isSetting(value: unknown): value is Setting {
  return typeof value === 'object' && value !== null && 'training' in value && 'model' in value;
}
