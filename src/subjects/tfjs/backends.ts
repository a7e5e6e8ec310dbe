/**
 * The backends of TensorFlow.js, made ready and chosen. All of them share one engine, which has one
 * current backend at a time: every computation names its own through `onBackend`.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from '../../models/tensorflow.js';
import { readAll } from '../../models/tensors.js';
import { type Readied, readyInThread } from './ready.js';
import { readyTensorflow } from './tensorflow-backend.js';
import { readyWebgpu } from './webgpu-backend.js';

export type BackendName = 'cpu' | 'wasm' | 'tensorflow' | 'webgpu';

/** There is one current backend, which making one ready changes: so they are made ready one after the other. */
export function readyBackend(name: BackendName): Promise<Readied> {
  const next = last.then(() => makeReady(name));
  last = next.catch(() => {});
  return next;
}

let last: Promise<unknown> = Promise.resolve();

async function makeReady(name: BackendName): Promise<Readied> {
  switch (name) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      await tf.setBackend('cpu');
      passOverBanner();
      return readyInThread('CPU, JavaScript');
    case 'wasm': {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
      wasm.setWasmPaths(dirname(main) + sep);
      await tf.setBackend('wasm');
      const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
      return readyInThread(simd ? 'CPU, WebAssembly SIMD' : 'CPU, WebAssembly');
    }
    case 'tensorflow':
      return readyTensorflow();
    case 'webgpu':
      return readyWebgpu();
  }
}

/** Runs a synchronous computation on a ready backend; of its tensors only those that it `tf.keep`s stay. */
export function onBackend<T>(name: BackendName, compute: () => T): T {
  // Setting a ready backend takes effect at once, so there is nothing to wait for.
  if (tf.getBackend() !== name) void tf.setBackend(name);
  // A scope rather than `tf.tidy`, which would search every number of the result for tensors.
  tf.engine().startScope();
  try {
    return compute();
  } finally {
    tf.engine().endScope();
  }
}

/** The numbers in the tensors that a computation makes, which are freed. */
export async function readFrom(name: BackendName, compute: () => readonly Tensor[]): Promise<Float32Array[]> {
  const tensors = onBackend(name, () => compute().map((tensor) => tf.keep(tensor)));
  try {
    return await readAll(tensors);
  } finally {
    tf.dispose(tensors);
  }
}

/** The cpu backend meets its first tensor with an advertisement. Only that is passed over: warnings stay. */
function passOverBanner(): void {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  tf.scalar(0).dispose();
  tf.env().set('PROD', before);
}
