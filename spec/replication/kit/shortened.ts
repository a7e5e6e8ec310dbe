import type { Setting } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';

/** The setting with so many steps, and its warm starts with as many each; all else as it is. */
export function shortened(setting: Setting, steps: number): Setting {
  const { warmStart, ...training } = setting.training;
  return parseSetting({
    ...setting,
    training: { ...training, steps, ...(warmStart && { warmStart: shortened(warmStart, steps) }) },
  });
}
