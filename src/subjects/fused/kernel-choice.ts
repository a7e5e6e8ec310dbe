/**
 * Which kernel a setting gets: the one with the lowest estimated cost of a step. The costs are cycles,
 * from counts of vector operations (assembly/dense.ts, assembly/sparse.ts) at rates measured by
 * bench/fused.ts; only their order matters. The choice is a function of the setting alone, so that
 * every machine chooses, and draws, and rounds, alike.
 */
import { probabilities } from '../../setting/derived.js';
import type { Setting } from '../../setting/schema.js';
import { denseFactored, denseGram, denseMixed, sparseFactored, sparseGram } from './codes.js';
import { hasHiddenRelu } from './model-code.js';

export type KernelName = 'dense factored' | 'dense Gram' | 'dense mixed' | 'sparse Gram' | 'sparse factored';

export const kernelCodes: Readonly<Record<KernelName, number>> = {
  'dense factored': denseFactored,
  'dense Gram': denseGram,
  'dense mixed': denseMixed,
  'sparse Gram': sparseGram,
  'sparse factored': sparseFactored,
};

/** Estimated cycles of a step with each kernel that can run the setting. */
export function kernelCosts(setting: Setting): Map<KernelName, number> {
  const { n, m } = setting;
  const { batch } = setting.training;
  const p = probabilities(setting);
  const active = p.reduce((sum, probability) => sum + probability, 0);
  const present = 1 - p.reduce((product, probability) => product * (1 - probability), 1);
  const masked = p.some((probability) => probability < 1);

  const perEntry = 1.6 + (masked ? 1.4 : 0);
  const dense = (products: number): number => batch * (n * perEntry + products / 6.5);
  const gramStep = (3 * n * n * m) / 6.5 + 3 * n * n;

  const vectors = Math.ceil(n / 4);
  const listWalk = (length: number): number => vectors * (4 + 2.2 * length);
  const sampling = 12 * active;
  const costs = new Map<KernelName, number>([
    ['dense factored', dense(5 * n * m)],
    [
      'sparse factored',
      batch *
        (sampling +
          present * (20 + 4 * m) +
          present * listWalk(m) +
          present * (m * vectors * 1.2) +
          active * m),
    ],
  ]);
  if (!hasHiddenRelu(setting.model)) {
    costs.set('dense Gram', gramStep + dense(2 * n * n));
    costs.set('dense mixed', gramStep + dense(n * n + 2 * n * m));
    costs.set('sparse Gram', gramStep + batch * (sampling + present * (20 + listWalk(active / present))));
  }
  return costs;
}

/** The cheapest kernel of a setting. */
export function chooseKernel(setting: Setting): KernelName {
  const costs = [...kernelCosts(setting)];
  return costs.reduce((best, candidate) => (candidate[1] < best[1] ? candidate : best))[0];
}
