/**
 * What the TensorFlow.js subjects do with digits, in this thread: one training after the other, with a
 * pause now and then, so that timers and signals are heard.
 */
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import {
  autoEncoderLoss,
  classifierLoss,
  digitTensors,
  lossAndGradients,
  networkFrom,
  networkTensors,
} from '../../../models/digits/networks.js';
import type { NetworkWeights } from '../../../models/digits/weights.js';
import { tf } from '../../../models/tensorflow.js';
import { summariseDigits } from '../../../setting/digits.js';
import type { DigitsOutcome, DigitsSubject } from '../../digits.js';
import { type BackendName, readFrom } from '../backends.js';
import type { Ready } from '../ready.js';
import { trainDigits } from './train-digits.js';

const millisecondsBetweenPauses = 50;

/** @param closing aborts when the subject is closed. */
export function openTfjsDigits(
  backend: BackendName,
  { guard, settle }: Pick<Ready, 'guard' | 'settle'>,
  closing: AbortSignal,
): DigitsSubject {
  const gradientOf = async <W extends NetworkWeights>(
    weights: W,
    lossOf: () => (...parameters: Tensor[]) => Scalar,
  ): Promise<{ loss: number; gradient: W }> => {
    const [loss, ...gradients] = await guard(() =>
      readFrom(backend, () => {
        const asked = lossAndGradients(lossOf(), networkTensors(weights));
        return [asked.value, ...asked.gradients];
      }),
    );
    return { loss: loss![0]!, gradient: networkFrom(gradients, weights) };
  };
  return {
    classifierGradient: (weights, digits) =>
      gradientOf(weights, () => {
        const all = Uint32Array.from({ length: digits.count }, (_, k) => k);
        const { x, labels } = digitTensors(digits, all);
        return (...parameters) => classifierLoss(parameters, x, labels);
      }),

    autoEncoderGradient: (weights, features) =>
      gradientOf(weights, () => {
        const f = tf.tensor2d(Float32Array.from(features.data), [features.rows, features.columns]);
        return (...parameters) => autoEncoderLoss(parameters, f);
      }),

    async *train(instances, digits, { onProgress, signal } = {}) {
      for (const instance of instances) {
        const train = async (fault: AbortSignal): Promise<DigitsOutcome | undefined> => {
          const training = trainDigits(backend, instance, digits);
          try {
            let steps = 0;
            let paused = performance.now();
            while (!signal?.aborted && !closing.aborted && !fault.aborted) {
              const next = await training.next();
              if (next.done) {
                onProgress?.(steps);
                return next.value;
              }
              steps++;
              if (performance.now() - paused > millisecondsBetweenPauses) {
                await settle();
                onProgress?.(steps);
                steps = 0;
                paused = performance.now();
              }
            }
            return undefined;
          } finally {
            await training.return({ kind: 'failed', reason: 'ended early' });
          }
        };
        let outcome: DigitsOutcome | undefined;
        try {
          outcome = await guard(train);
        } catch (error) {
          const said = error instanceof Error ? error.message : String(error);
          const reason = `${summariseDigits(instance.setting)}, seed ${instance.seed}: ${said}`;
          outcome = { kind: 'failed', reason };
        }
        if (!outcome) return;
        yield { ...instance, outcome };
      }
    },
  };
}
