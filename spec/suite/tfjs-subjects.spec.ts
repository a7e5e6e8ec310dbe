/** How the TensorFlow.js subjects behave around a training: progress, stopping, deaths, what they leave behind. */
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import { tf } from '../../src/models/tensorflow.js';
import { openSubject } from '../../src/subjects/registry.js';
import type { Instance } from '../../src/subjects/subject.js';
import { groupInstances } from '../../src/subjects/tfjs/groups.js';
import { readyInThread } from '../../src/subjects/tfjs/ready.js';
import { openTfjs } from '../../src/subjects/tfjs/tfjs-subject.js';
import { trainGroup } from '../../src/subjects/tfjs/train-group.js';
import { trainInProcess } from '../../src/subjects/tfjs/train-in-process.js';
import { trainOnWorkers } from '../../src/subjects/tfjs/train-on-workers.js';
import { openWorkerPool } from '../../src/subjects/tfjs/worker-pool.js';
import { collect, smallSetting, trainAll } from './kit/small-settings.js';

const opened = await openTfjs('cpu');
if (opened.kind === 'absent') throw new Error(opened.reason);
const { subject } = opened;
afterAll(() => subject.close());

const ready = readyInThread('this thread');

/** It takes days; a test that returns has stopped it. */
const endless = smallSetting({}, { steps: 1_000_000_000 });
const short = smallSetting();

describe('Progress', () => {
  test('adds up to the steps of all instances, warm starts included', async () => {
    const warm = smallSetting({}, { steps: 7, warmStart: short });
    let steps = 0;

    await trainAll(subject, [instance(warm, 0), instance(warm, 1), instance(short, 0)], {
      onProgress: (done) => {
        steps += done;
      },
    });

    expect(steps).toBe(2 * (7 + 5) + 5);
  });
});

