/**
 * The parameters of a group of instances on their way through a training: kept on the backend,
 * replaced at every step, read and disposed of by hand.
 */
import type { Tensor } from '@tensorflow/tfjs-core';
import { adamStep, atRest, type Moving, tensorsOf } from '../../models/adam.js';
import { lossesAndGradients, type Objective, objectiveOf } from '../../models/loss.js';
import { models } from '../../models/models.js';
import { tf } from '../../models/tensorflow.js';
import { stackWeights, unstackWeights } from '../../models/tensors.js';
import type { Weights } from '../../models/weights.js';
import { learningRateAt } from '../../setting/derived.js';
import type { Setting } from '../../setting/schema.js';
import { type BackendName, onBackend } from './backends.js';

export interface TrainingState {
  /**
   * Does step `step`, counted from 1, on the rows of every instance, [instances, rows, n] in row-major
   * order, and returns the loss of each instance on them before the step.
   */
  advance(step: number, rows: Float32Array): Float32Array;
  /** The weights of instance `at` as they are now, by a function that reads each tensor once. */
  weights(): (at: number) => Weights;
  dispose(): void;
}

/** @param settings one for each instance; they share what `groupKey` says. */
export function startTraining(
  backend: BackendName,
  settings: readonly Setting[],
  initial: readonly Weights[],
): TrainingState {
  const { model: name, n, training } = settings[0]!;
  const model = models[name];
  const [objective, first] = onBackend(
    backend,
    () => [keepObjective(objectiveOf(settings)), keep(stackWeights(initial).map(atRest))] as const,
  );
  let state = first;
  return {
    advance: (step, rows) =>
      onBackend(backend, () => {
        const x = tf.tensor3d(rows, [settings.length, rows.length / (settings.length * n), n]);
        const parameters = state.map(({ value }) => value);
        const { losses, gradients } = lossesAndGradients(model, parameters, x, objective);
        const rate = learningRateAt(training, step);
        const next = state.map((parameter, index) =>
          adamStep(parameter, gradients[index]!, training.optimiser, rate, step),
        );
        tf.dispose(tensorsOf(state));
        state = keep(next);
        return losses.dataSync<'float32'>();
      }),
    weights: () =>
      onBackend(backend, () =>
        unstackWeights(
          state.map(({ value }) => value),
          initial[0]!,
        ),
      ),
    dispose: () => tf.dispose([...objectiveTensors(objective), ...tensorsOf(state)]),
  };
}

function keepObjective(objective: Objective): Objective {
  for (const tensor of objectiveTensors(objective)) tf.keep(tensor);
  return objective;
}

function objectiveTensors({ importance, radius }: Objective): Tensor[] {
  return radius ? [importance, radius] : [importance];
}

function keep(state: readonly Moving[]): readonly Moving[] {
  for (const tensor of tensorsOf(state)) tf.keep(tensor);
  return state;
}
