/**
 * What the TensorFlow.js subjects do with digits, in this thread: one training after the other, with a
 * pause now and then, so that timers and signals are heard.
 */
import { setImmediate } from 'node:timers/promises';
import {
  autoEncoderLoss,
  classifierLoss,
  digitTensors,
  lossAndGradients,
  networkFrom,
  networkTensors,
} from '../../../models/digits/networks.js';
import { tf } from '../../../models/tensorflow.js';
import { summariseDigits } from '../../../setting/digits.js';
import type { DigitsSubject } from '../../digits.js';
import { type BackendName, onBackend } from '../backends.js';
import { trainDigits } from './train-digits.js';

const millisecondsBetweenPauses = 50;

/** @param closing aborts when the subject is closed. */
export function openTfjsDigits(backend: BackendName, closing: AbortSignal): DigitsSubject {
  return {
    classifierGradient: async (weights, digits) =>
      onBackend(backend, () => {
        const all = Uint32Array.from({ length: digits.count }, (_, k) => k);
        const { x, labels } = digitTensors(digits, all);
        const { value, gradients } = lossAndGradients(
          (...parameters) => classifierLoss(parameters, x, labels),
          networkTensors(weights),
        );
        return { loss: value.dataSync()[0]!, gradient: networkFrom(gradients, weights) };
      }),

    autoEncoderGradient: async (weights, features) =>
      onBackend(backend, () => {
        const f = tf.tensor2d(Float32Array.from(features.data), [features.rows, features.columns]);
        const { value, gradients } = lossAndGradients(
          (...parameters) => autoEncoderLoss(parameters, f),
          networkTensors(weights),
        );
        return { loss: value.dataSync()[0]!, gradient: networkFrom(gradients, weights) };
      }),

    async *train(instances, digits, { onProgress, signal } = {}) {
      for (const instance of instances) {
        const training = trainDigits(backend, instance, digits);
        try {
          let steps = 0;
          let paused = performance.now();
          for (;;) {
            if (signal?.aborted || closing.aborted) return;
            const next = training.next();
            if (next.done) {
              onProgress?.(steps);
              yield { ...instance, outcome: next.value };
              break;
            }
            steps++;
            if (performance.now() - paused > millisecondsBetweenPauses) {
              onProgress?.(steps);
              steps = 0;
              await setImmediate();
              paused = performance.now();
            }
          }
        } catch (error) {
          const said = error instanceof Error ? error.message : String(error);
          const reason = `${summariseDigits(instance.setting)}, seed ${instance.seed}: ${said}`;
          yield { ...instance, outcome: { kind: 'failed', reason } };
        } finally {
          training.return({ kind: 'failed', reason: 'ended early' });
        }
      }
    },
  };
}
