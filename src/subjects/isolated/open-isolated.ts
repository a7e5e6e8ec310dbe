/**
 * A subject whose library is native code, in a child process of its own: a crash, a hang at loading, a
 * lost device or a broken package costs that subject alone.
 */

import type { DigitsSubject } from '../digits.js';
import type { Opened } from '../registry.js';
import type { Subject, TrainOptions } from '../subject.js';
import { howToLink } from '../tfjs/native-addon.js';
import { followTraining } from './follow-training.js';
import { ofDigits, ofSettings } from './kinds.js';
import { defaultPatience, type NativeLane, type OpenedLane, openLane, type Patience } from './native-lane.js';
import type { NativeName } from './native-subjects.js';
import { type Sharing, sharings } from './sharing.js';
import { trainSideBySide } from './train-side-by-side.js';
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
  return openInChild({ name, what: name, environments, sharing: sharings[name], remedy: remedies[name] });
}

/** What to do where the library ends its process when it is loaded. */
const remedies: Readonly<Partial<Record<NativeName, string>>> = {
  'tfjs:tensorflow': `${howToLink} builds its addon anew`,
};

export interface InChildOptions {
  /** Begins the messages of errors. */
  readonly name: string;
  /** A name of native-subjects.ts, or the URL of a module that exports `open`. */
  readonly what: string;
  readonly environments: Environments;
  readonly patience?: Patience;
  /** One process trains what it is asked for when this is left out. */
  readonly sharing?: Sharing | undefined;
  readonly remedy?: string | undefined;
}

/** Absent with the reason of the first environment, and with that of each further one where it differs. */
export async function openInChild({
  name,
  what,
  environments,
  patience = defaultPatience,
  sharing,
  remedy,
}: InChildOptions): Promise<Opened> {
  const reasons = new Map<string, string>();
  for (const environment of environments) {
    const open = (): Promise<OpenedLane> => openLane(name, { what, environment, remedy }, patience);
    const opened = await open();
    if (opened.kind === 'present') return { kind: 'present', subject: subjectOn(opened, open, sharing) };
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

type PresentLane = Extract<OpenedLane, { kind: 'present' }>;

/** @param openMore opens the further processes that the sharing asks for, when they are first needed. */
function subjectOn(
  { lane, description, methods }: PresentLane,
  openMore: () => Promise<OpenedLane>,
  sharing: Sharing | undefined,
): Subject {
  const closing = new AbortController();
  const untilClosed = (options: TrainOptions = {}): TrainOptions => ({
    ...options,
    signal: AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]),
  });
  const processes = sharing?.processes(description) ?? 1;
  const lanes = openLanes(lane, processes, openMore);
  const train: Subject['train'] = (instances, options) =>
    trainSideBySide(
      lanes.all,
      sharing?.groups(instances, processes) ?? [instances],
      (one, group, own) =>
        followTraining(one, { kind: 'settings', instances: group }, group, ofSettings, own),
      untilClosed(options),
    );
  const trainDigits: DigitsSubject['train'] = (instances, digits, options) =>
    trainSideBySide(
      lanes.all,
      sharing ? instances.map((instance) => [instance]) : [instances],
      (one, group, own) =>
        followTraining(one, { kind: 'digits', instances: group, digits }, group, ofDigits, own),
      untilClosed(options),
    );
  const all: Required<Pick<Subject, MethodName>> = {
    sample: (...args) => lane.ask('sample', ...args),
    forward: (...args) => lane.ask('forward', ...args),
    lossAndGradient: (...args) => lane.ask('lossAndGradient', ...args),
    train,
    digits: {
      classifierGradient: (...args) => lane.ask('classifierGradient', ...args),
      autoEncoderGradient: (...args) => lane.ask('autoEncoderGradient', ...args),
      train: trainDigits,
    },
  };
  const own = methods.map((method) => [method, all[method]] as const);
  const { device } = description;
  return {
    describe: async () => ({
      ...description,
      device: processes === 1 ? device : `${device}, ${processes} processes`,
    }),
    ...(Object.fromEntries(own) as Partial<typeof all>),
    close: async () => {
      closing.abort();
      await lanes.close();
    },
  };
}

/** The first lane is there; each further one is opened once, and lacking where it cannot be. */
function openLanes(
  first: NativeLane,
  count: number,
  openMore: () => Promise<OpenedLane>,
): { readonly all: readonly (() => Promise<NativeLane | undefined>)[]; readonly close: () => Promise<void> } {
  const opened = new Map<number, Promise<NativeLane | undefined>>([[0, Promise.resolve(first)]]);
  const open = (place: number): Promise<NativeLane | undefined> => {
    const known = opened.get(place);
    if (known) return known;
    const fresh = openMore().then((result) => (result.kind === 'present' ? result.lane : undefined));
    opened.set(place, fresh);
    return fresh;
  };
  return {
    all: Array.from({ length: count }, (_, place) => () => open(place)),
    close: async () => {
      await Promise.all([...opened.values()].map(async (lane) => (await lane)?.close()));
    },
  };
}
