/**
 * The native backend, `@tensorflow/tfjs-node-gpu`: an optional package whose native library is
 * downloaded when it is installed, and is missing where that was not possible.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import util from 'node:util';
import { tf } from '../../models/tensorflow.js';
import { type Readied, readyInThread } from './ready.js';

const name = '@tensorflow/tfjs-node-gpu';

export async function readyTensorflow(): Promise<Readied> {
  const reason = whyAbsent();
  if (reason !== undefined) return { kind: 'absent', reason };
  restoreRemovedUtil();
  // What TensorFlow itself counts as information, such as the list of CPU features, is no warning.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  try {
    createRequire(import.meta.url)(name);
  } catch (error) {
    return { kind: 'absent', reason: `its native library does not load: ${firstLine(error)}` };
  }
  await tf.setBackend('tensorflow');
  // The package falls back to the CPU without a word where it finds no GPU.
  const backend = tf.backend() as { isUsingGpuDevice?: unknown };
  return readyInThread(backend.isUsingGpuDevice === true ? 'GPU, TensorFlow' : 'CPU, TensorFlow');
}

/** Looked up before the package is loaded, since a load that fails leaves half of it registered. */
function whyAbsent(): string | undefined {
  let description: string;
  try {
    description = createRequire(import.meta.url).resolve(`${name}/package.json`);
  } catch {
    return `the optional package ${name} is not installed`;
  }
  try {
    const locate = createRequire(description)('@mapbox/node-pre-gyp') as { find(path: string): string };
    if (existsSync(locate.find(description))) return undefined;
  } catch (error) {
    return `its native library cannot be located: ${firstLine(error)}`;
  }
  return `its native library is not installed; "npm rebuild ${name}" tries to download it again`;
}

/** Node 23 removed `util.isNullOrUndefined`, which the package calls. */
function restoreRemovedUtil(): void {
  const removed = util as { isNullOrUndefined?: (value: unknown) => boolean };
  removed.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
