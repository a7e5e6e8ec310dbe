import { readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { reportJson } from '../../../src/report/json.js';
import { parseReport } from '../../../src/report/read.js';
import type { Report } from '../../../src/report/report.js';
import { reportJsonSchema } from '../../../src/report/schema.js';
import { InputError } from '../../../src/setting/input-error.js';
import { exampleClaim, exampleReport } from './example-report.js';

describe('the report as JSON', () => {
  test('reads back as the report that was written', () => {
    const report = exampleReport();
    expect(parseReport(reportJson(report), 'report.json')).toEqual(report);
  });

  test('is the same text for the same report, in whatever order its fields were put together', () => {
    const report = exampleReport();
    const backwards = Object.fromEntries(Object.entries(report).reverse()) as unknown as Report;
    expect(reportJson(backwards)).toBe(reportJson(report));
  });

  test('is the same text after being read and written again', () => {
    const text = reportJson(exampleReport());
    expect(reportJson(parseReport(text, 'report.json'))).toBe(text);
  });

  property.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])(
    'keeps every digit of a number',
    (value) => {
      const report = withMeasured(value);
      const [claim] = parseReport(reportJson(report), 'report.json').claims;
      // JSON has one zero.
      expect(claim!.seeds[0]!.measured).toEqual({ value: value + 0 });
    },
  );

  test.for([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %d with a sentence that names the field',
    (value) => {
      expect(() => reportJson(withMeasured(value))).toThrow(InputError);
      expect(() => reportJson(withMeasured(value))).toThrow(
        /^report: claims\.0\.seeds\.0\.measured\.value: /,
      );
    },
  );

  test('refuses a number that is not finite inside a setting too, which the schema leaves open', () => {
    const setting = { name: 'sparse', id: '0', summary: '', setting: { m: Number.NaN } };
    const report = { ...exampleReport(), claims: [exampleClaim({ settings: [setting] })] };
    expect(() => reportJson(report)).toThrow(
      new InputError('report: a setting holds NaN, which JSON cannot'),
    );
  });
});

describe('the published JSON Schema', () => {
  test('says what the zod schema says; `npm run schema` writes it anew', () => {
    const published = new URL('../../../../src/report/report.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(reportJsonSchema());
  });
});

describe('a report that is read', () => {
  test.for([
    ['text that is not JSON', '{"format":', /^r\.json: not JSON: /],
    ['JSON that is not a report', '[]', /^r\.json: not a report: /],
    ['a report of another version', reportText({ version: 2 }), /^r\.json: not a report: version: /],
    ['a field that no report has', reportText({ extra: 1 }), /^r\.json: not a report: .*extra/],
  ] as const)('is refused with one sentence when it is %s', ([, text, sentence]) => {
    expect(() => parseReport(text, 'r.json')).toThrow(InputError);
    expect(() => parseReport(text, 'r.json')).toThrow(sentence);
  });

  test('is refused when the weights of an exhibit do not fit together', () => {
    const report = exampleReport();
    report.claims[0]!.exhibits[1]!.weights.b.pop();
    expect(() => parseReport(JSON.stringify(report), 'r.json')).toThrow(
      new InputError(
        'r.json: not a report: the weights of "moderate" of claim five-in-two do not fit together',
      ),
    );
  });
});

function withMeasured(value: number): Report {
  const seeds = [{ seed: 0, holds: true, because: '', measured: { value } }];
  return { ...exampleReport(), claims: [exampleClaim({ seeds })] };
}

function reportText(changes: object): string {
  return JSON.stringify({ ...exampleReport(), ...changes });
}
