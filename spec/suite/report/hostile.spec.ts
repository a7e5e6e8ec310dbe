/** Words from outside may be anything: they are shown, and never read as markup, markdown or commands. */
import { fc, test } from '@fast-check/vitest';
import { parseHTML } from 'linkedom';
import { describe, expect } from 'vitest';
import { reportHtml } from '../../../src/report/html.js';
import { reportMarkdown } from '../../../src/report/markdown.js';
import type { Report } from '../../../src/report/report.js';
import { reportTable } from '../../../src/report/terminal.js';
import { plain } from '../../../src/report/text.js';
import { exampleReport } from './example-report.js';

const harmless = 'words';

describe('a report with hostile words in every text', () => {
  const expected = skeleton(parseHTML(reportHtml(filledWith(harmless))).document);

  test.prop([hostileText()], { numRuns: 60 })(
    'is an HTML page with the elements of a harmless one',
    (text) => {
      const { document } = parseHTML(reportHtml(filledWith(text)));
      expect(skeleton(document)).toEqual(expected);
      expect(document.querySelector('h3')?.textContent).toBe(plain(text));
    },
  );

  test.prop([hostileText()], { numRuns: 60 })(
    'is Markdown with the lines and cells of a harmless one',
    (text) => {
      const lines = reportMarkdown(filledWith(text)).split('\n');
      const expected = reportMarkdown(filledWith(harmless)).split('\n');
      expect(lines.map(cells)).toEqual(expected.map(cells));
      expect(lines.map(blockStart)).toEqual(expected.map(blockStart));
      for (const line of lines) expect(withoutEscapes(withoutCode(line)), line).not.toMatch(/[<>`_~$[\]]/);
    },
  );

  test.prop([hostileText()], { numRuns: 60 })('prints no control character in a terminal', (text) => {
    const table = reportTable(filledWith(text), { columns: 100, colours: 0 });
    expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
  });

  test('shows what it could not show as a replacement character', () => {
    expect(plain('a\u0000b\u001B[31mc\u202Ed\uD800e\r\n\tf')).toBe('a\uFFFDb\uFFFD[31mc\uFFFDd\uFFFDe f');
  });
});

function hostileText(): fc.Arbitrary<string> {
  const known = fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    '</style></title></svg></table>',
    '<!--',
    ']]>',
    '&lt;&#0;',
    '| a | b |',
    '\\|',
    '`code`',
    '**bold** _x_ ~~y~~ $z$',
    '[link](javascript:alert(1))',
    '# heading',
    '- item',
    '1. item',
    '    code',
    '===',
    '\r\n\n',
    '\u0000',
    '\u001B[2J',
    '\u202E',
    '\uD800',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must come out as it stands
    '${x}',
  );
  const parts = fc.oneof(known, fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }));
  // A letter at either end, so that the harmless report has something where this one has something.
  return fc.array(parts, { minLength: 1, maxLength: 4 }).map((all) => `${all.join('')}x`);
}

/** The example with one text in the place of every text that a subject or a claim can choose. */
function filledWith(text: string): Report {
  const report = exampleReport();
  return {
    ...report,
    suite: { version: text },
    subject: { name: text, version: text },
    waiverFaults: [{ claim: text, because: text }],
    claims: report.claims.map((claim) => ({
      ...claim,
      id: text,
      section: text,
      source: text,
      statement: text,
      criterion: text,
      because: text,
      expected: claim.expected.verdict === 'refuted' ? { verdict: 'refuted', because: text } : claim.expected,
      settings: claim.settings.map((setting) => ({ ...setting, name: text, id: text, summary: text })),
      seeds: claim.seeds.map(({ seed, holds }) => ({ seed, holds, because: text, measured: { [text]: 1 } })),
      exhibits: claim.exhibits.map((exhibit) => ({ ...exhibit, name: text })),
      waiver: { reason: text, link: text, expires: text },
    })),
    environment: {
      ...report.environment,
      device: text,
      node: text,
      platform: text,
      processor: text,
      date: text,
    },
  };
}

/** Every element with the names of its attributes, in the order of the page. */
function skeleton(document: ReturnType<typeof parseHTML>['document']): string[] {
  return [...document.querySelectorAll('*')].map((element) =>
    [element.tagName, ...[...element.attributes].map(({ name }) => name)].join(' '),
  );
}

function cells(line: string): number {
  return withoutEscapes(line).split('|').length;
}

/** What a line begins, if anything: a heading, an item, a table, a quotation, code. */
function blockStart(line: string): string {
  return /^(#+ |- |\| |> | {2,}|```|~~~|=+$|-+$|\d+[.)] )?/.exec(line)![0];
}

function withoutEscapes(line: string): string {
  return line.replace(/\\[!-/:-@[-`{-~]/g, '');
}

/** Without code spans of the only form that the report writes. */
function withoutCode(line: string): string {
  return line.replace(/`[\w.:/+-]+`/g, '');
}
