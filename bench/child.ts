/** A contender's process: one line in, one line out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Child {
  /** @throws Error in one line, when the process ended or says nothing for too long; it is then gone. */
  ask<Answer>(question: object): Promise<Answer>;
  close(): Promise<void>;
}

/** PyTorch compiles for some ten seconds; whoever is silent for this long has hung. */
const longestSilence = 300_000;

export function startChild({ command, args, environment }: Program): Child {
  const child = spawn(command, args, { stdio: 'pipe', env: { ...process.env, ...environment } });
  const ended = endOf(child, command);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // What is written to a process that has just ended is lost; that it ended is told by `ended`.
  child.stdin.on('error', () => undefined);
  return {
    ask: async (question) => {
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
    child.once('close', (code, signal) => {
      // Who is killed, as for want of memory, did not say so last.
      if (signal !== null) resolve(`the process ended with ${signal}${last && `, after: ${last}`}`);
      else resolve(last || `the process ended with ${code}`);
    });
  });
}
