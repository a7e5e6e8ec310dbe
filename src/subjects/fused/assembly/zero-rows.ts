/** Rows of zeros have z = b whatever the weights, and t = 0: all of them together are one row, counted. */
import { sumOfLanes } from './accumulate';
import { b, gradientB, hasOutputRelu, importance, width } from './shape';

/** Adds the δ of `count` rows of zeros to db; returns the sum of the lanes at `lossLanes` with their loss. */
export function addZeroRows(count: f32, lossLanes: usize): f32 {
  let loss = v128.load(lossLanes);
  const zero = f32x4.splat(0);
  const counts = f32x4.splat(count);
  for (let at: usize = 0, end = (<usize>width) << 2; at < end; at += 16) {
    const z = v128.load(b + at);
    const e = hasOutputRelu ? f32x4.pmax(z, zero) : z;
    const d = f32x4.mul(counts, f32x4.mul(v128.load(importance + at), e));
    loss = f32x4.add(loss, f32x4.mul(d, e));
    // Behind a ReLU e and with it d are already 0 where b ≤ 0.
    v128.store(gradientB + at, f32x4.add(v128.load(gradientB + at), d));
  }
  return sumOfLanes(loss);
}
