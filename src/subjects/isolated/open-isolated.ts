/**
 * A subject whose library is native code, in a child process of its own: a crash, a hang at loading, a
 * lost device or a broken package costs that subject alone.
 */
import type { Opened } from '../registry.js';
import type { Description, Subject, TrainOptions } from '../subject.js';
import { followTraining } from './follow-training.js';
import { ofDigits, ofSettings } from './kinds.js';
import { defaultPatience, type NativeLane, openLane, type Patience } from './native-lane.js';
import type { NativeName } from './native-subjects.js';
import type { MethodName } from './wire.js';

/**
 * Environments to try one after the other, added to the process's own: the first in which the subject is
 * present is taken. At least one.
 */
export type Environments = readonly Readonly<Record<string, string>>[];

export interface IsolatedOptions {
  readonly name: NativeName;
  readonly environments: Environments;
}

export function openIsolated({ name, environments }: IsolatedOptions): Promise<Opened> {
  return openInChild({ name, what: name, environments });
}

export interface InChildOptions {
  /** Begins the messages of errors. */
  readonly name: string;
  /** A name of native-subjects.ts, or the URL of a module that exports `open`. */
  readonly what: string;
  readonly environments: Environments;
  readonly patience?: Patience;
}

/** Absent with the reason of the first environment, and with that of each further one where it differs. */
export async function openInChild({
  name,
  what,
  environments,
  patience = defaultPatience,
}: InChildOptions): Promise<Opened> {
  const reasons = new Map<string, string>();
  for (const environment of environments) {
    const opened = await openLane(name, { what, environment }, patience);
    if (opened.kind === 'present') {
      const { lane, description, methods } = opened;
      return { kind: 'present', subject: subjectOn(lane, description, methods) };
    }
    if (!reasons.has(opened.reason)) reasons.set(opened.reason, inWords(environment));
  }
  const [first, ...others] = [...reasons];
  const more = others.map(([reason, environment]) => `; with ${environment}: ${reason}`);
  return { kind: 'absent', reason: `${first![0]}${more.join('')}` };
}

function inWords(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([variable, value]) => `${variable}=${value}`)
    .join(' ');
}

function subjectOn(lane: NativeLane, description: Description, methods: readonly MethodName[]): Subject {
  const closing = new AbortController();
  const untilClosed = (options: TrainOptions = {}): TrainOptions => ({
    ...options,
    signal: AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]),
  });
  const all: Required<Pick<Subject, MethodName>> = {
    sample: (...args) => lane.ask('sample', ...args),
    forward: (...args) => lane.ask('forward', ...args),
    lossAndGradient: (...args) => lane.ask('lossAndGradient', ...args),
    train: (instances, options) =>
      followTraining(lane, { kind: 'settings', instances }, instances, ofSettings, untilClosed(options)),
    digits: {
      classifierGradient: (...args) => lane.ask('classifierGradient', ...args),
      autoEncoderGradient: (...args) => lane.ask('autoEncoderGradient', ...args),
      train: (instances, digits, options) =>
        followTraining(
          lane,
          { kind: 'digits', instances, digits },
          instances,
          ofDigits,
          untilClosed(options),
        ),
    },
  };
  const own = methods.map((method) => [method, all[method]] as const);
  return {
    describe: async () => description,
    ...(Object.fromEntries(own) as Partial<typeof all>),
    close: async () => {
      closing.abort();
      await lane.close();
    },
  };
}
