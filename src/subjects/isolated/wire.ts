/**
 * What the two sides of an isolated subject call on each other, over birpc and the IPC channel of Node.
 * Its advanced serialisation carries typed arrays, NaN and undefined as they are.
 */
import type { Digits } from '../../data/digits/digit-set.js';
import type { DigitsInstance, DigitsRun, DigitsSubject } from '../digits.js';
import type { Description, Instance, Run, Subject } from '../subject.js';

/** The methods that a subject may lack. */
export type MethodName = 'sample' | 'forward' | 'lossAndGradient' | 'train' | 'digits';

/** How the subject was had in the child. */
export type OpenedInChild =
  | { readonly kind: 'present'; readonly description: Description; readonly methods: readonly MethodName[] }
  | { readonly kind: 'absent'; readonly reason: string };

/** What is to be trained: settings, or settings of digits. */
export type Job =
  | { readonly kind: 'settings'; readonly instances: readonly Instance[] }
  | { readonly kind: 'digits'; readonly instances: readonly DigitsInstance[]; readonly digits: Digits };

/** A run without the instance that it is of, which the parent knows by its place in the job. */
export interface Finished {
  readonly place: number;
  readonly record: Omit<Run, keyof Instance> | Omit<DigitsRun, keyof DigitsInstance>;
}

/**
 * An error crosses as data, since the channel would turn its class into Error: `input` is what a user can
 * mend (InputError).
 */
export type Answer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'input' | 'error'; readonly message: string };

type Answering<F> = F extends (...args: infer A) => Promise<infer T>
  ? (...args: A) => Promise<Answer<T>>
  : never;

/** What the child answers to. */
export interface ChildFunctions {
  open(): Promise<Answer<OpenedInChild>>;
  readonly sample: Answering<NonNullable<Subject['sample']>>;
  readonly forward: Answering<NonNullable<Subject['forward']>>;
  readonly lossAndGradient: Answering<NonNullable<Subject['lossAndGradient']>>;
  readonly classifierGradient: Answering<DigitsSubject['classifierGradient']>;
  readonly autoEncoderGradient: Answering<DigitsSubject['autoEncoderGradient']>;
  /** Begins a training, to which the number is given. */
  start(training: number, job: Job): Promise<Answer<void>>;
  /** What is finished and was not handed out, at least one run; none at the end of the training. */
  next(training: number): Promise<Answer<readonly Finished[]>>;
  /** Ends a training early. */
  stop(training: number): Promise<Answer<void>>;
}

/** What the child tells of itself. */
export interface ParentFunctions {
  /** Steps done since it last said so. */
  progress(training: number, steps: number): void;
}
