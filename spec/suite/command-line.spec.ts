import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { createProgram, runProgram } from '../../src/cli/program.js';
import { runCli } from './helpers/run-cli.js';
import { safetensorsFile } from './helpers/safetensors-file.js';

const folder = mkdtempSync(join(tmpdir(), 'command-line-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

describe('the command line', () => {
  test('--version is that of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

    expect(runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([[['--help']], [['inspect', '--help']], [['subjects', '--help']]])(
    '%s helps and ends well',
    (args) => {
      const { code, stdout, stderr } = runCli(args);

      expect(stdout).toMatch(/^Usage: superposition-spec/);
      expect([code, stderr]).toEqual([0, '']);
    },
  );

  test.each([[['nonsense']], [['--nonsense']], [['subjects', 'too', 'many']]])(
    '%s is bad usage: one sentence, exit code 2',
    (args) => {
      const { code, stdout, stderr } = runCli(args);

      expect(stderr).toMatch(/^superposition-spec: /);
      expect([code, stdout]).toEqual([2, '']);
    },
  );

  test('no command at all shows the help on stderr, exit code 2', () => {
    const { code, stdout, stderr } = runCli([]);

    expect(stderr).toMatch(/^Usage: superposition-spec/);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('a fault of the program itself prints its stack and gives 70', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const program = createProgram();
    program.addCommand(
      new Command('break').action(() => {
        throw new TypeError('a fault');
      }),
    );

    const code = await runProgram(program, ['node', 'superposition-spec', 'break']);

    expect(code).toBe(70);
    expect(written.mock.calls.join('')).toMatch(/^TypeError: a fault\n {4}at .*command-line\.spec/);
  });

  test('colours appear when forced, and NO_COLOR has the last word', () => {
    const path = wideModel();

    const forced = runCli(['inspect', path], { FORCE_COLOR: '1' }).stdout;
    const never = runCli(['inspect', path], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout;

    expect(forced).toContain('\u001b[1m');
    expect(never).not.toContain('\u001b');
  });

  test('a reader that has seen enough ends the program quietly', {
    skip: process.platform === 'win32',
  }, () => {
    const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
    const script = `"${process.execPath}" "${main}" inspect "${wideModel()}" --json --all | head -c 10`;

    const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });

    expect([stdout.length, stderr]).toEqual([10, '']);
  });
});

/** As JSON more than a pipe holds (64 KiB). */
function wideModel(): string {
  const n = 1000;
  const path = join(folder, 'wide.safetensors');
  const W = { shape: [1, n], values: Array.from({ length: n }, (_, i) => 1 / (i + 3)) };
  writeFileSync(path, safetensorsFile({ W, b: { shape: [n], values: W.values } }));
  return path;
}
