/** The subjects whose library is native code, which run in a child process: what the child opens, by name. */
import type { Opened } from '../registry.js';

const nativeSubjects = {
  'tfjs:tensorflow': openTensorflow,
  'fused:webgpu': async () => (await import('../webgpu/fused/fused-webgpu.js')).openFusedWebgpu(),
  'tfjs:webgpu': async () => (await import('../tfjs/tfjs-subject.js')).openTfjs('webgpu'),
} satisfies Readonly<Record<string, () => Promise<Opened>>>;

/** TensorFlow.js is large, and not loaded where the native library is missing. */
async function openTensorflow(): Promise<Opened> {
  const reason = (await import('../tfjs/native-addon.js')).whyAbsent();
  if (reason !== undefined) return { kind: 'absent', reason };
  return (await import('../tfjs/tfjs-subject.js')).openTfjs('tensorflow');
}

export type NativeName = keyof typeof nativeSubjects;

/**
 * Runs in the child.
 * @param what a name, or the URL of a module that exports `open`, with which specs try subjects of their own.
 */
export async function openNative(what: string): Promise<Opened> {
  const open = new Map<string, () => Promise<Opened>>(Object.entries(nativeSubjects)).get(what);
  if (open) return open();
  const module = (await import(what)) as { readonly open: () => Promise<Opened> };
  return module.open();
}
