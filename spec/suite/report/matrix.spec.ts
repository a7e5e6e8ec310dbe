import { describe, expect, test } from 'vitest';
import { countGates } from '../../../src/report/build.js';
import { cellInWords, matrixMarkdown, matrixOf, matrixSchema } from '../../../src/report/matrix.js';
import type { ClaimReport, Report } from '../../../src/report/report.js';
import { exampleClaim, exampleReport } from './example-report.js';

describe('subjects beside each other', () => {
  test('have a cell for each section, and their sum', () => {
    const one = reportOf('one', [claim('a', 'First'), claim('b', 'First'), claim('c', 'Second')]);
    const other = reportOf('other', [
      claim('a', 'First'),
      { ...claim('b', 'First'), gate: 'fails', verdict: 'refuted' },
      { ...claim('c', 'Second'), verdict: 'not applicable' },
    ]);

    const { subjects, sections } = matrixOf([one, other]);

    expect(subjects.map(({ name, gates }) => [name, cellInWords(gates)])).toEqual([
      ['one', '3 hold'],
      ['other', '1 holds, 1 FAILS, 1 n/a'],
    ]);
    expect(sections.map(({ section, cells }) => [section, ...cells.map(cellInWords)])).toEqual([
      ['First', '2 hold', '1 holds, 1 FAILS'],
      ['Second', '1 holds', 'n/a'],
    ]);
  });

  test('have an empty cell where the profile of one has nothing', () => {
    const long = reportOf('long', [claim('a', 'First'), claim('b', 'Second')]);
    const short = reportOf('short', [claim('b', 'Second')]);

    const { sections } = matrixOf([short, long]);

    expect(sections.map(({ section, cells }) => [section, ...cells.map(cellInWords)])).toEqual([
      ['Second', '1 holds', '1 holds'],
      ['First', '', '1 holds'],
    ]);
  });

  test('are a table whose columns are the subjects, with what each of them is', () => {
    const report = reportOf('fused', [claim('a', 'The | geometry')]);

    const text = matrixMarkdown(matrixOf([report]));

    expect(text.split('\n').slice(0, 4)).toEqual([
      '|  | `fused` |',
      '| --- | --- |',
      '| The \\| geometry | 1 holds |',
      '| **all** | **1 holds** |',
    ]);
    expect(text).toContain(`- \`fused\`: ${report.environment.device}; version ${report.subject.version}; `);
  });

  test('are plain data of the schema', () => {
    const matrix = matrixOf([exampleReport()]);

    expect(matrixSchema.parse(JSON.parse(JSON.stringify(matrix)))).toEqual(matrix);
    expect(matrix.subjects[0]!.gates).toEqual(countGates(exampleReport().claims));
  });
});

function claim(id: string, section: string): ClaimReport {
  return exampleClaim({ id, section, gate: 'holds', verdict: 'upheld' });
}

function reportOf(name: string, claims: readonly ClaimReport[]): Report {
  const report = exampleReport();
  return { ...report, subject: { ...report.subject, name }, claims: [...claims] };
}
