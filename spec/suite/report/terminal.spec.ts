import { stripVTControlCharacters } from 'node:util';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { reportTable } from '../../../src/report/terminal.js';
import { exampleClaim, exampleReport } from './example-report.js';

describe('the table in the terminal', () => {
  property.prop([fc.integer({ min: 60, max: 120 })])('keeps to the width of the terminal', (columns) => {
    const lines = reportTable(exampleReport(), { columns, colours: 0 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test.for([20, 500])('takes a terminal of %d columns for one that can be read', (columns) => {
    const lines = reportTable(exampleReport(), { columns, colours: 0 }).split('\n');
    const longest = Math.max(...lines.map((line) => line.length));
    expect(longest).toBeGreaterThan(40);
    expect(longest).toBeLessThanOrEqual(120);
  });

  test('says the same without colours', () => {
    const coloured = reportTable(exampleReport(), { columns: 90, colours: 1 });
    expect(coloured).toContain('\u001B[32m✓ upheld');
    expect(coloured).toContain('\u001B[33m✗ refuted');
    expect(coloured).toContain('\u001B[31m✗ refuted');
    expect(stripVTControlCharacters(coloured)).toBe(
      reportTable(exampleReport(), { columns: 90, colours: 0 }),
    );
  });

  test('puts the id of a claim before its statement, and wraps them under themselves', () => {
    const report = { ...exampleReport(), claims: [exampleClaim({ statement: 'word '.repeat(20).trim() })] };
    const lines = reportTable(report, { columns: 80, colours: 0 }).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'Demonstrating superposition',
      `  ✓ upheld          example ${'word '.repeat(10).trim()}`,
      `                    ${'word '.repeat(10).trim()}`,
      '',
    ]);
  });

  test('breaks a word that is wider than the terminal', () => {
    const report = { ...exampleReport(), claims: [exampleClaim({ statement: 'x'.repeat(150) })] };
    const lines = reportTable(report, { columns: 60, colours: 0 }).split('\n');
    expect(lines.slice(2, 6).map((line) => line.replace(/[^x]/g, '').length)).toEqual([40, 40, 40, 30]);
  });

  test('ends with the failed gates, their reasons and the count', () => {
    const table = reportTable(exampleReport(), { columns: 120, colours: 0 });
    const [failed, count] = table.trimEnd().split('\n\n').slice(-2);
    expect(failed).toMatch(
      /^Failed gates\n {2}✗ below-floor: refuted, but upheld was expected: held for 1 of 6/,
    );
    expect(count).toBe('5 of 8 gates hold, 3 fail. Profile: default.');
  });

  test('says so when all gates hold', () => {
    const report = { ...exampleReport(), claims: [exampleClaim()], gates: { held: 1, waived: 0, failed: 0 } };
    const table = reportTable(report, { columns: 80, colours: 0 });
    expect(table).toMatch(/\n\nThe one gate holds\. Profile: default\.\n$/);
    expect(table).not.toContain('Failed gates');
  });
});
