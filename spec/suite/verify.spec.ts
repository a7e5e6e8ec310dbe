/** `superposition-spec verify` from end to end, on few claims. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { openSubject } from '../../src/subjects/registry.js';
import { descendantsOf, type Process, stillRunning } from './helpers/processes.js';
import { runCli, startCli } from './helpers/run-cli.js';
import { safetensorsFile } from './helpers/safetensors-file.js';

const folder = mkdtempSync(join(tmpdir(), 'verify-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two cheap claims, one of them about training, whose ten runs are trained once for this file. */
const evidence = join(folder, 'evidence');
const cheap = ['--claims', 'C1', 'E5.attained', '--evidence', evidence];

const native = await openSubject('tfjs:tensorflow');
if (native.kind === 'present') await native.subject.close();

describe('verify', () => {
  test('writes the three files, prints the table and gives 0 when every gate holds; plain lines tell how far it is', () => {
    const out = join(folder, 'first');

    const { code, stdout, stderr } = runCli(['verify', ...cheap, '--out', out]);

    expect(stdout).toMatch(/^Demonstrating superposition\n {2}✓ upheld {10}C1 Of five dense features/);
    expect(stdout).toMatch(/\nAll 2 gates hold\. Profile: default\.\n$/);
    expect(stderr).toMatch(/^training 10 runs\n(training 10 runs: \d+%\n)*judging 2 claims\n/);
    expect(stderr).toContain(join(out, 'report.html'));
    expect(stderr + stdout, 'no bar and no colour where there is no terminal').not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(readdirSync(out).sort()).toEqual(['report.html', 'report.json', 'report.md']);
    expect(reportIn(out)).toMatchObject({
      subject: { name: 'fused' },
      gates: { held: 2, failed: 0 },
      environment: { runs: { trained: 10, reused: 0 } },
    });
    expect(code).toBe(0);
  });

  test('--json prints the report and nothing else; a second run differs in its environment alone', () => {
    const out = join(folder, 'second');

    const { code, stdout } = runCli(['verify', ...cheap, '--out', out, '--json']);

    expect(stdout).toBe(readFileSync(join(out, 'report.json'), 'utf8'));
    expect(withoutEnvironment(out)).toBe(withoutEnvironment(join(folder, 'first')));
    expect(reportIn(out).environment.runs).toEqual({ trained: 0, reused: 10 });
    expect(code).toBe(0);
  });

  test('a gate that fails gives 1: one seed cannot decide; colours when forced', () => {
    const out = join(folder, 'undecided');
    const args = ['verify', '--claims', 'C1', '--evidence', evidence, '--seeds', '1', '--out', out];

    const { code, stdout } = runCli(args, { FORCE_COLOR: '1' });

    expect(stdout).toContain('\u001B[31m✗');
    expect(stdout).toContain('C1: undecided, but upheld was expected: held for 1 of 1 seeds: too few seeds');
    expect(reportIn(out).gates).toEqual({ held: 0, waived: 0, failed: 1 });
    expect(code).toBe(1);
  });

  test('a gate that the waivers file names may fail; a waiver that nothing needs fails itself', () => {
    const file = join(folder, 'waivers.json');
    const waiver = { reason: 'one seed', link: 'https://example.org/1', expires: '9999-12-31' };
    writeFileSync(file, JSON.stringify({ waivers: [{ claim: 'C1', ...waiver }] }));
    const args = ['verify', '--claims', 'C1', '--evidence', evidence, '--waivers', file];

    const needed = runCli([...args, '--seeds', '1', '--out', join(folder, 'waived')]);
    const stale = runCli([...args, '--out', join(folder, 'stale')]);

    expect(needed.stdout).toContain('0 of 1 gates hold, 1 is waived.');
    expect(needed.code).toBe(0);
    expect(stale.stdout).toMatch(/C1: its gate holds, so the waiver is stale;/);
    expect(stale.code).toBe(1);
  });

  test('NO_COLOR has the last word; --vary-seed draws properties from another seed than the fixed one', () => {
    const args = ['verify', '--claims', 'E5.attained', '--evidence', evidence];

    const varied = runCli([...args, '--out', join(folder, 'varied'), '--vary-seed'], {
      FORCE_COLOR: '1',
      NO_COLOR: '1',
    });

    expect(varied.stdout).not.toContain('\u001B');
    expect(varied.code).toBe(0);
    const fixed = reportIn(join(folder, 'first')).claims.find(({ id }) => id === 'E5.attained');
    const [explored] = reportIn(join(folder, 'varied')).claims;
    expect(fixed?.because).toMatch(/from seed 20220914$/);
    expect(explored?.because).toMatch(/from seed \d+$/);
    expect(explored?.because).not.toBe(fixed?.because);
  });

  test('claims about training do not apply to a weights file, which holds no gate up', () => {
    const file = join(folder, 'published.safetensors');
    const W = { shape: [2, 5], values: [1, 0, 0, 0, 0, 0, 1, 0, 0, 0] };
    writeFileSync(file, safetensorsFile({ W, b: { shape: [5], values: [0, 0, 0.3, 0.3, 0.3] } }));
    const out = join(folder, 'published');

    const { code, stdout } = runCli(['verify', '--subject', file, '--claims', 'C1', '--out', out]);

    expect(stdout).toMatch(/not applicable +C1 /);
    expect(reportIn(out).gates).toEqual({ held: 1, waived: 0, failed: 0 });
    expect(code).toBe(0);
  });
});

