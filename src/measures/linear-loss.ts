/**
 * The population loss of the linear model y = WᵀWx + b, exactly: with A = WᵀW − I, mean μ and covariance C
 * of the features,
 *
 *     loss = (1/n) Σ_i I_i ((A μ + b)_i² + (A C Aᵀ)_ii).
 *
 * Independent features have the diagonal C_ii = p_i/3 − μ_i² alone. Features of a set that are on together
 * with probability q have C_ij = q/4 − μ_i μ_j besides, since their values are drawn apart; where values are
 * signed their mean is 0, and so is C_ij.
 *
 * Source: Elhage et al. 2022, "Demonstrating Superposition" (the linear model).
 * Limits: not for rows that are divided by their norm, where values are not independent of the others.
 */
import { entry } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import { importances, probabilities } from '../setting/derived.js';
import { setOutcomes } from '../setting/feature-sets.js';
import type { Experiment } from './experiment.js';
import { gram } from './gram.js';

export function linearLoss(experiment: Experiment, weights: Weights): number {
  const { n } = experiment;
  const I = importances(experiment);
  const { mean, covariance } = moments(experiment);
  const G = gram(weights);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const a = Array.from({ length: n }, (_, j) => entry(G, i, j) - (i === j ? 1 : 0));
    const bias = a.reduce((sum, aj, j) => sum + aj * mean[j]!, weights.b[i]!);
    const spread = covariance.reduce((sum, { j, k, value }) => sum + a[j]! * a[k]! * value, 0);
    loss += I[i]! * (bias * bias + spread);
  }
  return loss / n;
}

interface Moments {
  readonly mean: readonly number[];
  /** The entries of C that can differ from 0. */
  readonly covariance: readonly { readonly j: number; readonly k: number; readonly value: number }[];
}

function moments(experiment: Experiment): Moments {
  const signed = experiment.data.magnitude === 'signed';
  const p = probabilities(experiment);
  const mean = p.map((pj) => (signed ? 0 : pj / 2));
  const diagonal = p.map((pj, j) => ({ j, k: j, value: pj / 3 - mean[j]! ** 2 }));
  if (signed) return { mean, covariance: diagonal };
  const within = setOutcomes(experiment).flatMap((outcomes) => {
    const features = [...new Set(outcomes.flatMap(({ active }) => active))];
    return features.flatMap((j) =>
      features
        .filter((k) => k !== j)
        .map((k) => {
          const together = outcomes
            .filter(({ active }) => active.includes(j) && active.includes(k))
            .reduce((sum, { probability }) => sum + probability, 0);
          return { j, k, value: together / 4 - mean[j]! * mean[k]! };
        }),
    );
  });
  return { mean, covariance: [...diagonal, ...within] };
}
