import type { Instance } from '../../../src/subjects/subject.js';
import { smallSetting } from './small-settings.js';

/** Settings that are trained in one tensor, in several, and not together at all. */
export function company(): Instance[] {
  const alike = [0.01, 0.3, 1].flatMap((probability) =>
    [0, 1, 2].map((seed) => ({ setting: smallSetting({ n: 7, m: 3, data: { probability } }), seed })),
  );
  const important = smallSetting({
    n: 7,
    m: 3,
    importance: { kind: 'geometric', base: 0.7 },
    data: { probability: 0.2, magnitude: 'coupled-normalised' },
  });
  const wide = smallSetting({ model: 'untied', n: 33, m: 5 });
  return [
    ...alike,
    { setting: important, seed: 0 },
    { setting: wide, seed: 0 },
    { setting: wide, seed: 4 },
    { setting: smallSetting({}, { warmStart: smallSetting() }), seed: 5 },
    { setting: smallSetting({}, { steps: 6 }), seed: 5 },
  ];
}
