/**
 * The controls: subjects for which claims must not hold, judged by the same specs. A criterion that
 * upholds its claim for them is too weak, and its claim proves nothing.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { runCli, startCli } from './helpers/run-cli.js';

/** Each claim of the section "Demonstrating superposition", and the controls that refute it. */
const refutedBy: Readonly<Record<string, readonly string[]>> = {
  // What the linear model does too: it keeps the most important features, as the paper says.
  C1: ['untrained', 'shuffled-importance'],
  C4: ['untrained', 'shuffled-importance'],
  // What takes a ReLU, and does not ask which features are kept.
  C2: ['untrained', 'linear'],
  C6: ['untrained', 'linear'],
  'C13.n=5': ['untrained', 'linear'],
  'C13.n=20': ['untrained', 'linear'],
  C16: ['untrained', 'linear'],
};

/** As few as can refute: seven straight failures, by the likelihood ratio 3⁻⁷ < 1/1000. */
const seedsThatRefute = '7';

const folder = mkdtempSync(join(tmpdir(), 'controls-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the controls', () => {
  test('are told of every claim of the section', () => {
    const { stdout } = runCli(['claims', '--json']);

    const listed = JSON.parse(stdout) as { id: string; section: string }[];
    const ids = listed.filter(({ section }) => section === 'Demonstrating superposition');
    expect(Object.keys(refutedBy).sort()).toEqual(ids.map(({ id }) => id).sort());
  });

  test.each(['untrained', 'linear', 'shuffled-importance'])('%s: its claims are refuted', async (control) => {
    const ids = Object.keys(refutedBy).filter((id) => refutedBy[id]!.includes(control));

    const { code, stdout, report } = await verify(control, ids, '--seeds', seedsThatRefute);

    expect(verdictsOf(report)).toEqual(Object.fromEntries(ids.map((id) => [id, 'refuted'])));
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
