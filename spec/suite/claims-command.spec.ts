import { describe, expect, test } from 'vitest';
import { settingId } from '../../src/setting/setting.js';
import { paperFiveFeatures } from '../../src/setting/sources.js';
import { runCli } from './helpers/run-cli.js';

describe('superposition-spec claims', () => {
  test('lists a line for each claim below the section of the paper, and counts them', () => {
    const { code, stdout, stderr } = runCli(['claims']);

    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('Demonstrating superposition');
    expect(lines[1]).toMatch(
      /^C1 +robust +quick +upheld +Of five dense features, the two most important are learned/,
    );
    const claims = lines.filter((line) =>
      / (theorem|robust|fragile|observed) +(smoke|quick|default|full) +(upheld|refuted) /.test(line),
    );
    expect(lines.at(-1)).toBe(`${claims.length} claims`);
    expect(claims.length).toBeGreaterThan(50);
  });

  test('patterns narrow the list; --json gives the whole declarations', () => {
    const { code, stdout, stderr } = runCli(['claims', 'C13.n*', 'c1', '--json']);

    expect([code, stderr]).toEqual([0, '']);
    const claims = JSON.parse(stdout) as Record<string, unknown>[];
    const setting = paperFiveFeatures(0);
    expect(claims.map(({ id }) => id)).toEqual(['C1', 'C13.n=5', 'C13.n=20']);
    expect(claims[0]).toMatchObject({
      section: 'Demonstrating superposition',
      file: 'dist/spec/replication/demonstrating-superposition.spec.js',
      source: 'Elhage et al. 2022, "Demonstrating Superposition"',
      criterion: expect.stringContaining('features 0 and 1'),
      strength: { kind: 'robust', upper: 0.8, lower: 0.4, falseUpheld: 0.001, falseRefuted: 0.001, cap: 60 },
      profile: 'quick',
      expected: { verdict: 'upheld' },
      needs: ['train'],
      settings: [{ name: 'dense', id: settingId(setting), setting: JSON.parse(JSON.stringify(setting)) }],
    });
  });

  test('a pattern that names none is an error of one sentence, exit code 2', () => {
    const { code, stdout, stderr } = runCli(['claims', 'C1', 'Z*']);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^superposition-spec: claim "Z\*" is unknown; the claims are C1, [^\n]+\n$/);
  });
});
