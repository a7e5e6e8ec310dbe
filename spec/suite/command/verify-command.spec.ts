/** `verify --subject "a command"` from end to end: verdicts, what does not apply, and what is left behind. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { ClaimReport, Report } from '../../../src/report/report.js';
import { descendantsOf, stillRunning } from '../helpers/processes.js';
import { runCli, startCli } from '../helpers/run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'verify-command-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = fileURLToPath(new URL('./kit/hostile-subject.js', import.meta.url));

describe.runIf(process.platform === 'linux')('verify with a command', () => {
  test('blames a program that crashes for the claims that it touches, goes on, and writes the report', () => {
    const { code, claims, stderr } = verified('exits', ['E7.forward', 'E1.rate', 'E5.attained', 'C1']);

    expect(claims.get('E7.forward')).toMatchObject({
      verdict: 'refuted',
      because: expect.stringContaining('ended with exit code 3; its last line on stderr: "Traceback'),
    });
    expect(claims.get('E1.rate')?.verdict).toBe('upheld');
    expect(claims.get('E5.attained')?.verdict).toBe('upheld');
    expect(claims.get('C1')?.verdict, 'its runs were announced before it crashed').toBe('refuted');
    expect(stderr, 'stderr is passed through, without its control characters').toContain(
      'Traceback: out of luck \\u{1b}[31m\n',
    );
    expect(code).toBe(1);
  });

  test('blames one that does not say what it is for everything that needs a subject', () => {
    const ids = ['E7.forward', 'E5.attained', 'C1', 'C14.fresh'];

    const { code, claims, subject } = verified('greets on stdout', ids);

    expect(subject.name).toContain('hostile-subject.js');
    expect(claims.get('E7.forward')).toMatchObject({
      verdict: 'refuted',
      because: expect.stringContaining('"Loading the model…" on stdout, which is not JSON'),
    });
    expect(claims.get('C1')).toMatchObject({ verdict: 'blocked', gate: 'fails' });
    expect(claims.get('C14.fresh'), 'a crash is not the refutation that is expected').toMatchObject({
      verdict: 'blocked',
      gate: 'fails',
    });
    expect(claims.get('E5.attained')?.verdict).toBe('upheld');
    expect(code).toBe(1);
  });

  test('holds no claim against it that needs what it does not list', () => {
    const ids = ['C5', 'S0.learned', 'C14.warm-started', 'E3', 'E9', 'E1.coupled-normalised', 'E1.rate'];

    const { code, claims, environment } = verified('none', ids);

    const reasons = ids
      .map((id) => claims.get(id)!)
      .map(({ id, verdict, because }) => [id, verdict, because.replace(/^.* (?=has|does)/, '')]);
    expect(reasons.toSorted()).toEqual([
      ['C14.warm-started', 'not applicable', 'does not have the model untied'],
      ['C5', 'not applicable', 'does not have the model linear'],
      ['E1.coupled-normalised', 'not applicable', 'does not have the magnitude coupled-normalised'],
      ['E1.rate', 'upheld', expect.stringContaining('held for every input')],
      ['E3', 'not applicable', 'does not have the model linear'],
      ['E9', 'not applicable', 'does not have the model absolute-value'],
      ['S0.learned', 'not applicable', 'does not have the option rows=fixed'],
    ]);
    expect(environment.runs).toEqual({ trained: 0, reused: 0 });
    expect(code).toBe(0);
  });

  test('uses its runs again under the same version, but not those of a script that was changed', () => {
    const again = verified('exits', ['C1']);

    expect(again.environment.runs).toEqual({ trained: 0, reused: 10 });
  });

  test.each(['SIGINT', 'SIGKILL'] as const)(
    'leaves no process behind on %s, in the midst of training',
    async (signal) => {
      const { child, finished } = startCli(argumentsFor('forks', ['C1'], 'ended'));
      await vi.waitFor(
        () =>
          expect(commandsBelow(child.pid!).filter((command) => command === 'sleep 1000.0')).toHaveLength(2),
        { timeout: 60_000, interval: 20 },
      );
      const below = descendantsOf(child.pid!);

      child.kill(signal);

      const { code } = await finished;
      expect(code).toBe(signal === 'SIGINT' ? 130 : null);
      await vi.waitFor(() => expect(stillRunning(below)).toEqual([]), { timeout: 5000, interval: 20 });
      expect(existsSync(join(folder, 'ended')), 'a report was written').toBe(false);
    },
  );
});

test('The example in JavaScript, below 150 lines, has the properties of a right implementation', () => {
  const example = 'fixtures/subjects/plain.mjs';
  const out = join(folder, 'plain');
  const claims = ['E1', 'E2', 'E3', 'E4', 'E7', 'E8', 'E9'];
  const stores = ['--evidence', join(folder, 'evidence'), '--out', out];

  const { code } = runCli([
    'verify',
    '--subject',
    `${process.execPath} ${example}`,
    '--claims',
    ...claims,
    ...stores,
  ]);

  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  const others = report.claims.filter(({ verdict }) => verdict !== 'upheld');
  expect(
    others
      .map(({ id, verdict, because }) => [id, verdict, because])
      .filter(([, verdict]) => verdict !== 'not applicable'),
  ).toEqual([]);
  expect(code).toBe(0);
  expect(readFileSync(example, 'utf8').split('\n').length).toBeLessThan(151);
});

test.each<[args: string[], sentence: RegExp]>([
  [
    ['--subject', 'python9'],
    /subject "python9" is unknown; choose one of .*, a weights file, or a command such as/,
  ],
  [['--subject-timeout', '0'], /--subject-timeout.* whole number, at least 1/],
])('verify %j is refused with one sentence', (args, sentence) => {
  const { code, stderr } = runCli(['verify', ...args]);

  expect(stderr).toMatch(sentence);
  expect(code).toBe(2);
});

interface Verified extends Pick<Report, 'subject' | 'environment'> {
  readonly code: number | null;
  readonly stderr: string;
  readonly claims: ReadonlyMap<string, ClaimReport>;
}

function verified(vice: string, claims: readonly string[]): Verified {
  const out = vice.replaceAll(' ', '-');
  const { code, stderr } = runCli(argumentsFor(vice, claims, out));
  const report = JSON.parse(readFileSync(join(folder, out, 'report.json'), 'utf8')) as Report;
  return { ...report, code, stderr, claims: new Map(report.claims.map((claim) => [claim.id, claim])) };
}

function argumentsFor(vice: string, claims: readonly string[], out: string): string[] {
  const subject = `${process.execPath} ${program} ${vice.replaceAll(' ', '\\ ')}`;
  const stores = ['--evidence', join(folder, 'evidence'), '--out', join(folder, out)];
  return ['verify', '--subject', subject, '--subject-timeout', '20', '--claims', ...claims, ...stores];
}

function commandsBelow(pid: number): string[] {
  return descendantsOf(pid).map(({ command }) => command);
}
