/**
 * A native library as it can be, in a child process: `?does=…` in the URL says how it behaves. One that
 * is not broken is `fused` on one thread.
 */
import { writeSync } from 'node:fs';
import { failedRun } from '../../../../src/subjects/command/runs-on-wire.js';
import { openFused } from '../../../../src/subjects/fused/fused.js';
import type { Opened } from '../../../../src/subjects/registry.js';
import type { Subject } from '../../../../src/subjects/subject.js';

export const behaviours = [
  'works',
  'prints',
  'crashes at loading',
  'exits at loading',
  'throws at loading',
  'hangs at loading',
  'blocks at loading',
  'needs a driver',
  'crashes in forward',
  'fails in forward',
  'crashes after two runs',
  'throws after two runs',
  'throws out of turn',
  'trains for ever',
  'trains in no time',
  'hangs in training',
  'cannot train',
] as const;

export type Behaviour = (typeof behaviours)[number];

/** The module that the child is to open. */
export function fakeNative(does: Behaviour): string {
  return `${new URL('./fake-native.js', import.meta.url)}?does=${encodeURIComponent(does)}`;
}

const does = new URL(import.meta.url).searchParams.get('does') as Behaviour | null;

export async function open(): Promise<Opened> {
  switch (does) {
    case 'prints':
      console.log('TensorFlow is a registered trademark');
      writeSync(1, 'and so says the driver\n');
      return present({});
    case 'crashes at loading':
      return crash();
    case 'exits at loading':
      process.exit(3);
      break;
    case 'throws at loading':
      throw new Error('libvulkan.so.1: cannot open shared object file');
    case 'hangs at loading':
      return new Promise(() => setInterval(() => undefined, 1000));
    case 'blocks at loading':
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    case 'needs a driver':
      if (process.env['FAKE_DRIVER'] === 'good') return present({});
      return { kind: 'absent', reason: `no adapter for driver ${process.env['FAKE_DRIVER'] ?? 'none'}` };
    case 'crashes in forward':
      return present({ forward: async () => crash() });
    case 'fails in forward':
      return present({
        forward: async () => {
          throw new Error('the shader does not compile');
        },
      });
    case 'crashes after two runs':
      return afterTwoRuns(crash);
    case 'throws after two runs':
      return afterTwoRuns(() => {
        throw new Error('the device was lost');
      });
    case 'throws out of turn':
      return afterTwoRuns(() => {
        setTimeout(() => {
          throw new Error('the callback of the driver failed');
        });
        return new Promise(() => undefined);
      });
    case 'trains for ever':
      return present({
        async *train(_, { onProgress } = {}) {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 10));
            onProgress?.(1);
          }
        },
      });
    case 'trains in no time':
      return present({
        async *train(instances, { onProgress } = {}) {
          for (const instance of instances) {
            onProgress?.(1);
            yield failedRun(instance, 'it only shows its order');
          }
        },
      });
    case 'hangs in training':
      return afterTwoRuns(() => new Promise(() => undefined));
    case 'cannot train': {
      const { train: _, digits: __, ...subject } = await openFused(1);
      return { kind: 'present', subject };
    }
    default:
      return present({});
  }
}

async function present(changed: Partial<Subject>): Promise<Opened> {
  return { kind: 'present', subject: { ...(await openFused(1)), ...changed } };
}

async function afterTwoRuns(then: () => Promise<unknown> | never): Promise<Opened> {
  const fused = await openFused(1);
  return present({
    async *train(instances, options) {
      yield* fused.train!(instances.slice(0, 2), options);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await then();
    },
  });
}

/** As native code does: no handler of Node runs. */
function crash(): Promise<never> {
  writeSync(2, 'some words before\nFATAL: out of device memory\n');
  process.kill(process.pid, 'SIGSEGV');
  return new Promise(() => undefined);
}
