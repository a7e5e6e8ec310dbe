/**
 * A training on given batches from given weights, step by step: what another engine is compared with on
 * the same numbers.
 */
import type { Matrix } from '../../models/matrix.js';
import type { Weights } from '../../models/weights.js';
import type { Setting } from '../../setting/schema.js';
import { type BackendName, readyBackend } from './backends.js';
import { startTraining } from './training-state.js';

export interface BatchStep {
  /** The loss on the batch, before the step. */
  readonly loss: number;
  /** The weights after the step. */
  readonly weights: Weights;
}

/**
 * One step for each batch, rows × n, which may differ in their number of rows. The learning rate of step
 * t is the setting's; its data, steps, batch, initialisation and warm start play no part.
 * @throws Error when the backend is absent.
 */
export async function trainOnBatches(
  backend: BackendName,
  setting: Setting,
  initial: Weights,
  batches: readonly Matrix[],
): Promise<readonly BatchStep[]> {
  const readied = await readyBackend(backend);
  if (readied.kind === 'absent') throw new Error(`tfjs:${backend} is absent: ${readied.reason}`);
  return readied.guard(async () => {
    const state = startTraining(backend, [setting], [initial]);
    try {
      const steps: BatchStep[] = [];
      for (const [index, { data }] of batches.entries()) {
        state.advance(index + 1, Float32Array.from(data));
        const { losses, weights } = await state.read();
        steps.push({ loss: losses[0]![0]!, weights: weights(0) });
      }
      return steps;
    } finally {
      state.dispose();
    }
  });
}
