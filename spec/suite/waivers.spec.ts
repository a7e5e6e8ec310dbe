/** Waivers: what the file may say, what an entry does to a gate, and when it fails itself. */
import { describe, expect, test } from 'vitest';
import type { JudgedClaim } from '../../src/claims/specs.js';
import { faultOf, parseWaivers, refuseUnmatched, type Waiver } from '../../src/claims/waivers.js';
import { buildReport } from '../../src/report/build.js';
import { reportHtml } from '../../src/report/html.js';
import { reportJson } from '../../src/report/json.js';
import { reportMarkdown } from '../../src/report/markdown.js';
import type { Report } from '../../src/report/report.js';
import { reportTable } from '../../src/report/terminal.js';
import { passes } from '../../src/report/words.js';
import { robust } from '../replication/kit/strength.js';
import { exampleReport } from './report/example-report.js';

const waiver: Waiver = {
  claim: 'C3',
  reason: 'its Adam has no bias correction',
  link: 'https://example.org/issues/12',
  expires: '2026-06-30',
};

describe('a waivers file', () => {
  test('is a list of claims, each with a reason, a link and a last day', () => {
    expect(parseWaivers(JSON.stringify({ waivers: [waiver] }), 'waivers.json')).toEqual([waiver]);
  });

  test.each<[what: string, text: string, sentence: RegExp]>([
    ['no JSON', 'C3: later', /^w\.json: not JSON: /],
    ['a bare list', '[]', /^w\.json: not a list of waivers: /],
    ['no reason', withEntry({ reason: ' ' }), /waivers\.0\.reason: must say why the gate may fail/],
    ['no link', withEntry({ link: undefined }), /waivers\.0\.link: must be an http or https address/],
    ['a link that runs', withEntry({ link: 'javascript:alert(1)' }), /waivers\.0\.link: must be an http/],
    [
      'a day that is none',
      withEntry({ expires: '2026-02-30' }),
      /waivers\.0\.expires: must be a day such as/,
    ],
    ['no last day', withEntry({ expires: undefined }), /waivers\.0\.expires: must be a day such as/],
    ['a stray field', withEntry({ note: 'x' }), /waivers\.0: Unrecognized key: "note"/],
    ['a claim twice', JSON.stringify({ waivers: [waiver, waiver] }), /claim "C3" is waived twice; keep one/],
  ])('refuses %s', (_, text, sentence) => {
    expect(() => parseWaivers(text, 'w.json')).toThrow(sentence);
  });

  test('must name claims that there are, selected or not', () => {
    expect(() => refuseUnmatched([waiver], ['C1', 'C3'], 'w.json')).not.toThrow();
    expect(() => refuseUnmatched([waiver], ['C1', 'C3.a'], 'w.json')).toThrow(
      'w.json: claim "C3" is waived but there is no such claim; remove the entry or correct its id',
    );
  });
});

describe('an entry', () => {
  test('is in force through its last day, where the gate would fail', () => {
    expect(faultOf(waiver, false, '2026-06-30')).toBeUndefined();
  });

  test('is expired from the next day on, and names the link', () => {
    expect(faultOf(waiver, false, '2026-07-01')?.because).toBe(
      'the waiver expired on 2026-06-30; mend what https://example.org/issues/12 describes, or set a new day',
    );
  });

  test('is stale where the gate holds, expired or not', () => {
    const stale = 'its gate holds, so the waiver is stale; remove the entry';
    expect(faultOf(waiver, true, '2026-01-31')?.because).toBe(stale);
    expect(faultOf(waiver, true, '2026-07-01')?.because).toBe(stale);
  });
});

describe('in a report', () => {
  test('a waived gate does not fail, and every form says why', () => {
    const report = reportOf('refuted', '2026-06-01');

    expect(report.claims[0]).toMatchObject({
      gate: 'waived',
      verdict: 'refuted',
      waiver: { reason: waiver.reason, link: waiver.link, expires: waiver.expires },
    });
    expect(report.gates).toEqual({ held: 0, waived: 1, failed: 0 });
    expect(passes(report)).toBe(true);
    for (const text of formsOf(report)) {
      expect(text).toContain('0 of 1 gates hold, 1 is waived.');
      expect(text).toContain('2026-06-30');
      expect(text).toContain('its Adam has no bias correction');
    }
    expect(reportHtml(report)).toContain('<a href="https://example.org/issues/12">');
  });

  test('an expired waiver leaves the gate failing and is a fault besides', () => {
    const report = reportOf('refuted', '2026-07-01');

    expect(report.claims[0]).toMatchObject({ gate: 'fails' });
    expect(report.claims[0]).not.toHaveProperty('waiver');
    expect(report.waiverFaults).toEqual([
      { claim: 'C3', because: expect.stringContaining('expired on 2026-06-30') },
    ]);
    expect(passes(report)).toBe(false);
  });

  test.each(['upheld', 'not applicable'] as const)(
    'a stale waiver (%s) fails though every gate holds',
    (verdict) => {
      const report = reportOf(verdict, '2026-06-01');

      expect(report.gates).toEqual({ held: 1, waived: 0, failed: 0 });
      expect(passes(report)).toBe(false);
      for (const text of formsOf(report)) {
        expect(text).toContain('Waivers to mend');
        expect(text).toContain('the waiver is stale; remove the entry');
      }
    },
  );

  test('a waiver for a claim that was not selected is left alone', () => {
    const report = buildReport([judged('upheld', 'C1')], about('2026-06-01'), [waiver]);

    expect(report.waiverFaults).toEqual([]);
    expect(passes(report)).toBe(true);
  });
});

function reportOf(verdict: 'upheld' | 'refuted' | 'not applicable', day: string): Report {
  const report = buildReport([judged(verdict, 'C3')], about(day), [waiver]);
  expect(() => reportJson(report)).not.toThrow();
  return report;
}

function formsOf(report: Report): string[] {
  return [
    reportHtml(report),
    reportMarkdown(report),
    reportTable(report, { columns: 120, colours: 0 }).replace(/\n +/g, ' '),
  ];
}

function judged(verdict: 'upheld' | 'refuted' | 'not applicable', id: string): JudgedClaim {
  const expected = { verdict: 'upheld' } as const;
  return {
    declaration: {
      id,
      source: 'the paper',
      statement: 'five features form a pentagon',
      criterion: 'angles of 72°',
      strength: robust,
      profile: 'default',
      expected,
      needs: ['train'],
      settings: {},
      bestOf: 1,
      controls: [],
    },
    section: 'Section',
    file: 'file',
    evidence: {
      subject: 'x',
      verdict,
      because: 'held for 0 of 5 seeds',
      seeds: [],
      exhibits: [],
      figures: [],
    },
    calibration: undefined,
    runs: undefined,
    failure: undefined,
  };
}

function about(day: string): Parameters<typeof buildReport>[1] {
  const { suite, subject, profile, environment } = exampleReport();
  return { suite, subject, profile, environment: { ...environment, date: `${day}T12:00:00.000Z` } };
}

function withEntry(changes: Record<string, unknown>): string {
  return JSON.stringify({ waivers: [{ ...waiver, ...changes }] });
}
