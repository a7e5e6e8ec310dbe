/** The work of a workload as a subject takes it: one instance for each feature probability; equal ones share a setting. */
import type { Setting } from '../src/setting/schema.js';
import { parseSetting } from '../src/setting/setting.js';
import type { Instance } from '../src/subjects/subject.js';
import type { Work } from './protocol.js';

/** Seeds 0, 1, …; the peers train with Adam at 1e-3 and without decay, so this does. */
export function instancesOf(work: Work, steps: number): Instance[] {
  const { model, n, m, batch, probabilities, importances } = work;
  const settingOf = (probability: number): Setting =>
    parseSetting({
      model,
      n,
      m,
      importance: { kind: 'list', values: [...importances] },
      data: { probability, magnitude: model === 'absolute-value' ? 'signed' : 'uniform' },
      training: { optimiser: { kind: 'adam' }, learningRate: 1e-3, steps, batch },
    });
  const settings = new Map([...new Set(probabilities)].map((one) => [one, settingOf(one)]));
  return probabilities.map((probability, seed) => ({ seed, setting: settings.get(probability)! }));
}