describe('bad input to verify: one sentence, exit code 2, nothing trained and nothing written', () => {
  test.each<[what: string, args: string[], sentence: RegExp]>([
    ['an unknown subject', ['--subject', 'nonsense'], /subject "nonsense" is unknown; choose one of fused, /],
    ['a subject named by a property of objects', ['--subject', 'toString'], /subject "toString" is unknown/],
    ['control sequences', ['--subject', 'a\u001B[2J'], /subject "a\\u\{1b\}\[2J" is unknown/],
    ['a weights file that is not there', ['--subject', 'no.safetensors'], /no\.safetensors/],
    ['an unknown claim', ['--claims', 'C1', 'C99'], /claim "C99" is unknown; the claims are C1, /],
    ['no seeds', ['--seeds', '0'], /--seeds.* whole number, at least 1/],
    ['half a seed', ['--seeds', '1.5'], /--seeds.* whole number, at least 1/],
    ['seeds in words', ['--seeds', 'many'], /--seeds.* whole number, at least 1/],
    ['a waivers file that is not there', ['--waivers', 'no.json'], /no\.json: cannot be read \(ENOENT\)/],
    ['an unknown option', ['--nonsense'], /unknown option '--nonsense'/],
    ['a stray argument', ['fused'], /too many arguments/],
  ])('%s', (_, args, sentence) => {
    expectRefusal(args, sentence);
  });

  test('a waiver for a claim that there is not', () => {
    const file = join(folder, 'unmatched.json');
    const waiver = { claim: 'C99', reason: 'x', link: 'https://example.org/1', expires: '9999-12-31' };
    writeFileSync(file, JSON.stringify({ waivers: [waiver] }));

    expectRefusal(['--waivers', file], /claim "C99" is waived but there is no such claim/);
  });

  test('a report folder below a file', () => {
    writeFileSync(join(folder, 'file'), '');

    expectRefusal(
      ['--out', join(folder, 'file', 'report')],
      /a part of the path is a file|is a file, not a folder/,
    );
  });

  test('a report folder that holds something else', () => {
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine', 'thesis.txt'), 'years of work');

    expectRefusal(['--out', join(folder, 'mine')], /it holds "thesis\.txt", which is not part of a report/);

    expect(readdirSync(join(folder, 'mine'))).toEqual(['thesis.txt']);
  });

  test.runIf(native.kind === 'absent')('a subject that is absent on this machine, with the reason', () => {
    expectRefusal(['--subject', 'tfjs:tensorflow'], /subject "tfjs:tensorflow" is absent: \S/);
  });
});

describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  const interrupted = join(folder, 'interrupted');
  // The longest training of the claims of n = 20, alone: some runs are finished while others are under way.
  const long = ['verify', '--claims', 'C4', '--evidence', join(folder, 'kept'), '--out', interrupted];

  test('during training: exit code 130, no process left, and what is finished is not trained again', async () => {
    const { child, finished } = startCli(long);
    await vi.waitFor(() => expect(recordsIn(join(folder, 'kept'))).toBeGreaterThan(0), patience);
    const below = descendantsOf(child.pid!);
    child.kill('SIGINT');

    const { code, stdout, stderr } = await finished;

    expect(stderr).toMatch(/\nsuperposition-spec: stopped; finished runs are kept, .*\n$/);
    expect([code, stdout]).toEqual([130, '']);
    expect(stillRunning(below)).toEqual([]);
    expect(existsSync(interrupted), 'a report was written').toBe(false);
    const kept = recordsIn(join(folder, 'kept'));
    expect(kept, 'it went on training until all runs were finished').toBeLessThan(10);

    const again = await startCli(long).finished;

    expect(again.code).toBe(0);
    expect(reportIn(interrupted).environment.runs).toEqual({ trained: 10 - kept, reused: kept });
  });

  test('during judging: exit code 130, and the processes that judge are ended', async () => {
    // Nothing is trained for this control, and the population losses of these claims take seconds.
    const slow = ['C16', 'C10.dense', 'J10', 'J4.loss'];
    const args = ['verify', '--subject', 'control:untrained', '--claims', ...slow, '--evidence', evidence];
    const { child, finished } = startCli([...args, '--out', join(folder, 'unjudged')]);
    let said = '';
    child.stderr!.on('data', (text: Buffer) => {
      said += text;
    });
    let below: Process[] = [];
    await vi.waitFor(() => {
      expect(said).toContain('judging');
      below = descendantsOf(child.pid!);
      // Loading takes less than a second of a processor's time, judging these claims some six.
      expect(Math.max(0, ...below.map(({ used }) => used))).toBeGreaterThan(150);
    }, patience);
    child.kill('SIGINT');

    const { code, stdout } = await finished;

    expect([code, stdout]).toEqual([130, '']);
    // A process that was told to end may take a moment to be gone, but it does not judge to the end.
    await vi.waitFor(() => expect(stillRunning(below)).toEqual([]), { timeout: 1000, interval: 20 });
    expect(existsSync(join(folder, 'unjudged')), 'a report was written').toBe(false);
  });
});

/** Generous: what is waited for comes in seconds, or never. */
const patience = { timeout: 120_000, interval: 20 };

function expectRefusal(args: readonly string[], sentence: RegExp): void {
  const store = join(folder, 'refused-evidence');
  const out = join(folder, 'refused');

  const { code, stdout, stderr } = runCli(['verify', '--evidence', store, '--out', out, ...args]);

  expect(stderr).toMatch(sentence);
  expect(stderr, 'one sentence').toMatch(/^superposition-spec: [^\n]+\n$/);
  expect([code, stdout]).toEqual([2, '']);
  expect([existsSync(store), existsSync(out)], 'runs or a report were written').toEqual([false, false]);
}

function reportIn(out: string): Report {
  return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
}

/** The text of the JSON up to its last key. */
function withoutEnvironment(out: string): string {
  const json = readFileSync(join(out, 'report.json'), 'utf8');
  const end = json.indexOf('\n  "environment": {');
  expect(end).toBeGreaterThan(0);
  return json.slice(0, end);
}

/** Whole records of an evidence store: cacache lists them once they are. */
function recordsIn(store: string): number {
  if (!existsSync(store)) return 0;
  const entries = readdirSync(store, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.parentPath.includes('index-')).length;
}
