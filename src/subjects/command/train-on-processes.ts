/**
 * Trains on the processes of a program, side by side where it allows that. A process that is lost costs
 * the runs that it had not announced, which are failed ones, never tried again; when three in a row are
 * lost with nothing done, the program is taken to be at fault and the rest fails unasked.
 */
import { Readable } from 'node:stream';
import { totalSteps } from '../../setting/derived.js';
import type { Instance, Run, TrainOptions } from '../subject.js';
import { groupAlike } from './alike.js';
import { longestLine, runCount } from './answer-size.js';
import { LostSubject } from './conversation.js';
import type { SubjectProcess } from './process.js';
import type { Notification } from './protocol.js';
import { failedRun, runFrom } from './runs-on-wire.js';
import { SubjectFault } from './subject-fault.js';

export interface Fleet {
  /** How many processes may run side by side. */
  readonly processes: number;
  /** The most instances that one request may ask for. */
  readonly instances: number;
  /** The longest that a process may be silent, in milliseconds. */
  readonly silence: number;
  /** A process to train on. */
  readonly take: () => SubjectProcess;
  /** One that answered; it may be used again. */
  readonly giveBack: (process: SubjectProcess) => Promise<void>;
}

const mostLosses = 3;

/** How long a program may take to stop after it was asked to, in milliseconds. */
const cancelGrace = 200;

export async function* trainOnProcesses(
  fleet: Fleet,
  instances: readonly Instance[],
  { onProgress, signal }: TrainOptions = {},
): AsyncGenerator<Run> {
  if (signal?.aborted) return;
  const waiting = [...groupAlike(instances, fleet.instances, fleet.processes)];
  const busy = new Set<SubjectProcess>();
  const runs = new Readable({ objectMode: true, read() {} });
  let losses = 0;
  let stopping = false;

  const stop = (): void => {
    stopping = true;
    waiting.length = 0;
    for (const process of busy) {
      process.conversation.cancel();
      setTimeout(() => {
        if (busy.has(process)) void process.end();
      }, cancelGrace);
    }
  };
  const put = (run: Run): void => {
    if (run.outcome.kind === 'finished') losses = 0;
    runs.push(run);
  };
  const work = async (): Promise<void> => {
    let process: SubjectProcess | undefined;
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      process ??= fleet.take();
      busy.add(process);
      const request = follow(group, put, onProgress);
      const lost = await trainGroup(process, group, fleet.silence, request);
      busy.delete(process);
      // What was stopped is no evidence.
      if (!stopping) request.fail(lost?.message ?? 'was not announced before train was answered');
      if (!(lost instanceof LostSubject)) continue;
      await process.end();
      process = undefined;
      losses += 1;
      if (losses < mostLosses) continue;
      for (const rest of waiting.splice(0).flat()) {
        put(
          failedRun(rest, `was not tried, since ${mostLosses} trainings in a row were lost: ${lost.message}`),
        );
      }
    }
    if (process) await fleet.giveBack(process);
  };

  signal?.addEventListener('abort', stop, { once: true });
  const lanes = Array.from({ length: Math.min(fleet.processes, waiting.length) }, work);
  const all = Promise.all(lanes).then(
    () => runs.push(null),
    (error: Error) => runs.destroy(error),
  );
  try {
    yield* runs as AsyncIterable<Run>;
  } finally {
    signal?.removeEventListener('abort', stop);
    if (busy.size > 0) stop();
    await all;
  }
}

/** Resolves with what went wrong, if anything did. */
async function trainGroup(
  { conversation }: SubjectProcess,
  group: readonly Instance[],
  silence: number,
  { onNotification }: Followed,
): Promise<SubjectFault | undefined> {
  const longest = longestLine(Math.max(...group.map(({ setting }) => runCount(setting))));
  try {
    await conversation.ask('train', { instances: [...group] }, { silence, longest, onNotification });
    return undefined;
  } catch (error) {
    if (error instanceof SubjectFault) return error;
    throw error;
  }
}

interface Followed {
  readonly onNotification: (notification: Notification) => boolean;
  /** Fails the instances of which no run was announced. */
  readonly fail: (reason: string) => void;
}

/** Keeps the account of one request: which runs have been announced, and how many steps are left. */
function follow(
  group: readonly Instance[],
  put: (run: Run) => void,
  onProgress: TrainOptions['onProgress'],
): Followed {
  const left = new Map(group.entries());
  let steps = group.reduce((sum, { setting }) => sum + totalSteps(setting), 0);
  const advance = (by: number): boolean => {
    const counted = Math.min(by, steps);
    steps -= counted;
    if (counted > 0) onProgress?.(counted);
    return counted > 0;
  };
  return {
    onNotification({ method, params }) {
      if (method === 'progress') return advance(params.steps);
      const instance = left.get(params.instance);
      if (!instance) {
        const known = params.instance < group.length;
        throw new SubjectFault(
          `announced a run of instance ${params.instance}, ${known ? 'which it had announced before' : `but was given ${group.length}`}`,
        );
      }
      left.delete(params.instance);
      put(runFrom(params, instance));
      return true;
    },
    fail(reason) {
      for (const instance of left.values()) put(failedRun(instance, reason));
      left.clear();
      advance(steps);
    },
  };
}
