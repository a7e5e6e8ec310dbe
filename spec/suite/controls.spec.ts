/**
 * The controls: subjects for which claims must not hold, judged by the same specs. A criterion that
 * upholds its claim for them is too weak, and its claim proves nothing.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Declaration } from '../../src/claims/declaration.js';
import { defaultProfile, isWithin } from '../../src/claims/profile.js';
import type { Report } from '../../src/report/report.js';
import { controlNames } from '../../src/subjects/controls.js';
import { runCli, startCli } from './helpers/run-cli.js';

/** Seven straight failures refute; of twenty seeds a few may meet a criterion by chance, and it is still refuted. */
const seedsThatRefute = '20';

/** The paper's own sizes (profile full) are the same claims again, for hours. */
const declared = (JSON.parse(runCli(['claims', '--json']).stdout) as Declaration[]).filter(({ profile }) =>
  isWithin(profile, defaultProfile),
);
const folder = mkdtempSync(join(tmpdir(), 'controls-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the controls', () => {
  test('stand against every robust claim that is expected to hold', () => {
    const unopposed = declared.filter(
      ({ strength, expected, controls }) =>
        strength.kind === 'robust' && expected.verdict === 'upheld' && controls.length === 0,
    );
    expect(unopposed.map(({ id }) => id)).toEqual([]);
  });

  test.each(Object.keys(controlNames))('%s: the claims that name it are refuted', async (control) => {
    const ids = declared
      .filter(({ controls }) => (controls as string[]).includes(control))
      .map(({ id }) => id);

    const { code, stdout, report } = await verify(control, ids, '--seeds', seedsThatRefute);

    expect(ids.length).toBeGreaterThan(0);
    // An id also names its parts (F4 names F4.first-order), which may have other controls.
    const verdicts = verdictsOf(report);
    expect(ids.filter((id) => verdicts[id] !== 'refuted')).toEqual([]);
    expect(code).toBe(1);
    const failed = stdout.slice(stdout.indexOf('Failed gates'));
    for (const id of ids) expect(failed).toContain(`✗ ${id}: refuted, but upheld was expected: `);
  });

  test('linear: keeps the most important dense features, as the model with a ReLU does', async () => {
    const { code, report } = await verify('linear', ['C1', 'C4']);

    expect(verdictsOf(report)).toEqual({ C1: 'upheld', C4: 'upheld' });
    expect(code).toBe(0);
  });
});

async function verify(control: string, ids: readonly string[], ...options: string[]) {
  const out = join(folder, control);
  const { finished } = startCli([
    'verify',
    ...['--subject', `control:${control}`, '--claims', ...ids],
    ...['--evidence', join(folder, 'evidence'), '--out', out],
    ...options,
  ]);
  const { code, stdout } = await finished;
  return { code, stdout, report: JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report };
}

function verdictsOf({ claims }: Report): Record<string, string> {
  return Object.fromEntries(claims.map(({ id, verdict }) => [id, verdict]));
}
