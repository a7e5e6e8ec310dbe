/**
 * Which of its kernels the WebGPU backend takes for a product of matrices.
 *
 * By itself it goes by the number of products in a tensor too, so that a run would depend on its company, and
 * one of its kernels adds in any order, so that it would not be the same again. Here the shape of one product
 * decides: few sums, such as those over the rows in a small gradient, get a workgroup each, and all others are
 * computed in tiles.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../../models/tensorflow.js';

/** The backend's own numbers of its kernels, for its flag. */
const aWorkgroupToASum = 0;
const inTiles = 3;

/** Measured on SwiftShader: over 1,024 rows a workgroup takes 1 ms for its sum, and a tile of 32 × 16 sums 20 ms. */
const fewSums = 16;

/** To be called when the kernels are registered; once more does no harm. */
export function chooseMatMulByShape(): void {
  const known = tf.getKernel('BatchMatMul', 'webgpu');
  tf.unregisterKernel('BatchMatMul', 'webgpu');
  tf.registerKernel({
    ...known,
    kernelFunc: (params) => {
      const { a, b } = params.inputs as Record<'a' | 'b', TensorInfo>;
      const { transposeA, transposeB } = params.attrs as Record<'transposeA' | 'transposeB', boolean>;
      const sums = a.shape.at(transposeA ? -1 : -2)! * b.shape.at(transposeB ? -2 : -1)!;
      tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', sums <= fewSums ? aWorkgroupToASum : inTiles);
      return known.kernelFunc(params);
    },
  });
}
