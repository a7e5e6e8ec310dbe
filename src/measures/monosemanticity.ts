/**
 * Monosemanticity: how far a neuron stands for one feature alone,
 *
 *     max_i |W_hi| / ‖row h of W‖,
 *
 * 1 for a neuron that reads a single feature, 1/√n for one that reads all n alike. Only models with a
 * ReLU in the hidden layer have neurons: elsewhere a rotation of the hidden space changes nothing but
 * this number. Of untied weights W is the encoder, what the neurons read.
 *
 * Source: Elhage et al. 2022, "Superposition in a Privileged Basis"; as a number, seed 2
 * (`sort_W_by_monosemanticity`), which counts a neuron as monosemantic above .9 in its text and above
 * .99 in its code.
 * Limits: a neuron that is never on, or whose weights are all but zero, still has a largest weight, so
 * neurons shorter than `aliveAbove` (the norm from which a feature counts as represented) are left out.
 */
import { entry } from '../models/matrix.js';
import { encoderOf, type Weights } from '../models/weights.js';

/** Seed 2's two thresholds: that of its text and that of its code. */
export const monosemanticAbove = { text: 0.9, code: 0.99 } as const;
const aliveAbove = 0.5;

/** For each neuron whose weights have a norm above .5, by index: its number in [1/√n, 1]. */
export function monosemanticity(
  weights: Weights,
): readonly { readonly neuron: number; readonly value: number }[] {
  const W = encoderOf(weights);
  return Array.from({ length: W.rows }, (_, neuron) => {
    const row = Array.from({ length: W.columns }, (_, i) => entry(W, neuron, i));
    const norm = Math.hypot(...row);
    return { neuron, norm, value: Math.max(...row.map(Math.abs)) / norm };
  }).flatMap(({ neuron, norm, value }) => (norm > aliveAbove ? [{ neuron, value }] : []));
}

/** The monosemantic neurons, by index, rising. */
export function monosemanticNeurons(weights: Weights, above: number = monosemanticAbove.text): number[] {
  return monosemanticity(weights).flatMap(({ neuron, value }) => (value > above ? [neuron] : []));
}

/** The share of monosemantic neurons among those whose weights are not near zero; 0 where none is left. */
export function monosemanticShare(weights: Weights, above: number = monosemanticAbove.text): number {
  const alive = monosemanticity(weights);
  return alive.length === 0 ? 0 : alive.filter(({ value }) => value > above).length / alive.length;
}
