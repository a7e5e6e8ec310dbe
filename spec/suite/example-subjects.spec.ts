/**
 * The subjects in fixtures/subjects, written from the page of the protocol alone, against the suite:
 * the properties of data, output, loss and gradient, and one outcome of training. `verify` without
 * `--claims` holds them to all of it, which takes hours.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inPackage } from '../../src/claims/package-root.js';
import type { Report } from '../../src/report/report.js';
import { python, pythonMissing } from './helpers/python.js';
import { startCli } from './helpers/run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'example-subjects-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a subject of plain settings has to meet; E7.penalty and E7.attack are about options that these lack. */
const theorems = [
  'E1.rate',
  'E1.values',
  'E1.independence',
  'E2',
  'E4',
  'E7.forward',
  'E7.loss',
  'E7.component',
  'E7.direction',
  'E9',
  'E10.exact',
  'E11',
];
const outcome = 'C3';

/** Loading a library and training ten models, on a machine that does other things too. */
const minutes = 15 * 60_000;

const examples = [
  { file: 'pytorch.py', library: 'torch' },
  { file: 'jax_example.py', library: 'jax' },
  { file: 'numpy_by_hand.py', library: 'numpy' },
];

describe('a subject in another language', () => {
  const perl = spawnSync('perl', ['-MJSON::PP', '-e', '1']).status === 0;
  const others = [
    { file: 'fixtures/subjects/from_the_page.pl', program: 'perl', there: perl },
    { file: 'dist/fixtures/subjects/typescript.js', program: process.execPath, there: true },
  ];

  test.for(others)(
    '$file has the data, outputs and gradients of the paper',
    { timeout: minutes },
    async (example, { skip }) => {
      const { file, program, there } = example;
      if (!there) skip(`${program} with JSON::PP is not installed`);
      const subject = `${program} ${inPackage(file).replaceAll(' ', '\\ ')}`;
      const claims = ['E1.rate', 'E7.forward', 'E7.loss', 'E7.component'];
      const places = ['--out', join(folder, `${file.split('/').at(-1)}-report`), '--evidence', folder];

      const { code, stdout } = await startCli([
        'verify',
        '--subject',
        subject,
        '--claims',
        ...claims,
        ...places,
      ]).finished;

      expect(stdout).toMatch(/\nAll 4 gates hold\. Profile/);
      expect(code).toBe(0);
    },
  );
});

describe('an example subject', () => {
  test.for(examples)('$file passes', { timeout: minutes }, async ({ file, library }, { skip }) => {
    const missing = pythonMissing(library);
    if (missing) skip(missing);
    const out = join(folder, file);
    const subject = `${python} ${inPackage('fixtures/subjects', file).replaceAll(' ', '\\ ')}`;
    const claims = ['--claims', ...theorems, outcome];

    const { finished } = startCli([
      'verify',
      '--subject',
      subject,
      ...claims,
      '--out',
      out,
      '--evidence',
      folder,
    ]);
    const { code, stdout } = await finished;

    const report: Report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    expect(stdout).toMatch(/\nAll \d+ gates hold\./);
    expect(report.claims.filter(({ verdict }) => verdict !== 'upheld')).toEqual([]);
    expect(report.claims.length).toBeGreaterThanOrEqual(theorems.length + 1);
    expect(code).toBe(0);
  });

  test.each(examples)('$file is short enough to be copied', ({ file }) => {
    const lines = readFileSync(inPackage('fixtures/subjects', file), 'utf8').split('\n');

    expect(lines.filter((line) => line.trim() !== '').length).toBeLessThan(150);
    expect(lines[0]).toMatch(/^"""Toy models of superposition in .* as a subject of superposition-spec\.$/);
  });
});
