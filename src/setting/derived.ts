/** Numbers that follow from a setting, written out for each feature. */
import type { Setting } from './schema.js';

/** I_0 … I_{n−1}: the weight of each feature in the loss. */
export function importances(setting: Pick<Setting, 'n' | 'importance'>): number[] {
  const { n, importance } = setting;
  if (importance.kind === 'list') return [...importance.values];
  return Array.from({ length: n }, (_, i) => importance.base ** (i + importance.firstExponent));
}

/** p_0 … p_{n−1}: the probability that each feature is on, whatever the others are. */
export function probabilities(setting: Pick<Setting, 'n' | 'data'>): number[] {
  const { dependence } = setting.data;
  const isOneOfSet = dependence?.kind === 'anticorrelated' && dependence.rule === 'one-of-set';
  const share = isOneOfSet ? dependence.size : 1;
  return writtenProbabilities(setting).map((p) => p / share);
}

/** The probability of each feature as the setting writes it: that of its set, where one of a set is on. */
export function writtenProbabilities({ n, data }: Pick<Setting, 'n' | 'data'>): number[] {
  const { probability } = data;
  return Array.isArray(probability) ? [...probability] : Array.from({ length: n }, () => probability);
}

/** Whether each row is divided by its L2 norm, so that its features are not independent. */
export function hasNormalisedRows(magnitude: Setting['data']['magnitude']): boolean {
  return magnitude === 'coupled-normalised' || magnitude === 'uniform-normalised';
}

/**
 * The learning rate of step 1 … steps. After the warm-up, of w steps, step t has done the share
 * (t − 1 − w) / (steps − w) of the schedule, so that even the last step moves.
 */
export function learningRateAt(training: Setting['training'], step: number): number {
  const { schedule, steps, learningRate } = training;
  if (schedule.kind === 'constant') return learningRate;
  if (step <= schedule.warmup) return (learningRate * step) / schedule.warmup;
  const done = (step - 1 - schedule.warmup) / (steps - schedule.warmup);
  return learningRate * (schedule.kind === 'linear' ? 1 - done : (1 + Math.cos(Math.PI * done)) / 2);
}

/** The steps that a training takes, those of its warm starts included. */
export function totalSteps({ training: { steps, warmStart } }: Setting): number {
  return steps + (warmStart ? totalSteps(warmStart) : 0);
}

/** How the first weights are drawn, as a distribution with its numbers worked out. */
export function initialDistribution(
  setting: Setting,
): { kind: 'normal'; deviation: number } | { kind: 'uniform'; low: number; high: number } {
  const { n, m } = setting;
  const convention = setting.training.initialisation;
  switch (convention.kind) {
    case 'xavier-normal':
      return { kind: 'normal', deviation: Math.sqrt(2 / (n + m)) };
    case 'xavier-normal-stacked': {
      const { instances, layout } = convention;
      const fans = layout === 'feature-hidden' ? m * (n + instances) : n * (m + instances);
      return { kind: 'normal', deviation: Math.sqrt(2 / fans) };
    }
    case 'kaiming-uniform-stacked': {
      const bound = Math.sqrt(6 / (m * n));
      return { kind: 'uniform', low: -bound, high: bound };
    }
    case 'normal':
      return { kind: 'normal', deviation: convention.deviation };
    case 'uniform':
      return { kind: 'uniform', low: convention.low, high: convention.high };
  }
}
