/**
 * Ends a process group when this process ends, whatever ends it: a shell waits on a pipe from this
 * process, which the system closes even when this process is killed, where no handler of ours could run.
 */
import { execa } from 'execa';

/** `read` fails at the end of the pipe; a line, written when the group has ended, releases the guard. */
const guardScript = 'trap "" HUP INT QUIT TERM; read -r released || kill -s KILL -- "-$0"';

/** @param pid of the process that leads the group. */
export function startGuard(pid: number): { readonly release: () => void } {
  const guard = execa('sh', ['-c', guardScript, String(pid)], {
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    stdout: 'ignore',
    stderr: 'ignore',
  });
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return { release: () => guard.stdin.end('released\n') };
}
