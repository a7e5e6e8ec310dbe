/** Runs are recorded once and whole: found again bit for bit, and never taken for those of another subject. */
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { gather, survey } from '../../src/claims/evidence.js';
import { type EvidenceStore, openEvidenceStore } from '../../src/claims/evidence-store.js';
import { matrix } from '../../src/models/matrix.js';
import { parseSetting } from '../../src/setting/setting.js';
import type { Description, Instance, Run, Subject } from '../../src/subjects/subject.js';

const setting = parseSetting({ model: 'relu-output', n: 3, m: 2, data: { probability: 0.5 } });
const description: Description = {
  name: 'example',
  version: '1',
  device: 'none',
  precision: 'float64',
  models: ['relu-output'],
  magnitudes: ['uniform'],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'evidence-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the evidence store', () => {
  test.prop([fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 6, maxLength: 6 })], {
    numRuns: 20,
  })('gives back every number as it was', async (numbers) => {
    const store = openEvidenceStore(folder, description);
    // JSON has no −0; a weight of −0 comes back as 0, which no measure can tell apart.
    const run = finishedRun(
      0,
      numbers.map((value) => value + 0),
    );
    await store.record(run);
    expect(await store.find({ setting, seed: 0 })).toEqual(run);
  });

  test('keeps runs that diverged or failed as what they are', async () => {
    const store = openEvidenceStore(folder, description);
    const run: Run = { ...finishedRun(1), outcome: { kind: 'diverged', step: 7, reason: 'the loss is NaN' } };
    await store.record(run);
    expect(await store.find(run)).toEqual(run);
  });

  test('gives a run that failed to its own verification alone, since the next one may do better', async () => {
    const failed: Run = { ...finishedRun(2), outcome: { kind: 'failed', reason: 'a thread died' } };
    const store = openEvidenceStore(folder, description, 'first');
    await store.record(failed);
    expect(await store.find(failed)).toEqual(failed);

    const next = openEvidenceStore(folder, description, 'second');
    expect(await next.find(failed)).toBeUndefined();
    await next.record(finishedRun(2));
    expect(await store.find(failed)).toEqual(finishedRun(2));
  });

  test('does not give the runs of one version of a subject to another', async () => {
    await openEvidenceStore(folder, description).record(finishedRun(0));
    const changed = openEvidenceStore(folder, { ...description, version: '2' });
    expect(await changed.find({ setting, seed: 0 })).toBeUndefined();
  });

  test('takes a record that was cut short for a missing one', async () => {
    const store = openEvidenceStore(folder, description);
    await store.record(finishedRun(0));
    expect(await store.has({ setting, seed: 0 })).toBe(true);
    for (const file of await contentFiles(folder)) await truncate(file, 10);
    expect(await store.has({ setting, seed: 0 })).toBe(false);
    expect(await store.find({ setting, seed: 0 })).toBeUndefined();
    await store.record(finishedRun(0));
    expect(await store.find({ setting, seed: 0 })).toEqual(finishedRun(0));
  });

  test('takes a record of the right length with other content for a missing one once it is read', async () => {
    const store = openEvidenceStore(folder, description);
    await store.record(finishedRun(0));
    for (const file of await contentFiles(folder)) {
      await writeFile(file, (await readFile(file, 'utf8')).replace('0.25', '0.75'));
    }
    expect(await store.find({ setting, seed: 0 })).toBeUndefined();
    const [again] = await gather(countingSubject([]), store, [{ setting, seed: 0 }]);
    expect(again).toEqual(finishedRun(0));
    expect(await store.find({ setting, seed: 0 })).toEqual(finishedRun(0));
  });

  test('is whole when its folder is copied over that of another machine', async () => {
    const other = path.join(folder, 'other');
    await openEvidenceStore(path.join(folder, 'one'), description).record(finishedRun(0));
    await openEvidenceStore(other, description).record(finishedRun(1));
    await cp(path.join(folder, 'one'), other, { recursive: true });
    const merged = openEvidenceStore(other, description);
    expect(await merged.find({ setting, seed: 0 })).toEqual(finishedRun(0));
    expect(await merged.find({ setting, seed: 1 })).toEqual(finishedRun(1));
  });
});

describe('gathering runs', () => {
  test('trains what is missing, once, and returns runs in the order asked for', async () => {
    const store = openEvidenceStore(folder, description);
    await store.record(finishedRun(1));
    const trained: number[] = [];
    const subject = countingSubject(trained);

    const runs = await gather(
      subject,
      store,
      [2, 1, 0, 2].map((seed) => ({ setting, seed })),
    );

    expect(runs.map(({ seed }) => seed)).toEqual([2, 1, 0, 2]);
    expect(trained).toEqual([2, 0]);
    const again = await survey(
      store,
      [0, 1, 2, 3].map((seed) => ({ setting, seed })),
    );
    expect(again.missing).toEqual([{ setting, seed: 3 }]);
  });

  test('ends with the fault of a disk that cannot be written, and with the training', async () => {
    const full: EvidenceStore = {
      ...openEvidenceStore(folder, description),
      record: () => Promise.reject(new Error('no space left')),
    };
    const trained: number[] = [];
    const many = Array.from({ length: 100 }, (_, seed) => ({ setting, seed }));
    await expect(gather(countingSubject(trained), full, many)).rejects.toThrow('no space left');
    expect(trained.length).toBeLessThan(many.length);
  });

  test('says which seed a subject returned no run of', async () => {
    const subject: Subject = { ...countingSubject([]), train: async function* () {} };
    const store = openEvidenceStore(folder, description);
    await expect(gather(subject, store, [{ setting, seed: 5 }])).rejects.toThrow('no run of seed 5');
  });
});

function finishedRun(seed: number, numbers: readonly number[] = [1, 0, 0.1, 0, 1, 1e-30]): Run {
  const W = matrix(2, 3, (i, j) => numbers[i * 3 + j]!);
  const weights = { kind: 'tied', W, b: Float64Array.of(0, 0.25, -0.5) } as const;
  const checkpoints = [{ step: 5, weights }];
  return {
    setting,
    seed,
    outcome: { kind: 'finished', weights },
    losses: [{ step: 1, loss: 0.5 }],
    checkpoints,
  };
}

function countingSubject(trained: number[]): Subject {
  return {
    describe: async () => description,
    async *train(instances: readonly Instance[]) {
      for (const { seed } of instances) {
        trained.push(seed);
        yield finishedRun(seed);
      }
    },
    close: async () => {},
  };
}

async function contentFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.parentPath.includes('content-'))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
