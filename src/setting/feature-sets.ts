/**
 * Features that depend on each other come in sets of consecutive features. A set takes one draw
 * u ~ U[0, 1), and a feature of it is on while u lies in an interval of its own:
 *
 *     correlated                      [0, p)
 *     anticorrelated, one-of-set      [j p / size, (j + 1) p / size)   for the j-th of the set
 *     anticorrelated, mirrored        [0, p) and [1 − p, 1)
 *
 * Sets are independent of each other, and so are the values of features that are on. An independent
 * feature is a set by itself, with the interval [0, p).
 *
 * Sources: Elhage et al. 2022, "Setup for Exploring Correlated and Anticorrelated Features"; ARENA 1.3.1
 * (`mirrored`).
 */
import { writtenProbabilities } from './derived.js';
import type { Setting } from './schema.js';

/** Where in [0, 1) the draw of its set puts a feature on: from `low` to below `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How many features share a draw; 1 where all are independent. */
export function setSize({ data }: Pick<Setting, 'data'>): number {
  return data.dependence?.size ?? 1;
}

/** The interval of each feature. */
export function onIntervals(setting: Pick<Setting, 'n' | 'data'>): Interval[] {
  const { dependence } = setting.data;
  const size = setSize(setting);
  return writtenProbabilities(setting).map((p, i) => {
    const member = i % size;
    if (dependence?.kind !== 'anticorrelated') return { low: 0, high: p };
    if (dependence.rule === 'one-of-set') {
      return { low: (member * p) / size, high: ((member + 1) * p) / size };
    }
    return member === 0 ? { low: 0, high: p } : { low: 1 - p, high: 1 };
  });
}

/** One of the things that can happen to a set: which of its features are on, and how likely that is. */
export interface SetOutcome {
  readonly active: readonly number[];
  readonly probability: number;
}

/** For each set, its outcomes in the order of the draw; those without a chance are left out. */
export function setOutcomes(setting: Pick<Setting, 'n' | 'data'>): SetOutcome[][] {
  const intervals = onIntervals(setting);
  const size = setSize(setting);
  return Array.from({ length: setting.n / size }, (_, set) => {
    const features = Array.from({ length: size }, (_, member) => set * size + member);
    const ends = features.flatMap((i) => [intervals[i]!.low, intervals[i]!.high]);
    const cuts = [...new Set([0, ...ends, 1])].sort((a, b) => a - b);
    return cuts.slice(1).map((high, at) => {
      const low = cuts[at]!;
      const active = features.filter((i) => intervals[i]!.low <= low && high <= intervals[i]!.high);
      return { active, probability: high - low };
    });
  });
}