describe('An abort', () => {
  test('ends the stream; a run that was finished is whole', async () => {
    const stopping = new AbortController();
    const runs = [];

    for await (const run of subject.train!([instance(short, 0), instance(endless, 0)], {
      signal: stopping.signal,
    })) {
      runs.push(run);
      stopping.abort();
    }

    expect(runs.map(({ outcome }) => outcome.kind)).toEqual(['finished']);
  });

  test('before the start trains nothing', async () => {
    const signal = AbortSignal.abort();

    expect(await collect(subject.train!([instance(short, 0)], { signal }))).toEqual([]);
  });

  test('is heard in mid-training by the in-process trainer too', async () => {
    const stopping = new AbortController();
    const before = tf.memory().numTensors;

    const runs = await collect(
      trainInProcess('cpu', ready, [[instance(endless, 0)]], 2, {
        signal: stopping.signal,
        onProgress: () => stopping.abort(),
      }),
    );

    expect(runs).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('is what closing the subject does', async () => {
    const other = await openTfjs('cpu');
    if (other.kind === 'absent') throw new Error(other.reason);

    const runs = await collect(
      other.subject.train!([instance(endless, 0)], { onProgress: () => void other.subject.close() }),
    );

    expect(runs).toEqual([]);
  });
});

describe('A worker that dies', () => {
  test('fails the runs of its group, and the other groups go on', async () => {
    const groups = [0, 1, 2, 3].map((seed) => [instance(short, seed), instance(short, seed + 10)]);
    const program = new URL('./kit/dying-worker.js', import.meta.url);

    const pool = openWorkerPool(program, 'cpu', 1);

    const runs = await collect(trainOnWorkers(groups, pool, {}));
    await pool.close();

    const reasons = new Map(runs.map((run) => [run.seed, run.outcome]));
    const lives = { kind: 'failed', reason: 'it only says that it lives' };
    const left = { kind: 'failed', reason: 'the worker thread ended with exit code 3' };
    const died = { kind: 'failed', reason: 'the worker thread died: out of memory' };
    expect(Object.fromEntries(reasons)).toEqual({
      0: lives,
      10: lives,
      1: left,
      11: left,
      2: died,
      12: died,
      3: lives,
      13: lives,
    });
  });
});

describe('The in-process trainer', () => {
  test('gives the runs that the workers give', async () => {
    const group = [instance(short, 0), instance(short, 1)];

    const runs = await collect(trainInProcess('cpu', ready, [group], 3, {}));

    expect(runs).toEqual(await trainAll(subject, group));
  });

  test('records a training that throws as failed, and goes on', async () => {
    const impossible = smallSetting({}, { batch: 2 ** 40 });

    const runs = await collect(
      trainInProcess('cpu', ready, [[instance(impossible, 0)], [instance(short, 0)]], 1, {}),
    );

    expect(runs.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'finished']);
  });
});

describe('A training leaves no tensors behind', () => {
  test.each(['cpu', 'wasm'] as const)('on %s, when it ends and when it is stopped', async (backend) => {
    await openTfjs(backend);
    const before = tf.memory().numTensors;

    const warm = smallSetting({}, { warmStart: short, checkpoints: [2] });
    const training = trainGroup(backend, [instance(warm, 0), instance(warm, 1)]);
    while (!(await training.next()).done);
    const afterwards = tf.memory().numTensors;
    const stopped = trainGroup(backend, [instance(endless, 0)]);
    await stopped.next();
    await stopped.return([]);

    expect(afterwards).toBe(before);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('nor do forward and lossAndGradient', async () => {
    const [run] = await trainAll(subject, [instance(short, 0)]);
    if (run!.outcome.kind !== 'finished') throw new Error('the training did not finish');
    const { weights } = run!.outcome;
    const x = await subject.sample!(short, 4, 0);
    const before = tf.memory().numTensors;

    await subject.forward!(short, weights, x);
    await subject.lossAndGradient!(short, weights, x);

    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('Groups', () => {
  const instances = [0.1, 0.5].flatMap((probability) =>
    [0, 1, 2].map((seed) => instance(smallSetting({ data: { probability } }), seed)),
  );
  const longer = instance(smallSetting({}, { steps: 50 }), 0);

  test('hold every instance once, the longest training first', () => {
    const groups = groupInstances([...instances, longer], 1, 4);

    expect(groups.map((group) => group.length)).toEqual([1, 3, 3]);
    expect(groups[0]).toEqual([longer]);
    expect(new Set(groups.flat())).toEqual(new Set([...instances, longer]));
  });

  test('are small enough for every thread to have one', () => {
    expect(groupInstances(instances, 2, 100).map((group) => group.length)).toEqual([3, 3]);
  });

  test('keep apart what cannot share tensors', () => {
    const apart = [
      instance(short, 0),
      instance(smallSetting({ n: 4 }), 0),
      instance(smallSetting({ m: 3 }), 0),
      instance(smallSetting({ model: 'linear' }), 0),
      instance(smallSetting({}, { batch: 5 }), 0),
      instance(smallSetting({}, { learningRate: 0.02 }), 0),
      instance(smallSetting({}, { optimiser: { kind: 'adam' } }), 0),
      instance(smallSetting({}, { checkpoints: [2] }), 0),
      instance(smallSetting({}, { warmStart: short }), 0),
    ];

    expect(groupInstances(apart, 1, 100)).toHaveLength(apart.length);
  });
});

describe('A description', () => {
  test('names the version of TensorFlow.js and of the code, and the device', async () => {
    const { version, device, precision } = await subject.describe();

    expect(version).toMatch(/^4\.22\.0\+[0-9a-f]{12}$/);
    expect(device).toMatch(/^CPU, JavaScript, \d+ threads?$/);
    expect(precision).toBe('float32');
  });

  test('of a native library that is not there is a reason of one line', async () => {
    const native = await openSubject('tfjs:tensorflow');

    if (native.kind === 'present') {
      await native.subject.close();
      expect((await native.subject.describe()).device).toMatch(/^(GPU|CPU), TensorFlow \d/);
    } else {
      expect(native.reason).toMatch(/^[^\n]+$/);
    }
  });
});

describe('Loading', () => {
  test('prints nothing: no advertisement, no warning', () => {
    const registry = new URL('../../src/subjects/registry.js', import.meta.url).href;
    const program = `
      const { openSubject, subjectNames } = await import('${registry}');
      for (const { name } of subjectNames()) await openSubject(name);`;

    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });

    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

function instance(setting: Instance['setting'], seed: number): Instance {
  return { setting, seed };
}
