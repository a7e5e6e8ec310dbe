/** The processes around an isolated subject end: the child with its parent, and the parent with its work. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { descendantsOf, type Process, stillRunning } from '../helpers/processes.js';
import type { Behaviour } from './kit/fake-native.js';

const program = fileURLToPath(new URL('./kit/program.js', import.meta.url));

describe('A program that has opened a subject', () => {
  test('ends when its work is done, though it has not closed it, and has printed its own words alone', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, 'prints', 'samples'], {
      encoding: 'utf8',
      timeout: 60_000,
    });

    expect({ stdout, stderr, status }).toEqual({ stdout: 'opened\n', stderr: '', status: 0 });
  });
});

describe.runIf(process.platform === 'linux')('A program that is killed leaves no process behind', () => {
  test.each<[when: string, does: Behaviour, work: string]>([
    ['while its subject is idle', 'works', 'idles'],
    ['in a training', 'trains for ever', 'trains'],
  ])('%s', async (_, does, work) => {
    const parent = spawn(process.execPath, [program, does, work], { stdio: ['ignore', 'pipe', 'inherit'] });
    await Promise.race([once(parent.stdout, 'data'), once(parent, 'exit')]);
    await expectNoneLeft(parent.pid!, () => parent.kill('SIGKILL'));
  });

  test('while the library blocks its process, which hears nothing', async () => {
    const parent = spawn(process.execPath, [program, 'blocks at loading', 'idles'], { stdio: 'ignore' });
    await vi.waitUntil(() => isBlocked(parent.pid!), { timeout: 20_000, interval: 50 });
    await expectNoneLeft(parent.pid!, () => parent.kill('SIGKILL'));
  });
});

async function expectNoneLeft(pid: number, kill: () => void): Promise<void> {
  const below = descendantsOf(pid);
  expect(below.map(nameOf).sort()).toEqual(['child', 'guard']);
  kill();
  await vi.waitFor(() => expect(stillRunning(below).map(nameOf)).toEqual([]), {
    timeout: 5000,
    interval: 50,
  });
}

function nameOf({ command }: Process): string {
  return command.includes('isolated/child') ? 'child' : command.startsWith('sh -c trap') ? 'guard' : command;
}

/** Its fake library has been loaded: it has begun to wait in it, and uses no more of the processor. */
function isBlocked(pid: number): boolean {
  const child = descendantsOf(pid).find((process) => nameOf(process) === 'child');
  return child !== undefined && child.used > 5;
}
