/** Weights as tensors, a group of instances at once, and back. */
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { importances } from '../setting/derived.js';
import type { Setting } from '../setting/schema.js';
import type { Matrix } from './matrix.js';
import { tf } from './tensorflow.js';
import { mapParameters, parametersOf, type Weights } from './weights.js';

/** The parameters of the instances, stacked: [instances, …] each, in the order of `parametersOf`. */
export function stackWeights(instances: readonly Weights[]): Tensor3D[] {
  return shapes(instances[0]!).map((shape, index) => {
    const size = shape[0] * shape[1];
    const values = new Float32Array(instances.length * size);
    instances.forEach((weights, at) => {
      values.set(parametersOf(weights)[index]![1], at * size);
    });
    return tf.tensor3d(values, [instances.length, ...shape]);
  });
}

/** What the tensors hold, once it is computed. They must live until then. */
export function readAll(tensors: readonly Tensor[]): Promise<Float32Array[]> {
  return Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
}

/** The weights of each instance, from the values of stacked ones; `like` says of which kind and shape they are. */
export function unstackWeights(values: readonly Float32Array[], like: Weights): (at: number) => Weights {
  return (at) => {
    let index = 0;
    return mapParameters(like, ({ length }) => {
      const start = at * length;
      return Float64Array.from(values[index++]!.subarray(start, start + length));
    });
  };
}

/** I_i of each instance, [instances, 1, n]. */
export function stackImportances(settings: readonly Setting[]): Tensor3D {
  const n = settings[0]!.n;
  return tf.tensor3d(Float32Array.from(settings.flatMap(importances)), [settings.length, 1, n]);
}

/** Numbers, one of each instance, [instances, 1, 1]. */
export function stackNumbers(values: readonly number[]): Tensor3D {
  return tf.tensor3d(Float32Array.from(values), [values.length, 1, 1]);
}

/** Rows of one instance, [1, rows, n]. */
export function rowsTensor({ rows, columns, data }: Matrix): Tensor3D {
  return tf.tensor3d(Float32Array.from(data), [1, rows, columns]);
}

function shapes(weights: Weights): [number, number][] {
  const b: [number, number] = [1, weights.b.length];
  switch (weights.kind) {
    case 'tied':
      return [sizeOf(weights.W), b];
    case 'hidden-biased':
      return [sizeOf(weights.W), b, [1, weights.c.length]];
    case 'untied':
      return [sizeOf(weights.encoder), sizeOf(weights.decoder), b];
  }
}

function sizeOf({ rows, columns }: Matrix): [number, number] {
  return [rows, columns];
}
