/**
 * The asymmetric motif: a neuron that reads one feature strongly and writes another one strongly,
 *
 *     |E_hi| ≥ 2 |E_hj|  and  D_jh ≥ 2 max(D_ih, 0)   for i = argmax |E_h·|, j = argmax D_·h, j ≠ i,
 *
 * the paper's weights [2, −1/2] in and [1/2, 2] out. Feature i enters large and leaves small, feature j
 * the other way round, so that both come out right; but i alone also makes a large output j, which has to
 * be inhibited: some other neuron that writes j with a negative weight below −1/2. Neurons are counted
 * that have both.
 *
 * Source: Elhage et al. 2022, "Computation in Superposition" (the asymmetric superposition motif).
 * Limits: weights below .1 count as absent. Only models with a hidden ReLU have neurons to speak of.
 */
import { column, entry } from '../models/matrix.js';
import { decoderOf, encoderOf, type Weights } from '../models/weights.js';

const absentBelow = 0.1;
const inhibitsBelow = -0.5;

/** The neurons that are asymmetric and whose side effect is inhibited, by index, rising. */
export function asymmetricNeurons(weights: Weights): number[] {
  const E = encoderOf(weights);
  const D = decoderOf(weights);
  const neurons = Array.from({ length: E.rows }, (_, h) => h);
  return neurons.filter((h) => {
    const reads = Array.from({ length: E.columns }, (_, i) => Math.abs(entry(E, h, i)));
    const writes = [...column(D, h)];
    const i = reads.indexOf(Math.max(...reads));
    const j = writes.indexOf(Math.max(...writes));
    const asymmetric =
      i !== j &&
      reads[j]! > absentBelow &&
      writes[i]! > absentBelow &&
      reads[i]! >= 2 * reads[j]! &&
      writes[j]! >= 2 * writes[i]!;
    return asymmetric && neurons.some((other) => other !== h && entry(D, j, other) < inhibitsBelow);
  });
}
