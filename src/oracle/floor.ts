/**
 * The no-superposition floor in closed form, from n, m, I and p alone. A dropped feature with the best
 * constant, its mean p/2, costs I times its variance p/3 − p²/4; the m dearest features are kept.
 *
 * Source: the weighted Eckart–Young theorem.
 */
import { mean, sum } from './mathjs.js';

/** @param p one probability for each feature. */
export function floorInClosedForm(m: number, importance: readonly number[], p: readonly number[]): number {
  const costs = importance.map((I, i) => I * (p[i]! / 3 - p[i]! ** 2 / 4));
  const kept = [...costs].sort((a, b) => b - a).slice(0, m);
  return mean(costs) - (kept.length === 0 ? 0 : sum(kept)) / costs.length;
}
