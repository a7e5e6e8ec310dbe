/**
 * The sum over the rows of every instance, which is the gradient of a bias, made not to depend on where
 * the instance stands in its group.
 *
 * TensorFlow's own sum of [instances, rows, n] over the rows computes eight neighbouring results at a time
 * and adds in another order where the eight belong to two instances: with n = 20 the second instance of a
 * group got other last bits than the first. So it is a product with a row of ones, which is computed
 * instance by instance. Found by training one instance at every place of groups of 1 to 32.
 */
import type { KernelFunc, NamedTensorInfoMap, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { tf } from '../../models/tensorflow.js';

/** Replaces the kernel of the native backend, once a process. */
export function replaceSum(): void {
  const own = tf.getKernel('Sum', 'tensorflow');
  if (own.kernelFunc.name === sumOfRows.name) return;
  const kernelFunc = sumOfRows(own.kernelFunc);
  tf.unregisterKernel('Sum', 'tensorflow');
  tf.registerKernel({ ...own, kernelFunc });
}

function sumOfRows(native: KernelFunc): KernelFunc {
  return function sumOfRows(params) {
    const { x } = params.inputs as NamedTensorInfoMap & { readonly x: Tensor };
    const axis = [params.attrs?.['axis'] ?? []].flat();
    if (x.shape.length !== 3 || x.dtype !== 'float32' || axis.length !== 1 || axis[0] !== 1) {
      return native(params);
    }
    const [instances, rows, n] = x.shape as [number, number, number];
    const shape = params.attrs?.['keepDims'] === true ? [instances, 1, n] : [instances, n];
    return tf.tidy(() =>
      tf.reshape(tf.matMul(tf.ones([instances, 1, rows]) as Tensor3D, x as Tensor3D), shape),
    );
  };
}
