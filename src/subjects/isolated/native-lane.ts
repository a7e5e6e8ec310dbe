/**
 * A subject in a child process that is replaced when it is lost: what was open is lost with it, and the
 * next call starts a fresh one. After three losses in a row with nothing answered, the subject is taken
 * to be at fault and is started no more, so that a property that tries a hundred inputs ends soon.
 */
import {
  LostProcess,
  type NativeProcess,
  type Start,
  startNativeProcess,
  type Value,
} from './native-process.js';
import type { ChildFunctions, Job, OpenedInChild } from './wire.js';

/** The longest that a process may say nothing while it is opened or asked, in milliseconds. */
export interface Patience {
  readonly opening: number;
  /** A training that goes on says so. */
  readonly asking: number;
}

/** A library that loads takes seconds. A call may be a long one: as much as a program is given. */
export const defaultPatience: Patience = { opening: 60_000, asking: 300_000 };

type Asked = Exclude<keyof ChildFunctions, 'open' | 'start' | 'next' | 'stop'>;

export interface NativeLane {
  /** @throws LostProcess whose message begins with the name; InputError or Error as the subject threw it. */
  ask<M extends Asked>(method: M, ...args: Parameters<ChildFunctions[M]>): Promise<Value<M>>;
  /** The calls of one training, all to the same process. */
  beginTraining(onProgress: (steps: number) => void): Training;
  close(): Promise<void>;
}

export interface Training {
  start(job: Job): Promise<void>;
  /** At least one run; none at the end. */
  next(): Promise<Value<'next'>>;
  stop(): void;
}

export type OpenedLane =
  | (Extract<OpenedInChild, { kind: 'present' }> & { readonly lane: NativeLane })
  | Extract<OpenedInChild, { kind: 'absent' }>;

const mostLosses = 3;

/** @param name begins the messages of errors. */
export async function openLane(name: string, start: Start, patience: Patience): Promise<OpenedLane> {
  const reports = new Map<number, (steps: number) => void>();
  const launch = async (): Promise<{ process: NativeProcess; opened: OpenedInChild }> => {
    const process = startNativeProcess(start, (training, steps) => reports.get(training)?.(steps));
    const opened = await process.ask(patience.opening, 'open').catch((error: Error): OpenedInChild => {
      const remedy = error instanceof LostProcess && start.remedy ? `; ${start.remedy}` : '';
      return { kind: 'absent', reason: `${error.message}${remedy}` };
    });
    if (opened.kind === 'absent') await process.end();
    return { process, opened };
  };
  const first = await launch();
  if (first.opened.kind === 'absent') return first.opened;

  let current = first.process;
  let hasAnswered = true;
  let losses = 0;
  let begun = 0;
  let relaunching: Promise<NativeProcess> | undefined;

  const relaunch = async (): Promise<NativeProcess> => {
    losses = hasAnswered ? 1 : losses + 1;
    if (losses >= mostLosses) throw new LostProcess(`${current.lossOf()}, ${losses} times in a row`);
    hasAnswered = false;
    const { process, opened } = await launch();
    current = process;
    if (opened.kind === 'absent') throw new LostProcess(`it cannot be opened again: ${opened.reason}`);
    return process;
  };
  const take = async (): Promise<NativeProcess> => {
    if (current.lossOf() === undefined || isClosed) return current;
    relaunching ??= relaunch().finally(() => (relaunching = undefined));
    return relaunching;
  };
  let isClosed = false;
  const named = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof LostProcess ? new LostProcess(`${name}: ${error.message}`) : error;
    }
  };

  const lane: NativeLane = {
    ask: (method, ...args) =>
      named(async () => {
        const process = await take();
        const value = await process.ask(patience.asking, method, ...args);
        hasAnswered = true;
        return value;
      }),
    beginTraining(onProgress) {
      const training = ++begun;
      let process: NativeProcess | undefined;
      return {
        start: (job) =>
          named(async () => {
            process = await take();
            reports.set(training, onProgress);
            await process.ask(patience.asking, 'start', training, job);
          }),
        next: () =>
          named(async () => {
            const runs = await process!.ask(patience.asking, 'next', training);
            if (runs.length > 0) hasAnswered = true;
            return runs;
          }),
        stop() {
          reports.delete(training);
          process?.ask(patience.asking, 'stop', training).catch(() => undefined);
        },
      };
    },
    async close() {
      isClosed = true;
      await relaunching?.catch(() => undefined);
      await current.end();
    },
  };
  return { ...first.opened, lane };
}
