import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Listed, subjectsText } from '../../src/cli/subjects.js';
import { subjectNames } from '../../src/subjects/registry.js';
import { runCli } from './helpers/run-cli.js';

afterEach(() => vi.unstubAllEnvs());

describe('superposition-spec subjects', () => {
  test('--json lists every built-in subject once, in order, present with what it is or absent with a reason', () => {
    const { code, stdout } = runCli(['subjects', '--json']);

    const { subjects } = JSON.parse(stdout) as { subjects: Listed[] };
    expect(code).toBe(0);
    expect(subjects.map(({ name, about }) => ({ name, about }))).toEqual(subjectNames());
    for (const subject of subjects) {
      const told = subject.kind === 'present' ? [subject.version, subject.device] : [subject.reason];
      expect(
        told.every((text) => text !== ''),
        `${subject.name} is ${subject.kind}, but says not more`,
      ).toBe(true);
    }
  });

  test('the listing names the same subjects', () => {
    const { code, stdout } = runCli(['subjects']);

    expect(code).toBe(0);
    for (const { name } of subjectNames()) expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
  });

  test('a subject takes two lines: what it is, then where it runs or why it is absent', () => {
    vi.stubEnv('NO_COLOR', '1');
    const present = {
      kind: 'present',
      version: '1.2',
      device: 'CPU',
      precision: 'float32',
      models: [],
      magnitudes: [],
    } as const;

    const text = subjectsText([
      { name: 'here', about: 'works', ...present },
      { name: 'not-here', about: 'does not', kind: 'absent', reason: 'library not installed' },
    ]);

    expect(text.split('\n')).toEqual([
      'here      present  works',
      '          CPU; float32; version 1.2',
      'not-here  absent   does not',
      '          library not installed',
      '',
    ]);
  });
});
