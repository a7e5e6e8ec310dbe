/** The child's side: a subject that is opened when it is asked for, and answers what the parent calls. */
import { InputError } from '../../setting/input-error.js';
import type { DigitsRun } from '../digits.js';
import type { Opened } from '../registry.js';
import type { Run, Subject } from '../subject.js';
import { handOut, type Stock } from './hand-out.js';
import { placesOf } from './places.js';
import type { Answer, ChildFunctions, Finished, Job, MethodName, ParentFunctions } from './wire.js';

export interface Served {
  readonly functions: ChildFunctions;
  close(): Promise<void>;
}

export function serveSubject(open: () => Promise<Opened>, progress: ParentFunctions['progress']): Served {
  let subject: Subject | undefined;
  const trainings = new Map<number, Stock<Finished>>();

  const functions: ChildFunctions = {
    open: () =>
      answer(async () => {
        const opened = await open();
        if (opened.kind === 'absent') return opened;
        subject = opened.subject;
        return {
          kind: 'present',
          description: await subject.describe(),
          methods: methodsOf(subject),
        };
      }),
    sample: (...args) => answer(() => subject!.sample!(...args)),
    forward: (...args) => answer(() => subject!.forward!(...args)),
    lossAndGradient: (...args) => answer(() => subject!.lossAndGradient!(...args)),
    classifierGradient: (...args) => answer(() => subject!.digits!.classifierGradient(...args)),
    autoEncoderGradient: (...args) => answer(() => subject!.digits!.autoEncoderGradient(...args)),
    start: (training, job) =>
      answer(async () => {
        const runs = handOut((signal) =>
          trainJob(subject!, job, signal, (steps) => progress(training, steps)),
        );
        trainings.set(training, runs);
      }),
    next: (training) => answer(async () => (await trainings.get(training)?.next()) ?? []),
    stop: (training) =>
      answer(async () => {
        trainings.get(training)?.stop();
        trainings.delete(training);
      }),
  };
  return { functions, close: async () => subject?.close() };
}

async function* trainJob(
  { train, digits }: Subject,
  job: Job,
  signal: AbortSignal,
  onProgress: (steps: number) => void,
): AsyncGenerator<Finished> {
  const options = { signal, onProgress };
  const placeOf = placesOf(job.instances);
  const runs: AsyncIterable<Run | DigitsRun> =
    job.kind === 'digits'
      ? digits!.train(job.instances, job.digits, options)
      : train!(job.instances, options);
  for await (const run of runs) {
    const { setting: _, seed: __, ...record } = run;
    yield { place: placeOf(run), record };
  }
}

function methodsOf(subject: Subject): MethodName[] {
  const names = ['sample', 'forward', 'lossAndGradient', 'train', 'digits'] as const;
  return names.filter((name) => subject[name] !== undefined);
}

async function answer<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { kind: 'answer', value: await ask() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof InputError ? 'input' : 'error', message };
  }
}
