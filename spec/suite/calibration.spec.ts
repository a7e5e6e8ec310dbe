/** `verify --calibrate`: what many seeds propose, and the command from end to end on one claim. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { agrees, calibrate } from '../../src/claims/calibration.js';
import type { SeedJudgement } from '../../src/claims/declaration.js';
import type { CalibrationReport } from '../../src/report/calibration.js';
import { fragile, robust } from '../replication/kit/strength.js';
import { runCli } from './helpers/run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'calibration-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what trials propose', () => {
  test.each([
    // The interval of 200 of 200 begins at .982, that of 187 of 200 at .891.
    [200, 200, { strength: 'robust', verdict: 'upheld' }],
    [187, 200, { strength: 'open' }],
    [0, 200, { strength: 'robust', verdict: 'refuted' }],
    [100, 200, { strength: 'fragile', recorded: { holds: 100, of: 200 } }],
    // Ten of ten: the interval begins at .69.
    [10, 10, { strength: 'open' }],
  ])('%i of %i', (holds, of, proposal) => {
    expect(calibrate(trialsOf(holds, of)).proposal).toEqual(proposal);
  });

  test('is held against what is declared', () => {
    expect(agrees(robust, 'upheld', { strength: 'robust', verdict: 'upheld' })).toBe(true);
    expect(agrees(robust, 'upheld', { strength: 'robust', verdict: 'refuted' })).toBe(false);
    const recorded = { holds: 3, of: 10 };
    expect(agrees(fragile(recorded, 20), 'upheld', { strength: 'fragile', recorded })).toBe(true);
    expect(agrees(robust, 'upheld', { strength: 'fragile', recorded })).toBe(false);
    expect(agrees(robust, 'upheld', { strength: 'open' })).toBeUndefined();
  });

  test('are quantiles by outcome, bounds for 90% of seeds, and the widest gap', () => {
    // 60 values 0, .01 … .29 below the gap where it fails, and 1 … 1.29 above it where it holds.
    const trials = Array.from({ length: 60 }, (_, k) =>
      trial(k, k >= 30, { angle: k < 30 ? k / 100 : 1 + (k - 30) / 100 }),
    );

    const [angle] = calibrate(trials).measures;

    expect(angle).toMatchObject({
      name: 'angle',
      count: 60,
      quantiles: { least: 0, low: 0.02, median: 0.29, most: 1.29 },
      holding: { least: 1, most: 1.29 },
      failing: { least: 0, most: 0.29 },
      gap: { from: 0.29, to: 1, below: 30 },
    });
    // P(Binomial(60, .1) ≥ 2) = .986 and P(… ≥ 3) = .947: the second smallest of 60.
    expect(angle!.atLeast).toBe(0.01);
    expect(angle!.atMost).toBe(1.28);
  });

  test('say nothing of a number that a trial lacks, since it diverged', () => {
    const trials = [trial(0, true, { angle: 2 }), trial(1, false, {})];
    const [angle] = calibrate(trials).measures;
    expect(angle).toMatchObject({ count: 1, failing: undefined, atLeast: undefined, gap: undefined });
  });
});

describe('the command', () => {
  const args = ['verify', '--claims', 'C1', '--evidence', join(folder, 'evidence')];

  test('judges so many trials from the given seed on, and writes what they say', () => {
    const out = join(folder, 'out');

    const { code, stdout, stderr } = runCli([
      ...args,
      '--calibrate',
      '12',
      '--first-seed',
      '5000',
      '--out',
      out,
    ]);

    expect(stdout).toMatch(/^C1 +\d+ of 12 \(0\.\d{3} to \d\.\d{3}\) +robust, upheld +/);
    expect(stderr).toContain('first seed 5000');
    const report = JSON.parse(readFileSync(join(out, 'calibration.json'), 'utf8')) as CalibrationReport;
    expect(report).toMatchObject({ trials: 12, firstSeed: 5000, subject: { name: 'fused' } });
    expect(report.claims.map(({ id }) => id)).toEqual(['C1']);
    expect(report.claims[0]!.calibration.rate.of).toBe(12);
    expect(report.claims[0]!.calibration.measures[0]).toMatchObject({ count: 12 });
    expect(readFileSync(join(out, 'calibration.md'), 'utf8')).toContain(
      '12 trials of each claim from seed 5000 on',
    );
    expect(code).toBe(0);
  });

  test.each([
    ['theorems alone', ['--calibrate', '3', '--claims', 'E5.attained'], /only theorems are selected/],
    ['an unknown claim', ['--calibrate', '3', '--claims', 'C99'], /claim "C99" is unknown/],
    ['an unknown subject', ['--calibrate', '3', '--subject', 'nonsense'], /subject "nonsense" is unknown/],
    ['a first seed without it', ['--first-seed', '3'], /--first-seed belongs to --calibrate/],
    ['a seed that is none', ['--calibrate', '--first-seed', '-1'], /whole number from 0 to 2147483647/],
    ['no trials', ['--calibrate', '0'], /--calibrate.* whole number, at least 1/],
  ])('refuses %s, and writes nothing', (_, options, sentence) => {
    const [out, evidence] = [join(folder, 'refused'), join(folder, 'refused-evidence')];

    const { code, stderr } = runCli(['verify', '--out', out, '--evidence', evidence, ...options]);

    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
    expect([existsSync(out), existsSync(evidence)], 'a folder was made').toEqual([false, false]);
  });

  test('refuses a folder below a file before it trains', () => {
    writeFileSync(join(folder, 'file'), '');
    const [out, evidence] = [join(folder, 'file', 'out'), join(folder, 'untrained-evidence')];
    const options = ['--calibrate', '3', '--claims', 'C1', '--out', out, '--evidence', evidence];

    const { code, stderr } = runCli(['verify', ...options]);

    expect(stderr).toMatch(/cannot be written to .*: a part of the path is a file/);
    expect(code).toBe(2);
    expect(existsSync(evidence), 'something was trained').toBe(false);
  });
});

function trialsOf(holding: number, of: number): SeedJudgement[] {
  return Array.from({ length: of }, (_, seed) => trial(seed, seed < holding, {}));
}

function trial(seed: number, holds: boolean, measured: Record<string, number>): SeedJudgement {
  return { seed, holds, because: 'x', measured };
}
