/** Runs on digits: recorded once and whole, and judged as all runs are. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gatherDigits, openDigitsStore, surveyDigits } from '../../../src/claims/digits-evidence.js';
import { digitsInstancesOf, judgeDigits } from '../../../src/claims/judge-digits.js';
import { initialAutoEncoder, initialClassifier } from '../../../src/data/digits/initial-networks.js';
import { loadDigits } from '../../../src/data/digits/load.js';
import { parseDigitsSetting } from '../../../src/setting/digits.js';
import type { DigitsInstance, DigitsOutcome, DigitsRun } from '../../../src/subjects/digits.js';
import type { Description, Subject } from '../../../src/subjects/subject.js';
import { robust } from '../../replication/kit/strength.js';

const setting = parseDigitsSetting({
  kind: 'digits',
  data: { kind: 'generated', seed: 0, train: 4, test: 2 },
  hidden: 3,
});
const digits = await loadDigits(setting.data);
const description: Description = {
  name: 'example',
  version: '1',
  device: 'none',
  precision: 'float64',
  models: [],
  magnitudes: [],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'digits-evidence-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the store of runs on digits', () => {
  test('gives back every number as it was', async () => {
    const store = openDigitsStore(folder, description);
    const run = finished(3);
    await store.record(run);
    expect(await store.find({ setting, seed: 3 })).toEqual(run);
    expect(await store.find({ setting, seed: 4 })).toBeUndefined();
  });

  test('keeps a run that diverged, and one that failed for its verification alone', async () => {
    const store = openDigitsStore(folder, description, 'now');
    const diverged: DigitsRun = { setting, seed: 1, outcome: { kind: 'diverged', step: 5, reason: 'NaN' } };
    const failed: DigitsRun = { setting, seed: 2, outcome: { kind: 'failed', reason: 'it died' } };
    await store.record(diverged);
    await store.record(failed);
    expect(await store.find(diverged)).toEqual(diverged);
    expect(await store.find(failed)).toEqual(failed);
    const later = openDigitsStore(folder, description, 'later');
    expect(await later.find(diverged)).toEqual(diverged);
    expect(await later.find(failed)).toBeUndefined();
  });

  test('has trained what it lacks, on the digits of the setting, and nothing twice', async () => {
    const store = openDigitsStore(folder, description);
    await store.record(finished(0));
    const asked: DigitsInstance[][] = [];
    const subject = subjectThat((instance) => finished(instance.seed).outcome, asked);
    const instances = digitsInstancesOf({ digits: setting }, 0, 3, 0);

    const runs = await gatherDigits(subject, store, instances);

    expect(runs.map(({ seed }) => seed)).toEqual([0, 1, 2]);
    expect(asked.flat().map(({ seed }) => seed)).toEqual([1, 2]);
    const { present, missing } = await surveyDigits(store, instances);
    expect([present.length, missing.length]).toEqual([3, 0]);
  });
});

describe('the verdict on runs on digits', () => {
  const holds = { holds: true, because: 'it does', measured: {} };

  test('is upheld by ten straight seeds, from 1,000 on', async () => {
    const evidence = await verdictOf((instance) => finished(instance.seed).outcome);
    expect(evidence.verdict).toBe('upheld');
    expect(evidence.seeds.map(({ seed }) => seed)).toEqual(Array.from({ length: 10 }, (_, k) => 1000 + k));
  });

  test('counts a run that diverged against the claim', async () => {
    const evidence = await verdictOf(() => ({ kind: 'diverged', step: 5, reason: 'NaN' }));
    expect(evidence.verdict).toBe('refuted');
    expect(evidence.because).toContain('the run diverged at step 5: NaN');
  });

  test('is blocked, not refuted, where runs failed', async () => {
    const evidence = await verdictOf(() => ({ kind: 'failed', reason: 'it died' }));
    expect(evidence.verdict).toBe('blocked');
    expect(evidence.because).toContain('the run failed: it died');
  });

  async function verdictOf(outcomeOf: (instance: DigitsInstance) => DigitsOutcome) {
    const question = { strength: robust, setting, digits, judge: () => holds };
    return judgeDigits(question, async (instances) =>
      instances.map((instance) => ({ ...instance, outcome: outcomeOf(instance) })),
    );
  }
});

function finished(seed: number): DigitsRun {
  const autoEncoder = initialAutoEncoder(3, 2, seed);
  const loss = { mean: 0.25, lastBatch: 0.3 };
  return {
    setting,
    seed,
    outcome: {
      kind: 'finished',
      classifier: initialClassifier(3, seed),
      autoEncoder,
      classifierEpochs: [{ ...loss, correct: 2 }],
      autoEncoderEpochs: [{ ...loss, weights: autoEncoder }],
    },
  };
}

/** @param asked gets what it was asked to train. */
function subjectThat(
  outcomeOf: (instance: DigitsInstance) => DigitsOutcome,
  asked: DigitsInstance[][],
): Subject {
  return {
    describe: async () => description,
    digits: {
      classifierGradient: () => Promise.reject(new Error('not asked')),
      autoEncoderGradient: () => Promise.reject(new Error('not asked')),
      async *train(instances, on) {
        asked.push([...instances]);
        expect(on.train.count).toBe(setting.data.train);
        for (const instance of instances) yield { ...instance, outcome: outcomeOf(instance) };
      },
    },
    close: async () => undefined,
  };
}
