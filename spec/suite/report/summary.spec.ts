/** The summary of a report for a CI job, and the option of `verify` that writes it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { appendSummary, reportSummary } from '../../../src/report/summary.js';
import { InputError } from '../../../src/setting/input-error.js';
import { runCli } from '../helpers/run-cli.js';
import { exampleClaim, exampleReport } from './example-report.js';

const folder = mkdtempSync(join(tmpdir(), 'summary-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the summary of a report', () => {
  const summary = reportSummary(exampleReport());

  test('begins with the subject and the gates, and counts what does not apply', () => {
    expect(summary).toMatch(
      /^### fused 1: 5 of 8 gates hold, 3 fail\.\n\n1 claim does not apply to this subject\.\n\n\|/,
    );
  });

  test('is one table with the failed gates first', () => {
    const rows = summary.trimEnd().split('\n').slice(4);

    expect(rows.slice(0, 2)).toEqual([
      '| Verdict | Claim | Expected | Evidence |',
      '| --- | --- | --- | --- |',
    ]);
    const failing = rows.map((row) => row.includes('(gate fails)'));
    expect(failing.slice(2)).toEqual([true, true, true, false, false, false, false]);
  });

  test('cuts evidence that is longer than a table can show, and escapes all of it', () => {
    const because = `<img src=x> | ${'x'.repeat(2000)}`;

    const told = reportSummary({ ...exampleReport(), claims: [exampleClaim({ because })] });

    expect(told.length).toBeLessThan(1500);
    expect(told).not.toContain('<img');
    expect(
      told
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.match(/(?<!\\)\|/g),
    ).toHaveLength(5);
  });

  test('lists the waivers that are to be mended', () => {
    const waiverFaults = [{ claim: 'C1', because: 'the gate holds, so nothing is to be waived' }];

    expect(reportSummary({ ...exampleReport(), waiverFaults })).toContain(
      'Waivers to mend:\n\n- `C1` the gate holds, so nothing is to be waived.',
    );
  });

  test('is added to what other steps wrote', async () => {
    const file = join(folder, 'added.md');
    writeFileSync(file, '# Build\n');

    await appendSummary(file, summary);

    expect(readFileSync(file, 'utf8')).toBe(`# Build\n${summary}`);
  });

  test('is refused where it cannot be written', async () => {
    await expect(appendSummary(folder, summary)).rejects.toThrow(InputError);
  });
});

describe('verify --summary', () => {
  test('appends the summary of its report', () => {
    const file = join(folder, 'step.md');

    const { code } = runCli([
      'verify',
      '--claims',
      'E5.attained',
      '--out',
      join(folder, 'out'),
      '--summary',
      file,
    ]);

    expect(readFileSync(file, 'utf8')).toMatch(
      /^### fused .*: The one gate holds\.\n\n\| Verdict .*\n.*\n\| ✓ upheld \| `E5.attained` /,
    );
    expect(code).toBe(0);
  });

  test('is refused before anything is done when the file cannot be written', () => {
    const { code, stdout, stderr } = runCli([
      'verify',
      '--claims',
      'E5',
      '--out',
      join(folder, 'not'),
      '--summary',
      folder,
    ]);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^superposition-spec: summary: .* cannot be written \(EISDIR\)\n$/);
  });
});
