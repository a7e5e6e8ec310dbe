/** What a subject lacks for a setting makes the claims about it not applicable, never passed or failed. */
import { expect, test } from 'vitest';
import { lacking } from '../../src/subjects/lacking.js';
import type { Description } from '../../src/subjects/subject.js';
import { smallSetting } from './kit/small-settings.js';

const able: Description = {
  name: 'able',
  version: '1',
  device: 'none',
  precision: 'float64',
  models: ['relu-output'],
  magnitudes: ['uniform'],
  dependences: ['correlated'],
};
const correlated = smallSetting({
  data: { probability: 0.5, dependence: { kind: 'correlated', size: 3 } },
});

test('nothing is lacking where model, values and dependence are there', () => {
  expect(lacking(able, smallSetting())).toBeUndefined();
  expect(lacking(able, correlated)).toBeUndefined();
});

test('a model, a kind of values or of dependence that is missing is named', () => {
  const signed = smallSetting({ data: { probability: 0.5, magnitude: 'signed' } });

  expect(lacking({ ...able, models: ['linear'] }, correlated)).toBe('the model relu-output');
  expect(lacking(able, signed)).toBe('values that are signed');
  expect(lacking({ ...able, dependences: ['anticorrelated'] }, correlated)).toBe(
    'features in correlated sets',
  );
});

test('a subject that says nothing of dependence has none', () => {
  const { dependences, ...silent } = able;

  expect(lacking(silent, correlated)).toBe('features in correlated sets');
  expect(lacking(silent, smallSetting())).toBeUndefined();
});

test('what a warm start needs is needed', () => {
  const warm = smallSetting({}, { warmStart: correlated });

  expect(lacking({ ...able, dependences: [] }, warm)).toBe('features in correlated sets');
});
