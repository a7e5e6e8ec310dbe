/**
 * The parameters of a group of instances on their way through a training: kept on the backend,
 * replaced at every step, read and disposed of by hand.
 *
 * Losses stay on the backend too until they are read, many steps at once, because a device that has to
 * answer after every step stands still in between, and WebGPU answers only later.
 */
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { adamStep, atRest, type Moving, tensorsOf } from '../../models/adam.js';
import { lossesAndGradients, type Objective, objectiveOf } from '../../models/loss.js';
import { models } from '../../models/models.js';
import { tf } from '../../models/tensorflow.js';
import { readAll, stackWeights, unstackWeights } from '../../models/tensors.js';
import type { Weights } from '../../models/weights.js';
import { learningRateAt } from '../../setting/derived.js';
import type { Setting } from '../../setting/schema.js';
import { type BackendName, onBackend, readFrom } from './backends.js';

export interface TrainingState {
  /**
   * Does step `step`, counted from 1, on the rows of every instance, [instances, rows, n] in row-major
   * order. May return before the backend has done it; the rows may be overwritten all the same.
   */
  advance(step: number, rows: Float32Array): void;
  read(): Promise<Reading>;
  dispose(): void;
}

/** What a training has come to. */
export interface Reading {
  /**
   * Of each step since the last reading, in order, the loss of every instance on the rows of the step,
   * before it.
   */
  readonly losses: readonly Float32Array[];
  /** The weights of instance `at` after the last step. */
  readonly weights: (at: number) => Weights;
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
  let unread: Tensor1D[] = [];
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
        unread.push(tf.keep(losses));
      }),

    async read() {
      const steps = unread;
      unread = [];
      const [[losses], values] = await Promise.all([
        readFrom(backend, () => [tf.stack(steps)]).finally(() => tf.dispose(steps)),
        readAll(state.map(({ value }) => value)),
      ]);
      const count = settings.length;
      return {
        losses: Array.from({ length: losses!.length / count }, (_, k) =>
          losses!.subarray(k * count, (k + 1) * count),
        ),
        weights: unstackWeights(values, initial[0]!),
      };
    },

    dispose: () => tf.dispose([...objectiveTensors(objective), ...tensorsOf(state), ...unread]),
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
