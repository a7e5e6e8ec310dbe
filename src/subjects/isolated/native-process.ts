/**
 * A child process with a subject in it, and the calls to it. A call rejects when the process ends or is
 * silent for too long; while no call is open, the process does not keep this one alive.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createBirpc } from 'birpc';
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';
import { startGuard } from '../guard.js';
import type { Answer, ChildFunctions, ParentFunctions } from './wire.js';

export interface Start {
  /** A name of native-subjects.ts, or the URL of a module that exports `open`. */
  readonly what: string;
  /** Added to the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** What to do when the process does not live to say why the subject is absent. */
  readonly remedy?: string | undefined;
}

/** What a call of this method resolves with. */
export type Value<M extends keyof ChildFunctions> =
  Awaited<ReturnType<ChildFunctions[M]>> extends Answer<infer T> ? T : never;

export interface NativeProcess {
  /**
   * @param silence how long the process may say nothing while this call is open, in milliseconds.
   * @throws LostProcess when it ends or is silent; InputError or Error as the subject threw it.
   */
  ask<M extends keyof ChildFunctions>(
    silence: number,
    method: M,
    ...args: Parameters<ChildFunctions[M]>
  ): Promise<Value<M>>;
  /** Why it is lost; undefined while it is not. */
  lossOf(): string | undefined;
  /** Ends the process, at the latest after a short grace; safe to call again. */
  end(): Promise<void>;
}

/** The process is gone; the message is why, in a clause: `its process ended with signal SIGSEGV: …`. */
export class LostProcess extends Error {
  override readonly name = 'LostProcess';
}

/** How long the process may take to end after it was told to, or its last words to arrive, in milliseconds. */
const grace = 500;

/** How often a silent process is looked at before it is given up. */
const ticks = 10;

export function startNativeProcess(
  { what, environment }: Start,
  onProgress: ParentFunctions['progress'],
): NativeProcess {
  const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), [what], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
  const guard = child.pid === undefined ? undefined : startGuard(child.pid);
  const lastWords = keepLastLine(child);
  let lost: LostProcess | undefined;
  let quiet = 0;
  let open = 0;

  const rpc = createBirpc<ChildFunctions, ParentFunctions>(
    { progress: onProgress },
    {
      post: (message: object) => void child.send(message, () => undefined),
      on: (hear) =>
        void child.on('message', (message) => {
          quiet = 0;
          hear(message);
        }),
      timeout: -1,
    },
  );
  const lose = (reason: string): void => {
    lost ??= new LostProcess(reason);
    rpc.$rejectPendingCalls(({ reject }) => reject(lost));
  };
  const kill = (): void => void child.kill('SIGKILL');

  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      lose(`its process cannot be started: ${printable(error.message)}`);
      resolve();
    });
    child.once('exit', (code, signal) => {
      guard?.release();
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const conclude = (): void => {
        clearTimeout(late);
        const words = lastWords();
        lose(`its process ended with ${how}${words === '' ? '' : `: ${words}`}`);
        resolve();
      };
      const late = setTimeout(conclude, lost ? 0 : grace);
      child.once('close', conclude);
    });
  });
  keepAlive(child, false);

  return {
    async ask(silence, method, ...args) {
      if (lost) throw lost;
      open += 1;
      keepAlive(child, true);
      quiet = 0;
      // Counted, since a clock goes on while this process is stopped.
      const watch = setInterval(() => {
        quiet += 1;
        if (quiet < ticks) return;
        lose(`its process said nothing for ${silence / 1000} s`);
        kill();
      }, silence / ticks);
      try {
        return unwrapped((await rpc.$call(method, ...args)) as Answer<Value<typeof method>>);
      } finally {
        clearInterval(watch);
        open -= 1;
        if (open === 0) keepAlive(child, false);
      }
    },
    lossOf: () => lost?.message,
    async end() {
      keepAlive(child, true);
      lose('it was closed');
      if (child.connected) child.disconnect();
      const late = setTimeout(kill, grace);
      await ended;
      clearTimeout(late);
    },
  };
}

function unwrapped<T>(answer: Answer<T>): T {
  switch (answer.kind) {
    case 'answer':
      return answer.value;
    case 'input':
      throw new InputError(answer.message);
    case 'error':
      throw new Error(answer.message);
  }
}

function keepAlive(child: ChildProcess, alive: boolean): void {
  // The pipe is a socket, of which the types know less.
  const stderr = child.stderr as unknown as { ref(): void; unref(): void };
  for (const handle of [child, child.channel, stderr]) alive ? handle?.ref() : handle?.unref();
}

/** As much of stderr as a last line is looked for in, and as much of the line as a reason holds. */
const longestTail = 4096;
const longestReason = 300;

function keepLastLine({ stderr }: ChildProcess): () => string {
  let tail = '';
  stderr!.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-longestTail);
  });
  stderr!.on('error', () => undefined);
  return () => {
    const said = tail.split(/[\r\n]+/).filter((line) => line.trim() !== '');
    return printable(said.at(-1)?.trim().slice(0, longestReason) ?? '');
  };
}
