/** Runs the compiled CLI as a person would: another process, whose output and exit code are all there is. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

export function runCli(args: readonly string[], environment: Environment = {}): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    env: cleanEnvironment(environment),
    maxBuffer: 2 ** 28,
  });
  return { code: status, stdout, stderr };
}

/**
 * For what takes long or is to be interrupted. It leads a process group of its own, so that a signal to
 * the group reaches all processes that it has started.
 */
export function startCli(
  args: readonly string[],
  environment: Environment = {},
): { readonly child: ChildProcess; readonly finished: Promise<Finished> } {
  const child = spawn(process.execPath, [main, ...args], {
    env: cleanEnvironment(environment),
    detached: true,
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  const all = Promise.all([code, text(child.stdout), text(child.stderr)]);
  return { child, finished: all.then(([code, stdout, stderr]) => ({ code, stdout, stderr })) };
}

/** Nothing of the outer run (FORCE_COLOR, NODE_OPTIONS) is to change what is checked. */
function cleanEnvironment(environment: Environment): Environment {
  const { PATH, HOME } = process.env;
  return { ...(PATH && { PATH }), ...(HOME && { HOME }), ...environment };
}
