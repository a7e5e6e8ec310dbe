/** Progress of a group: counts up to exactly the steps that its instances were to take. */
import { totalSteps } from '../../setting/derived.js';
import type { Instance, TrainOptions } from '../subject.js';

export interface StepReporter {
  /** @param steps done by each instance since the last call. */
  add(steps: number): void;
  /** Reports what is left, also where a training ended early because it diverged or failed. */
  finish(): void;
}

export function reportSteps(
  group: readonly Instance[],
  onProgress: TrainOptions['onProgress'],
): StepReporter {
  let left = totalSteps(group[0]!.setting);
  const add = (steps: number): void => {
    left -= steps;
    if (steps > 0) onProgress?.(steps * group.length);
  };
  return { add, finish: () => add(left) };
}
