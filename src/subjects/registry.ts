/**
 * The subjects by name. A subject that cannot work on this machine is reported absent with the
 * reason; it is never replaced by another one.
 */
import { randomUUID } from 'node:crypto';
import { InputError } from '../setting/input-error.js';
import { quoted } from '../setting/printable.js';
import { isCommand } from './command/command-line.js';
import type { WireDescription } from './command/protocol.js';
import { SubjectFault } from './command/subject-fault.js';
import { type ControlName, controlNames, openControl } from './controls.js';
import type { NativeName } from './isolated/native-subjects.js';
import type { Environments } from './isolated/open-isolated.js';
import type { Subject } from './subject.js';
import type { BackendName } from './tfjs/backends.js';
import { driverEnvironments } from './webgpu/drivers.js';
import { isFolder } from './weights-file/model-files.js';
import { isWeightsFile, type Reading } from './weights-file/read-weights.js';
import { openSavedWeights } from './weights-file/subject.js';

/** How a subject is had: opened, or absent with the reason in one line. */
export type Opened =
  | {
      readonly kind: 'present';
      readonly subject: Subject;
      /** What opens a program again without asking it anew what it is. */
      readonly again?: OpenOptions | undefined;
    }
  | { readonly kind: 'absent'; readonly reason: string };

/** For programs and weights; other subjects need none. Plain data, since it travels to the processes that judge. */
export interface OpenOptions {
  /** The folder in which it is started; the current one when left out. */
  readonly cwd?: string | undefined;
  /** The longest that it may be silent while it is asked, in seconds. */
  readonly timeout?: number | undefined;
  /** Names the verification that runs belong to when the program gives no version. */
  readonly session?: string | undefined;
  /** What it said that it is. */
  readonly described?: WireDescription | undefined;
  /** Why it did not say, where that is known already. */
  readonly fault?: string | undefined;
  /** How weights files are read. */
  readonly reading?: Reading | undefined;
}

/** A program that trains for long says so in between; five minutes are enough for any start. */
export const defaultTimeout = 300;

interface Entry {
  readonly about: string;
  readonly open: () => Promise<Opened>;
}

const subjects: Readonly<Record<string, Entry>> = {
  fused: {
    about: 'the engine of this suite: gradients by formula, WebAssembly SIMD, all cores',
    open: async () => {
      const { openFused } = await import('./fused/fused.js');
      return { kind: 'present', subject: await openFused() };
    },
  },
  'fused:webgpu': native(
    'fused:webgpu',
    'the same engine as compute shaders, an instance to a workgroup: for sweeps on a GPU',
    driverEnvironments,
  ),
  'tfjs:wasm': tfjs('wasm', 'TensorFlow.js with its autodiff, on its WebAssembly backend'),
  'tfjs:cpu': tfjs('cpu', 'TensorFlow.js with its autodiff, on its plain JavaScript backend'),
  'tfjs:webgpu': native(
    'tfjs:webgpu',
    'TensorFlow.js with its autodiff, on its WebGPU backend, by Dawn',
    driverEnvironments,
  ),
  'tfjs:tensorflow': native(
    'tfjs:tensorflow',
    'TensorFlow.js with its autodiff, on the native TensorFlow library',
    // The processes are what runs on several cores; see isolated/sharing.ts.
    () => [{ TF_NUM_INTRAOP_THREADS: '1' }],
  ),
};

export const defaultSubject = 'fused';

const controls: Readonly<Record<string, Entry>> = Object.fromEntries(
  Object.entries(controlNames).map(([name, about]) => [
    `control:${name}`,
    control(name as ControlName, about),
  ]),
);

/** The implementations that come with the suite; the controls are none. */
export function subjectNames(): readonly { readonly name: string; readonly about: string }[] {
  return Object.entries(subjects).map(([name, { about }]) => ({ name, about }));
}

/**
 * @param name a built-in subject's or a control's name, a command, or the path of a weights file or of a folder of them.
 * @throws InputError when no subject has this name, or the file holds no weights of a model.
 */
export async function openSubject(name: string, options: OpenOptions = {}): Promise<Opened> {
  const entry = new Map(Object.entries({ ...subjects, ...controls })).get(name);
  if (entry) return entry.open();
  if (await isSaved(name)) {
    return { kind: 'present', subject: await openSavedWeights(name, options.reading) };
  }
  if (isCommand(name)) return openProgram(name, options);
  const known = Object.keys(subjects).join(', ');
  throw new InputError(
    `subject ${quoted(name)} is unknown; choose one of ${known}, a weights file or a folder of them, or a command such as "python3 my_subject.py"`,
  );
}

/** A file that may be executed, as all may on some disks, is weights by its ending; a command has words. */
async function isSaved(name: string): Promise<boolean> {
  const isWord = !name.trim().includes(' ');
  return (isWeightsFile(name) && (isWord || !isCommand(name))) || isFolder(name);
}

/** A program that does not say what it is is present all the same: its claims are to fail, and to say why. */
async function openProgram(command: string, options: OpenOptions): Promise<Opened> {
  const [{ openCommand }, { faultySubject }, { wordsOf }] = await Promise.all([
    import('./command/command-subject.js'),
    import('./command/faulty.js'),
    import('./command/process.js'),
  ]);
  const { cwd = process.cwd(), timeout = defaultTimeout, session = randomUUID(), described } = options;
  const again = { cwd, timeout, session, described };
  const faulty = (fault: string): Opened => ({
    kind: 'present',
    subject: faultySubject(command, fault, session),
    again: { ...again, fault },
  });
  if (options.fault !== undefined) return faulty(options.fault);
  try {
    const silence = 1000 * timeout;
    const subject = await openCommand({ words: wordsOf(command), cwd, silence, session, described });
    return { kind: 'present', subject, again: { ...again, described: subject.described } };
  } catch (error) {
    if (!(error instanceof SubjectFault)) throw error;
    return faulty(error.message);
  }
}

/** Loaded only when it is opened, since TensorFlow.js is large. */
function tfjs(backend: BackendName, about: string): Entry {
  return { about, open: async () => (await import('./tfjs/tfjs-subject.js')).openTfjs(backend) };
}

/** In a child process, where a native library that crashes ends nothing else. */
function native(name: NativeName, about: string, environments: () => Environments = () => [{}]): Entry {
  return {
    about,
    open: async () =>
      (await import('./isolated/open-isolated.js')).openIsolated({ name, environments: environments() }),
  };
}

/** A control wraps the default subject. */
function control(name: ControlName, about: string): Entry {
  return {
    about,
    open: async () => {
      const inner = await openSubject(defaultSubject);
      return inner.kind === 'present' ? openControl(name, inner.subject) : inner;
    },
  };
}
