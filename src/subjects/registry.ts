/**
 * The subjects by name. A subject that cannot work on this machine is reported absent with the
 * reason; it is never replaced by another one.
 */
import { InputError } from '../setting/input-error.js';
import type { Subject } from './subject.js';
import type { BackendName } from './tfjs/backends.js';

/** How a subject is had: opened, or absent with the reason in one line. */
export type Opened =
  | { readonly kind: 'present'; readonly subject: Subject }
  | { readonly kind: 'absent'; readonly reason: string };

interface Entry {
  readonly about: string;
  readonly open: () => Promise<Opened>;
}

const entries: Readonly<Record<string, Entry>> = {
  'tfjs:wasm': tfjs('wasm', 'TensorFlow.js with its autodiff, on its WebAssembly backend'),
  'tfjs:cpu': tfjs('cpu', 'TensorFlow.js with its autodiff, on its plain JavaScript backend'),
  'tfjs:tensorflow': tfjs('tensorflow', 'TensorFlow.js with its autodiff, on the native TensorFlow library'),
};

/** Loaded only when it is opened, since TensorFlow.js is large. */
function tfjs(backend: BackendName, about: string): Entry {
  return { about, open: async () => (await import('./tfjs/tfjs-subject.js')).openTfjs(backend) };
}

export const defaultSubject = 'tfjs:wasm';

export function subjectNames(): readonly { readonly name: string; readonly about: string }[] {
  return Object.entries(entries).map(([name, { about }]) => ({ name, about }));
}

/** @throws InputError when no subject has this name. */
export async function openSubject(name: string): Promise<Opened> {
  const entry = entries[name];
  if (!entry) {
    const known = Object.keys(entries).join(', ');
    throw new InputError(`subject "${name}" is unknown; choose one of ${known}, or a weights file`);
  }
  return entry.open();
}
