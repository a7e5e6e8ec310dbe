/**
 * Which kernel a setting gets: the one with the lowest estimated cost of a step. The costs are cycles of one
 * machine (an AMD EPYC of the fourth generation), fitted to steps of 1,024 rows with n from 5 to 400 and p
 * from .01 to 1 by the counts of operations in assembly/dense.ts and assembly/sparse.ts; only their order
 * matters, and a wrong one costs time, never correctness. The choice is a function of the setting alone,
 * so that every machine chooses, and draws, and rounds, alike. A hidden bias, a penalty on the hidden
 * layer and an attack are what 'dense factored' alone can do.
 */
import { probabilities } from '../../setting/derived.js';
import { hasHiddenRelu, type Setting } from '../../setting/schema.js';
import { denseFactored, denseGram, denseMixed, sparseFactored, sparseGram, sparseInput } from './codes.js';
import { hasHiddenBias, isTied } from './model-code.js';

export type KernelName =
  | 'dense factored'
  | 'dense Gram'
  | 'dense mixed'
  | 'sparse Gram'
  | 'sparse factored'
  | 'sparse input';

export const kernelCodes: Readonly<Record<KernelName, number>> = {
  'dense factored': denseFactored,
  'dense Gram': denseGram,
  'dense mixed': denseMixed,
  'sparse Gram': sparseGram,
  'sparse factored': sparseFactored,
  'sparse input': sparseInput,
};

/** Estimated cycles of a step with each kernel that can run the setting. */
export function kernelCosts(setting: Setting): Map<KernelName, number> {
  const { n, m, model } = setting;
  const { batch } = setting.training;
  const p = probabilities(setting);
  const active = p.reduce((sum, probability) => sum + probability, 0);
  const present = 1 - p.reduce((product, probability) => product * (1 - probability), 1);
  const masked = p.some((probability) => probability < 1);

  // A row: drawing and error of each entry, the products, and the calls of `multiply`.
  const dense = (products: number, calls: number): number =>
    batch * (n * (masked ? 3.6 : 2.4) + products / 7.8 + 1.9 * calls);
  const gramStep = ((isTied(model) ? 1.6 : 3) * n * n * m) / 5;

  // A row of the sparse kernels: four features at a time along the list, and the guess of its length.
  const walk = (length: number): number =>
    14 + Math.ceil(n / 4) * (3.7 + 2.6 * length) + 25 * Math.min(1, Math.max(0, length - 1));
  const sampling = 20 * active;
  const hidden = hasHiddenRelu[model] ? m / 2 : m;
  const factoredRow = walk(hidden) + hidden * (Math.ceil(n / 4) * 1.1 + 6) + (active / present) * m;

  const { attack, hiddenPenalty } = setting.training;
  if (hasHiddenBias(model) || attack || hiddenPenalty !== undefined) {
    // The attack looks at the outputs of a row under each of n perturbations.
    return new Map([['dense factored', dense(5 * n * m + (attack ? 3 * n * n : 0), 3)]]);
  }

  const inputRow = 2.4 * n + 3 * m + 40 + (3 * n * m) / 7.8;
  const costs = new Map<KernelName, number>([['dense factored', dense(5 * n * m, 3)]]);
  // The rows of sparse kernels are drawn by the gaps between independent features.
  const canBeSparse = !setting.data.dependence;
  if (canBeSparse) {
    costs.set('sparse input', batch * (sampling + 10 * active + present * inputRow + active * m * 1.2));
    costs.set('sparse factored', batch * (sampling + present * factoredRow));
  }
  if (!hasHiddenRelu[model]) {
    costs.set('dense Gram', gramStep + dense(2 * n * n, 1));
    costs.set('dense mixed', gramStep + dense(n * n + 2 * n * m, 2));
    if (canBeSparse) {
      costs.set('sparse Gram', gramStep + batch * (sampling + present * walk(active / present)));
    }
  }
  return costs;
}

/** The cheapest kernel of a setting. */
export function chooseKernel(setting: Setting): KernelName {
  const costs = [...kernelCosts(setting)];
  return costs.reduce((best, candidate) => (candidate[1] < best[1] ? candidate : best))[0];
}
