/** From what the specs concluded to the report: verdicts, gates and their count. */
import { describe, expect, test } from 'vitest';
import type { Evidence, Expectation } from '../../src/claims/declaration.js';
import type { JudgedClaim } from '../../src/claims/specs.js';
import { matrix } from '../../src/models/matrix.js';
import { buildReport } from '../../src/report/build.js';
import { reportSchema } from '../../src/report/report.js';
import { parseSetting, settingId } from '../../src/setting/setting.js';
import { robust } from '../replication/kit/strength.js';
import { exampleReport } from './report/example-report.js';

const { suite, subject, profile, environment } = exampleReport();
const about = { suite, subject, profile, environment };
const setting = parseSetting({ model: 'relu-output', n: 3, m: 2, data: { probability: 0.5 } });
const finding: Expectation = { verdict: 'refuted', because: 'seed 3 never does' };

describe('building a report', () => {
  test.each<[expected: Expectation, verdict: Evidence['verdict'], gate: 'holds' | 'fails']>([
    [{ verdict: 'upheld' }, 'upheld', 'holds'],
    [{ verdict: 'upheld' }, 'refuted', 'fails'],
    [{ verdict: 'upheld' }, 'undecided', 'fails'],
    [{ verdict: 'upheld' }, 'blocked', 'fails'],
    [{ verdict: 'upheld' }, 'not applicable', 'holds'],
    [finding, 'refuted', 'holds'],
    [finding, 'upheld', 'fails'],
    [finding, 'undecided', 'fails'],
    [finding, 'blocked', 'fails'],
    [finding, 'not applicable', 'holds'],
  ])('expected %j and %s: the gate %s', (expected, verdict, gate) => {
    const { claims, gates } = buildReport([judged({ expected, verdict })], about);

    expect(claims[0]).toMatchObject({ expected, verdict, gate });
    expect(gates).toEqual(
      gate === 'holds' ? { held: 1, waived: 0, failed: 0 } : { held: 0, waived: 0, failed: 1 },
    );
  });

  test.each<Expectation>([{ verdict: 'upheld' }, finding])(
    'a spec that crashed before a verdict is undecided and its gate fails, expected %j',
    (expected) => {
      const crashed = { ...judged({ expected }), evidence: undefined, failure: 'out of memory' };

      const { claims, gates } = buildReport([crashed], about);

      expect(claims[0]).toMatchObject({ verdict: 'undecided', gate: 'fails', seeds: [], exhibits: [] });
      expect(claims[0]!.because).toBe('the spec ended without a verdict: out of memory');
      expect(gates).toEqual({ held: 0, waived: 0, failed: 1 });
    },
  );

  test('counts each claim once, in the order given', () => {
    const all = [
      judged({ id: 'b' }),
      judged({ id: 'a', verdict: 'refuted' }),
      judged({ id: 'c', verdict: 'not applicable' }),
    ];

    const { claims, gates } = buildReport(all, about);

    expect(claims.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(gates).toEqual({ held: 2, waived: 0, failed: 1 });
  });

  test('names settings by their ids, and writes exhibits as plain numbers that the schema knows', () => {
    const W = matrix(2, 3, (i, j) => i + j);
    const weights = { kind: 'tied', W, b: Float64Array.of(0, 1, 2) } as const;
    const claim = judged({ exhibits: [{ name: 'half', setting, seed: 4, weights }] });

    const report = buildReport([claim], about);

    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report.claims[0]!.settings).toMatchObject([{ name: 'half', id: settingId(setting), setting }]);
    expect(report.claims[0]!.exhibits).toEqual([
      {
        name: 'half',
        seed: 4,
        importances: [1, 1, 1],
        weights: { kind: 'tied', W: { rows: 2, columns: 3, data: [0, 1, 2, 1, 2, 3] }, b: [0, 1, 2] },
      },
    ]);
  });
});

function judged({
  id = 'example',
  expected = { verdict: 'upheld' },
  verdict = 'upheld',
  exhibits = [],
}: {
  id?: string;
  expected?: Expectation;
  verdict?: Evidence['verdict'];
  exhibits?: Evidence['exhibits'];
}): JudgedClaim {
  const words = { id, source: 'a source', statement: 'a statement', criterion: 'a criterion' };
  const declaration = {
    ...words,
    strength: robust,
    profile: 'default' as const,
    expected,
    needs: [],
    bestOf: 1,
    controls: [],
    settings: { half: setting },
  };
  const evidence = { subject: 'example', verdict, because: 'as it is', seeds: [], exhibits, figures: [] };
  return {
    declaration,
    section: 'A section',
    file: 'example.spec.js',
    evidence,
    calibration: undefined,
    runs: undefined,
    failure: undefined,
  };
}
