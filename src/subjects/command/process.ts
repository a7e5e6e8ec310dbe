/**
 * The program behind a subject: started in a process group of its own, which is ended as a whole,
 * whatever becomes of the suite.
 */
import { execa, parseCommandString } from 'execa';
import { excerpt } from '../../setting/printable.js';
import { startGuard } from '../guard.js';
import type { Words } from './command-line.js';
import { type Conversation, startConversation } from './conversation.js';
import { stderrReader } from './stderr.js';

export interface SubjectProcess {
  readonly conversation: Conversation;
  /** Ends the whole process group, at the latest after a short grace; safe to call again. */
  end(): Promise<void>;
}

/** The words between spaces; a space that belongs to a word has a backslash before it. */
export function wordsOf(command: string): Words {
  return parseCommandString(command.trim()) as unknown as Words;
}

/** How long a program may take to end after its stdin has, in milliseconds. */
const grace = 300;

/**
 * @param words the program and its arguments.
 * @param onStderr gets what the program writes to stderr, line by line and made printable.
 */
export function startProcess(
  [program, ...args]: Words,
  cwd: string,
  onStderr: (line: string) => void,
): SubjectProcess {
  const child = execa(program, args, {
    cwd,
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
    encoding: 'buffer',
  });
  const { pid } = child;
  const guard = pid === undefined ? undefined : startGuard(pid);
  const stderr = stderrReader(onStderr);
  let gone = pid === undefined;
  const endGroup = (): void => {
    // Once the group has ended, its number may become another's.
    if (gone || pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The group has ended.
    }
  };
  const conversation = startConversation(
    (line) => child.stdin.write(line),
    () => endGroup(),
  );
  child.stdout.on('data', (bytes: Uint8Array) => conversation.hear(bytes));
  child.stderr.on('data', (bytes: Uint8Array) => stderr.push(bytes));
  // It has closed its end, which its exit or its silence tells better.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
  const exited = new Promise<void>((resolve) => {
    // What its children hold open ends with the group, so that its last words arrive.
    child.once('exit', () => {
      endGroup();
      setTimeout(resolve, grace).unref();
    });
    child.once('close', resolve);
    child.once('error', resolve);
  });
  const ended = exited.then(async () => {
    endGroup();
    gone = true;
    guard?.release();
    child.stdout.destroy();
    child.stderr.destroy();
    const { exitCode, signal, originalMessage } = await child;
    const how =
      exitCode !== undefined
        ? `ended with exit code ${exitCode}`
        : signal !== undefined
          ? `was ended by ${signal}`
          : `cannot be started: ${excerpt(originalMessage ?? 'no reason given')}`;
    const last = stderr.lastLine();
    conversation.lose(last === '' ? how : `${how}; its last line on stderr: "${last}"`);
  });
  return {
    conversation,
    async end() {
      child.stdin.end();
      const late = setTimeout(endGroup, grace);
      await ended;
      clearTimeout(late);
    },
  };
}
