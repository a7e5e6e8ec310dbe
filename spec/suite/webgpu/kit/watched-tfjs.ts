/**
 * `tfjs:webgpu` as it is, in a child process, for specs that have to get at its device: `?does=…` in the URL
 * says what becomes of the device in a training of which progress is reported.
 */
import { tf } from '../../../../src/models/tensorflow.js';
import type { Opened } from '../../../../src/subjects/registry.js';
import { openTfjs } from '../../../../src/subjects/tfjs/tfjs-subject.js';
import { makeReady } from '../../../../src/subjects/tfjs/webgpu-backend.js';

export type Behaviour =
  /** `sample` gives the tensors and bytes that are held, instead of rows. */
  | 'counts what it holds'
  | 'compiles nonsense'
  | 'asks for too much'
  | 'loses its device'
  | 'has a broken package';

/** The module that the child is to open. */
export function watchedTfjs(does: Behaviour): string {
  return `${new URL('./watched-tfjs.js', import.meta.url)}?does=${encodeURIComponent(does)}`;
}

const does = new URL(import.meta.url).searchParams.get('does') as Behaviour | null;

export async function open(): Promise<Opened> {
  if (does === 'has a broken package') {
    const readied = await makeReady(() => Promise.reject(new Error('Unexpected token\nin a file')));
    if (readied.kind === 'absent') return readied;
  }
  const opened = await openTfjs('webgpu');
  if (opened.kind === 'absent') return opened;
  const { subject } = opened;
  const { device } = tf.backend() as unknown as { readonly device: GPUDevice };
  let done = false;
  const act = (): void => {
    if (done) return;
    done = true;
    if (does === 'compiles nonsense') device.createShaderModule({ code: 'fn nonsense(' });
    if (does === 'asks for too much') device.createBuffer({ size: 2 ** 50, usage: GPUBufferUsage.STORAGE });
    if (does === 'loses its device') device.destroy();
  };
  return {
    kind: 'present',
    subject: {
      ...subject,
      train: (instances, options = {}) =>
        subject.train!(instances, {
          ...options,
          onProgress: (steps) => {
            act();
            options.onProgress?.(steps);
          },
        }),
      ...(does === 'counts what it holds' ? { sample: async () => held() } : {}),
    },
  };
}

function held(): { rows: number; columns: number; data: Float64Array } {
  const { numTensors, numBytesInGPU } = tf.memory() as unknown as Record<string, number>;
  return { rows: 1, columns: 2, data: Float64Array.of(numTensors!, numBytesInGPU!) };
}
