/** A contender's process: one line in, one line out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contender } from './contenders.js';
import type { Measured, Ready, Request, Work } from './protocol.js';

export interface Child {
  /** @throws Error in one line, when the process ended or says nothing for too long; it is then gone. */
  ask(work: Work): Promise<Ready>;
  ask(request: Request): Promise<Measured>;
  close(): Promise<void>;
}

/** PyTorch compiles for some ten seconds; whoever is silent for this long has hung. */
const longestSilence = 300_000;

export function startChild({ command, args }: Contender): Child {
  const child = spawn(command, args, { stdio: 'pipe' });
  const ended = endOf(child, command);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // What is written to a process that has just ended is lost; that it ended is told by `ended`.
  child.stdin.on('error', () => undefined);
  return {
    ask: async (question: Work | Request) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const silence = new AbortController();
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        silence.abort();
      }, longestSilence);
      try {
        const line = await Promise.race([lines.next(), hung(silence.signal)]);
        if (line.done) throw new Error(await ended);
        return JSON.parse(line.value);
      } finally {
        clearTimeout(timer);
      }
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function hung(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const reason = `no answer within ${longestSilence / 1000} s`;
    signal.addEventListener('abort', () => reject(new Error(reason)));
  });
}

/** Resolves when the process has ended, with the reason: the last thing that it said on stderr. */
function endOf(child: ChildProcess, command: string): Promise<string> {
  let last = '';
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (line.trim() !== '') last = line.trim();
  });
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? `there is no program ${command}` : error.message),
    );
    child.once('close', (code, signal) => resolve(last || `the process ended with ${signal ?? code}`));
  });
}
