/**
 * The parameters of one network, with their gradient and Adam's two moments: four stretches of memory of
 * one layout. Rows are padded to whole vectors; what pads them is 0 and stays 0, since its gradient is 0.
 *
 * A network is the place of its head: the powers of β₁ and β₂ so far, the bytes of a stretch, and then
 * the four stretches.
 */
import { allocate, roundUp } from '../../assembly/memory';

/** Keeps what follows at the start of a cache line. */
const head: usize = 64;

export function newNetwork(count: i32): usize {
  const bytes = (<usize>roundUp(count, 16)) << 2;
  const network = allocate(head + 4 * bytes);
  store<f64>(network, 1);
  store<f64>(network, 1, 8);
  store<usize>(network, bytes, 16);
  return network;
}

@inline
export function parametersOf(network: usize): usize {
  return network + head;
}

@inline
export function gradientOf(network: usize): usize {
  return network + head + load<usize>(network, 16);
}

export function clearGradient(network: usize): void {
  memory.fill(gradientOf(network), 0, load<usize>(network, 16));
}

/** Adam (Kingma and Ba 2015) with β = (.9, .999) and ε = 1e-8, as in PyTorch. */
export function adamStep(network: usize, rate: f64): void {
  const power1 = load<f64>(network) * 0.9;
  const power2 = load<f64>(network, 8) * 0.999;
  store<f64>(network, power1);
  store<f64>(network, power2, 8);
  const bytes = load<usize>(network, 16);
  const parameters = parametersOf(network);
  const gradient = gradientOf(network);
  const means = gradient + bytes;
  const variances = means + bytes;
  const keep1 = f32x4.splat(0.9);
  const take1 = f32x4.splat(<f32>(1 - 0.9));
  const keep2 = f32x4.splat(0.999);
  const take2 = f32x4.splat(<f32>(1 - 0.999));
  const length = f32x4.splat(<f32>(rate / (1 - power1)));
  const root = f32x4.splat(<f32>(1 / sqrt<f64>(1 - power2)));
  const epsilon = f32x4.splat(1e-8);
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(gradient + at);
    const mean = f32x4.add(f32x4.mul(v128.load(means + at), keep1), f32x4.mul(g, take1));
    const variance = f32x4.add(
      f32x4.mul(v128.load(variances + at), keep2),
      f32x4.mul(f32x4.mul(g, g), take2),
    );
    v128.store(means + at, mean);
    v128.store(variances + at, variance);
    const divisor = f32x4.add(f32x4.mul(f32x4.sqrt(variance), root), epsilon);
    const moved = f32x4.div(f32x4.mul(mean, length), divisor);
    v128.store(parameters + at, f32x4.sub(v128.load(parameters + at), moved));
  }
}
