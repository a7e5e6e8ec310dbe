/** Runs the compiled CLI as a person would: another process, whose output and exit code are all there is. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Finished {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    // Nothing of the outer run (FORCE_COLOR, NODE_OPTIONS) is to change what is checked.
    env: { ...(PATH && { PATH }), ...(HOME && { HOME }), ...environment },
    maxBuffer: 2 ** 28,
  });
  return { code: status, stdout, stderr };
}
