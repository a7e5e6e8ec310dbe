/** What the fused engine does with digits. */

import { pixels } from '../../../data/digits/digit-set.js';
import { summariseDigits } from '../../../setting/digits.js';
import type { DigitsInstance, DigitsRun, DigitsSubject } from '../../digits.js';
import { workOnThreads } from '../threads.js';
import {
  newDigitsEngine,
  readAutoEncoder,
  readClassifier,
  writeAutoEncoder,
  writeClassifier,
  writeFeatures,
} from './engine.js';
import { compileDigitsKernels } from './kernels.js';

export async function openFusedDigits(threads: number): Promise<DigitsSubject> {
  const module = await compileDigitsKernels();
  return {
    async classifierGradient(weights, digits) {
      const engine = newDigitsEngine(module, { hidden: weights.W1.rows, code: 1 }, { train: digits });
      writeClassifier(engine, weights);
      const loss = engine.kernels.classifierGradient(0, digits.count);
      return { loss, gradient: readClassifier(engine, engine.kernels.classifierGradientPlace()) };
    },

    async autoEncoderGradient(weights, features) {
      const { rows: code, columns: hidden } = weights.encoder;
      const count = features.rows;
      const blank = { count, images: new Uint8Array(count * pixels), labels: new Uint8Array(count) };
      const engine = newDigitsEngine(module, { hidden, code }, { train: blank });
      writeAutoEncoder(engine, weights);
      writeFeatures(engine, features);
      const loss = engine.kernels.autoEncoderGradient(0, count);
      return { loss, gradient: readAutoEncoder(engine, engine.kernels.autoEncoderGradientPlace()) };
    },

    train: (instances, digits, options = {}) =>
      workOnThreads<DigitsInstance, DigitsRun>(
        {
          jobs: instances,
          threads,
          workerFile: new URL('./worker.js', import.meta.url),
          setUp: { module, digits },
          finished: (instance, run) => ({ ...run, ...instance }),
          failed: ({ setting, seed }, reason) => ({
            setting,
            seed,
            outcome: { kind: 'failed', reason: `${summariseDigits(setting)}, seed ${seed}: ${reason}` },
          }),
        },
        options,
      ),
  };
}
