/**
 * Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), as in PyTorch: with the gradient g of a
 * step t, and for every parameter θ, biases too,
 *     adam: g ← g + decay · θ            adamw: θ ← θ − rate · decay · θ
 *     μ ← β1 μ + (1 − β1) g              v ← β2 v + (1 − β2) g²
 *     θ ← θ − (rate / (1 − β1^t)) · μ / (√v / √(1 − β2^t) + ε)
 */
import { floats } from './memory';
import { gradient, parameterCount, parameters } from './shape';

let decoupled: bool = false;
let beta1: f64 = 0;
let beta2: f64 = 0;
let epsilon: f64 = 0;
let decay: f64 = 0;
let power1: f64 = 1;
let power2: f64 = 1;
let means: usize = 0;
let variances: usize = 0;

export function setUpAdam(decouple: bool, b1: f64, b2: f64, eps: f64, lambda: f64): void {
  decoupled = decouple;
  beta1 = b1;
  beta2 = b2;
  epsilon = eps;
  decay = lambda;
  means = floats(parameterCount);
  variances = floats(parameterCount);
}

/** One step; the gradient is multiplied by `scale` first. */
export function adamStep(rate: f64, scale: f64): void {
  power1 *= beta1;
  power2 *= beta2;
  const scales = f32x4.splat(<f32>scale);
  const keep1 = f32x4.splat(<f32>beta1);
  const take1 = f32x4.splat(<f32>(1 - beta1));
  const keep2 = f32x4.splat(<f32>beta2);
  const take2 = f32x4.splat(<f32>(1 - beta2));
  const length = f32x4.splat(<f32>(rate / (1 - power1)));
  const root = f32x4.splat(<f32>(1 / sqrt<f64>(1 - power2)));
  const eps = f32x4.splat(<f32>epsilon);
  const shrink = f32x4.splat(<f32>(decoupled ? 1 - rate * decay : 1));
  const pull = f32x4.splat(<f32>(decoupled ? 0 : decay));
  const bytes = (<usize>parameterCount) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    let theta = v128.load(parameters + at);
    let g = f32x4.mul(v128.load(gradient + at), scales);
    g = f32x4.add(g, f32x4.mul(theta, pull));
    theta = f32x4.mul(theta, shrink);
    const mean = f32x4.add(f32x4.mul(v128.load(means + at), keep1), f32x4.mul(g, take1));
    const variance = f32x4.add(f32x4.mul(v128.load(variances + at), keep2), f32x4.mul(f32x4.mul(g, g), take2));
    v128.store(means + at, mean);
    v128.store(variances + at, variance);
    const divisor = f32x4.add(f32x4.mul(f32x4.sqrt(variance), root), eps);
    v128.store(parameters + at, f32x4.sub(theta, f32x4.div(f32x4.mul(mean, length), divisor)));
  }
}
