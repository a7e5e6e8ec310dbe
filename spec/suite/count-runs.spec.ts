/** Runs are counted once, whoever asks for them and when. */
import { describe, expect, test } from 'vitest';
import { countRuns, totalRuns } from '../../src/claims/count-runs.js';
import { gather } from '../../src/claims/evidence.js';
import type { EvidenceStore } from '../../src/claims/evidence-store.js';
import { parseSetting } from '../../src/setting/setting.js';
import { instanceKey } from '../../src/subjects/instance-key.js';
import type { Instance, Run, Subject } from '../../src/subjects/subject.js';

const setting = parseSetting({ model: 'relu-output', n: 3, m: 2, data: { probability: 0.5 } });
const [first, second, third, fourth] = [0, 1, 2, 3].map((seed) => ({ setting, seed })) as [
  Instance,
  Instance,
  Instance,
  Instance,
];

describe('counting runs', () => {
  test('of a claim: all that it trains, and all that it asks for after the first trials', async () => {
    const { counted, asked, runs } = countRuns(storeOf([first, third]), instanceKey);
    const ask = async (instances: readonly Instance[]) => {
      asked(instances);
      await gather(failing, counted, instances);
    };

    await ask([first, second]);
    await ask([third, fourth]);

    expect(runs()).toEqual({
      trained: [second, fourth].map(instanceKey),
      further: [third, fourth].map(instanceKey),
    });
  });

  test('of a verification: each run once; what was trained now is not taken from the store', () => {
    const total = totalRuns({ trained: ['a', 'b'], reused: ['c'] }, [
      { trained: ['d'], further: ['d', 'e'] },
      // It shares a setting with the claim before, which has trained d and left it in the store.
      { trained: [], further: ['d', 'e', 'f'] },
      // A record that was there at first, and damaged.
      { trained: ['c'], further: [] },
    ]);

    expect(total).toEqual({ trained: 4, reused: 2 });
  });
});

function storeOf(present: readonly Instance[]): EvidenceStore {
  const runs = new Map(present.map((instance) => [instanceKey(instance), failed(instance)]));
  return {
    has: async (instance) => runs.has(instanceKey(instance)),
    find: async (instance) => runs.get(instanceKey(instance)),
    record: async () => undefined,
  };
}

const failing: Subject = {
  describe: () => Promise.reject(new Error('not asked for')),
  async *train(instances) {
    for (const instance of instances) yield failed(instance);
  },
  close: async () => undefined,
};

function failed(instance: Instance): Run {
  return { ...instance, outcome: { kind: 'failed', reason: 'an example' }, losses: [], checkpoints: [] };
}
