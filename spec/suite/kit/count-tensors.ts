/**
 * A program that prints how many tensors a training leaves behind on a backend, in TensorFlow.js and in
 * its native library: `count-tensors.js <backend>`. A process of its own, since the native one ends the
 * process that loads it twice.
 */
import { initialWeights } from '../../../src/data/initial-weights.js';
import { sampleRows } from '../../../src/data/sample.js';
import { tf } from '../../../src/models/tensorflow.js';
import type { BackendName } from '../../../src/subjects/tfjs/backends.js';
import { openTfjs } from '../../../src/subjects/tfjs/tfjs-subject.js';
import { collect, smallSetting } from './small-settings.js';

const opened = await openTfjs(process.argv[2] as BackendName);
if (opened.kind === 'absent') throw new Error(opened.reason);
const { subject } = opened;
const short = smallSetting();
const warm = smallSetting({}, { warmStart: short, checkpoints: [2] });
const endless = smallSetting({}, { steps: 1_000_000_000 });
const weights = initialWeights(short, 0);
const x = sampleRows(short, 4, 0);

/** Once, so that what a backend keeps for itself is there. */
await subject.lossAndGradient!(short, weights, x);
const before = counted();

await collect(subject.train!([0, 1].map((seed) => ({ setting: warm, seed }))));
const trained = counted();

const stopping = new AbortController();
await collect(
  subject.train!([{ setting: endless, seed: 0 }], {
    signal: stopping.signal,
    onProgress: () => stopping.abort(),
  }),
);
const stopped = counted();

await subject.forward!(short, weights, x);
await subject.lossAndGradient!(short, weights, x);
const asked = counted();

console.log(JSON.stringify({ before, trained, stopped, asked }));
await subject.close();

function counted(): readonly number[] {
  const native = (tf.backend() as { binding?: { getNumOfTensors(): number } }).binding;
  return [tf.memory().numTensors, native?.getNumOfTensors() ?? 0];
}
