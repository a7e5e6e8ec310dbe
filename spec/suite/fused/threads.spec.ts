/** What surrounds the kernels: threads, company, signals, deaths, refusals. */
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/setting/input-error.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import { compileKernels } from '../../../src/subjects/fused/kernels.js';
import { trainOnThreads } from '../../../src/subjects/fused/train.js';
import type { Instance, Run } from '../../../src/subjects/subject.js';
import { collect, smallSetting, trainAll } from '../kit/small-settings.js';

const instances: readonly Instance[] = [1, 0.3, 0.05].flatMap((probability) =>
  [0, 1].map((seed) => ({ setting: smallSetting({ n: 9, data: { probability } }, { steps: 50 }), seed })),
);

describe('A run', () => {
  test('has the same bits on 1, 2 and 4 threads, alone and in company', async () => {
    const [one, two, four] = await Promise.all(
      [1, 2, 4].map(async (threads) => trainAll(await openFused(threads), instances)),
    );
    const subject = await openFused(1);
    const alone: Run[] = [];
    for (const instance of instances) alone.push(...(await trainAll(subject, [instance])));

    expect(one!.every(({ outcome }) => outcome.kind === 'finished')).toBe(true);
    expect(two).toEqual(one);
    expect(four).toEqual(one);
    expect(alone).toEqual(one);
  });

  test('whose loss is infinite stops as diverged, and its company is not touched', async () => {
    const lost = smallSetting({ importance: { kind: 'list', values: [3e38, 3e38, 3e38] } });
    const sound = smallSetting();
    const subject = await openFused(1);

    const [broken, whole] = await trainAll(subject, [
      { setting: lost, seed: 0 },
      { setting: sound, seed: 0 },
    ]);

    expect(broken!.outcome).toMatchObject({
      kind: 'diverged',
      reason: expect.stringMatching(/the loss of the batch/),
    });
    expect(whole!.outcome.kind).toBe('finished');
  });

  test('whose weights overflow is diverged even where no loss shows it', async () => {
    const setting = smallSetting({}, { learningRate: 3e38, steps: 1 });
    const [run] = await trainAll(await openFused(1), [{ setting, seed: 0 }]);
    expect(run!.outcome.kind).toBe('diverged');
  });

  test('whose warm start diverges says so', async () => {
    const first = smallSetting({}, { learningRate: 3e38 });
    const [run] = await trainAll(await openFused(1), [
      { setting: smallSetting({}, { warmStart: first }), seed: 0 },
    ]);
    expect(run!.outcome).toMatchObject({
      kind: 'diverged',
      reason: expect.stringMatching(/^its warm start: /),
    });
  });
});

describe('While it trains', () => {
  const long = smallSetting({}, { steps: 50_000_000 });

  test('every step is reported once', async () => {
    const setting = smallSetting({}, { steps: 20_000 });
    let steps = 0;
    await trainAll(
      await openFused(2),
      [
        { setting, seed: 0 },
        { setting, seed: 1 },
      ],
      {
        onProgress: (more) => {
          steps += more;
        },
      },
    );
    expect(steps).toBe(40_000);
  });

  test('an aborted signal ends the stream and keeps what is finished', async () => {
    const short = smallSetting({}, { steps: 10 });
    const controller = new AbortController();
    const runs: Run[] = [];
    const subject = await openFused(3);
    for await (const run of subject.train!(
      [
        { setting: long, seed: 0 },
        { setting: short, seed: 0 },
        { setting: long, seed: 1 },
      ],
      { signal: controller.signal },
    )) {
      runs.push(run);
      controller.abort();
    }
    expect(runs.map(({ setting }) => setting)).toEqual([short]);
  });

  test('a signal that was aborted before starts nothing', async () => {
    const runs = await collect(
      (await openFused(1)).train!([{ setting: long, seed: 0 }], { signal: AbortSignal.abort() }),
    );
    expect(runs).toEqual([]);
  });

  test('a consumer that leaves stops the threads', async () => {
    const short = smallSetting({}, { steps: 10 });
    for await (const run of (await openFused(2)).train!([
      { setting: long, seed: 0 },
      { setting: short, seed: 0 },
    ])) {
      expect(run.setting).toBe(short);
      break;
    }
  });

  test('a thread that dies costs its instance only, and says which', async () => {
    const setting = smallSetting();
    const dying = new URL('./kit/dying-thread.js', import.meta.url);

    const runs = await collect(
      trainOnThreads(
        await compileKernels(),
        1,
        [0, 1, 2].map((seed) => ({ setting, seed })),
        {},
        dying,
      ),
    );

    const reasons = runs.map(({ seed, outcome }) => [
      seed,
      outcome.kind === 'failed' ? outcome.reason : outcome.kind,
    ]);
    expect(reasons).toEqual([
      [0, 'relu-output n=3 m=2 p=0.5, adamw 0.01, 5 × 4, seed 0: the thread died: no memory left'],
      [1, 'relu-output n=3 m=2 p=0.5, adamw 0.01, 5 × 4, seed 1: the thread ended with code 3'],
      [2, 'finished'],
    ]);
  });
});

describe('Refused before anything starts', () => {
  const train = async (setting: Instance['setting']): Promise<unknown> =>
    collect((await openFused(1)).train!([{ setting, seed: 0 }]));

  test('is a setting that does not fit', async () => {
    const setting = smallSetting({ n: 100_000, m: 10_000 });
    await expect(train(setting)).rejects.toThrow(InputError);
    await expect(train(setting)).rejects.toThrow(
      /above the limit of 1024 MiB for an instance; lower n, m or the/,
    );
  });

  test('is a fixed set of rows that does not fit', async () => {
    const setting = smallSetting({ data: { probability: 1, rows: { kind: 'fixed', count: 200_000_000 } } });
    await expect(train(setting)).rejects.toThrow(/above the limit of 1024 MiB/);
  });

  test('is a feature that is almost never on', async () => {
    const setting = smallSetting({ data: { probability: 1e-9 } });
    await expect(train(setting)).rejects.toThrow(/the feature probability 1e-9 is below the limit of 1e-7/);
  });

  test('is a warm start from such a setting', async () => {
    const warmStart = smallSetting({ data: { probability: 1e-9 } });
    await expect(train(smallSetting({}, { warmStart }))).rejects.toThrow(InputError);
  });
});
