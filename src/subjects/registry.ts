/**
 * The subjects by name. A subject that cannot work on this machine is reported absent with the
 * reason; it is never replaced by another one.
 */
import { InputError } from '../setting/input-error.js';
import { quoted } from '../setting/printable.js';
import { type ControlName, controlNames, openControl } from './controls.js';
import type { Subject } from './subject.js';
import type { BackendName } from './tfjs/backends.js';
import { isFolder } from './weights-file/model-files.js';
import { isWeightsFile, type Reading } from './weights-file/read-weights.js';
import { openSavedWeights } from './weights-file/subject.js';

/** How a subject is had: opened, or absent with the reason in one line. */
export type Opened =
  | { readonly kind: 'present'; readonly subject: Subject }
  | { readonly kind: 'absent'; readonly reason: string };

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
  'tfjs:wasm': tfjs('wasm', 'TensorFlow.js with its autodiff, on its WebAssembly backend'),
  'tfjs:cpu': tfjs('cpu', 'TensorFlow.js with its autodiff, on its plain JavaScript backend'),
  'tfjs:tensorflow': tfjs('tensorflow', 'TensorFlow.js with its autodiff, on the native TensorFlow library'),
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
 * @param name a built-in subject's or a control's name, or the path of a weights file or a folder of them.
 * @param reading how to read weights.
 * @throws InputError when no subject has this name, or the file holds no weights of a model.
 */
export async function openSubject(name: string, reading?: Reading): Promise<Opened> {
  const entry = new Map(Object.entries({ ...subjects, ...controls })).get(name);
  if (entry) return entry.open();
  if (isWeightsFile(name) || (await isFolder(name))) {
    return { kind: 'present', subject: await openSavedWeights(name, reading) };
  }
  const known = Object.keys(subjects).join(', ');
  throw new InputError(
    `subject ${quoted(name)} is unknown; choose one of ${known}, or a weights file, or a folder of them`,
  );
}

/** Loaded only when it is opened, since TensorFlow.js is large. */
function tfjs(backend: BackendName, about: string): Entry {
  return { about, open: async () => (await import('./tfjs/tfjs-subject.js')).openTfjs(backend) };
}

/** A control wraps the default subject. */
function control(name: ControlName, about: string): Entry {
  return {
    about,
    open: async () => {
      const inner = await openSubject(defaultSubject);
      return inner.kind === 'absent' ? inner : openControl(name, inner.subject);
    },
  };
}
