/**
 * A subject in a child process: the same bits as in this one, and whatever becomes of the child, an answer
 * that says why.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { slice } from '../../../src/data/digits/digit-set.js';
import { generateDigits } from '../../../src/data/digits/generate.js';
import { initialAutoEncoder, initialClassifier } from '../../../src/data/digits/initial-networks.js';
import { initialWeights } from '../../../src/data/initial-weights.js';
import { matrix } from '../../../src/models/matrix.js';
import { parseDigitsSetting } from '../../../src/setting/digits.js';
import { InputError } from '../../../src/setting/input-error.js';
import { modelNameSchema } from '../../../src/setting/schema.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import { defaultPatience } from '../../../src/subjects/isolated/native-lane.js';
import { type Environments, openInChild } from '../../../src/subjects/isolated/open-isolated.js';
import type { Sharing } from '../../../src/subjects/isolated/sharing.js';
import type { Opened } from '../../../src/subjects/registry.js';
import type { Instance, Subject } from '../../../src/subjects/subject.js';
import { descendantsOf, type Process } from '../helpers/processes.js';
import { collect, smallSetting, trainAll } from '../kit/small-settings.js';
import { type Behaviour, fakeNative } from './kit/fake-native.js';

const fused = await openFused(1);
const setting = smallSetting();
const weights = initialWeights(setting, 1);
const x = await fused.sample!(setting, 4, 1);
const instances: readonly Instance[] = [0, 1, 2, 3, 4].map((seed) => ({ setting, seed }));
const crashed = /process ended with signal SIGSEGV: FATAL: out of device memory/;

const present: Subject[] = [];
afterEach(async () => {
  for (const subject of present.splice(0)) await subject.close();
  await vi.waitFor(() => expect(children().map(({ command }) => command)).toEqual([]), {
    timeout: 5000,
    interval: 50,
  });
});

describe('In a child process `fused` gives the same bits', () => {
  test('for its description, rows, outputs, losses and gradients', async () => {
    const subject = await opened('works');

    expect(await subject.describe()).toEqual(await fused.describe());
    for (const model of modelNameSchema.options) {
      const own = smallSetting({ model, data: { probability: 0.5, magnitude: 'signed' } });
      const start = initialWeights(own, 2);
      expect(await subject.sample!(own, 7, 3)).toEqual(await fused.sample!(own, 7, 3));
      expect(await subject.forward!(own, start, x)).toEqual(await fused.forward!(own, start, x));
      expect(await subject.lossAndGradient!(own, start, x)).toEqual(
        await fused.lossAndGradient!(own, start, x),
      );
    }
  });

  test('for trainings, of equal instances too, and the progress adds up', async () => {
    const subject = await opened('works');
    const warm = smallSetting({}, { warmStart: setting, checkpoints: [2] });
    const diverging = smallSetting({}, { learningRate: 3e38 });
    const asked = [...instances, instances[0]!, { setting: warm, seed: 0 }, { setting: diverging, seed: 0 }];
    let steps = 0;
    let expected = 0;

    const runs = await trainAll(subject, asked, { onProgress: (done) => (steps += done) });

    expect(runs).toEqual(await trainAll(fused, asked, { onProgress: (done) => (expected += done) }));
    expect(steps).toBe(expected);
  });

  test('for digits', async () => {
    const subject = await opened('works');
    const all = generateDigits(3, 120);
    const digits = { train: slice(all, 0, 100), test: slice(all, 100, 120) };
    const own = parseDigitsSetting({
      kind: 'digits',
      data: { kind: 'generated', seed: 3, train: 100, test: 20 },
      hidden: 7,
      code: 2,
      classifier: { epochs: 1 },
      autoEncoder: { epochs: 2 },
    });
    const classifier = initialClassifier(7, 1);
    const autoEncoder = initialAutoEncoder(7, 2, 1);
    const features = matrix(5, 7, (row, column) => (row + column) / 12);

    const runs = await collect(subject.digits!.train([{ setting: own, seed: 4 }], digits));

    expect(runs).toEqual(await collect(fused.digits!.train([{ setting: own, seed: 4 }], digits)));
    expect(await subject.digits!.classifierGradient(classifier, digits.test)).toEqual(
      await fused.digits!.classifierGradient(classifier, digits.test),
    );
    expect(await subject.digits!.autoEncoderGradient(autoEncoder, features)).toEqual(
      await fused.digits!.autoEncoderGradient(autoEncoder, features),
    );
  });

  test('and what a user can mend stays an error of that kind', async () => {
    const subject = await opened('works');
    const huge = { ...setting, n: 100_000, m: 50_000 };

    await expect(subject.sample!(huge, 1, 0)).rejects.toThrow(InputError);
    await expect(collect(subject.train!([{ setting: huge, seed: 0 }]))).rejects.toThrow(InputError);
  });

  test('what it lacks it lacks here', async () => {
    const subject = await opened('cannot train');

    expect([subject.train, subject.digits]).toEqual([undefined, undefined]);
    expect(subject.forward).toBeDefined();
  });
});

describe('Over two processes', () => {
  const sharing: Sharing = {
    processes: () => 2,
    groups: (all) => all.map((instance) => [instance]),
  };

  test('a training gives the same runs, the progress adds up, and the device says so', async () => {
    const subject = await opened('works', [{}], sharing);
    let steps = 0;

    const runs = await trainAll(subject, instances, { onProgress: (done) => (steps += done) });

    expect(runs).toEqual(await trainAll(fused, instances));
    expect(steps).toBe(5 * 5);
    expect((await subject.describe()).device).toMatch(/, 2 processes$/);
    expect(children().filter(({ command }) => command.includes('child'))).toHaveLength(2);
  });

  test('what one of them loses is its own group', async () => {
    const subject = await opened('crashes after two runs', [{}], {
      ...sharing,
      groups: (all) => [all.slice(0, 3), all.slice(3)],
    });

    const runs = await trainAll(subject, instances);

    expect(runs.map(({ outcome }) => outcome.kind)).toEqual([
      'finished',
      'finished',
      'failed',
      'finished',
      'finished',
    ]);
  });

  test('an abort ends both', async () => {
    const subject = await opened('trains for ever', [{}], sharing);
    const stopping = new AbortController();

    const runs = await collect(
      subject.train!(instances, { signal: stopping.signal, onProgress: () => stopping.abort() }),
    );

    expect(runs).toEqual([]);
  });
});

describe('A library that', () => {
  test.each<[Behaviour, RegExp]>([
    ['crashes at loading', /^its process ended with signal SIGSEGV: FATAL: out of device memory$/],
    ['exits at loading', /^its process ended with exit code 3$/],
    ['throws at loading', /^libvulkan.so.1: cannot open shared object file$/],
    ['hangs at loading', /^its process said nothing for 3 s$/],
    ['blocks at loading', /^its process said nothing for 3 s$/],
    ['needs a driver', /^no adapter for driver none$/],
  ])('%s is absent with the reason', async (does, reason) => {
    expect(await openFake(does)).toEqual({ kind: 'absent', reason: expect.stringMatching(reason) });
  });

  test('crashes at loading is absent with what to do, where that is known', async () => {
    const what = fakeNative('crashes at loading');

    expect(await openInChild({ name: 'fake', what, environments: [{}], remedy: 'buy another' })).toEqual({
      kind: 'absent',
      reason: 'its process ended with signal SIGSEGV: FATAL: out of device memory; buy another',
    });
  });

  test('is not there at all is absent with the reason', async () => {
    const what = new URL('./kit/nothing.js', import.meta.url).href;

    expect(await openInChild({ name: 'fake', what, environments: [{}] })).toMatchObject({
      kind: 'absent',
      reason: expect.stringMatching(/^Cannot find module /),
    });
  });

  test('is present in one environment is taken in that one, the next process too', async () => {
    const drivers = [{}, { FAKE_DRIVER: 'bad' }, { FAKE_DRIVER: 'good' }];
    const subject = await opened('needs a driver', drivers);
    killChildren();
    // What is asked while the process ends is lost with it.
    await subject.forward!(setting, weights, x).catch(() => undefined);

    expect(await subject.forward!(setting, weights, x)).toBeDefined();
  });

  test('is present in none says why for each', async () => {
    expect(await openFake('needs a driver', [{}, { FAKE_DRIVER: 'bad' }])).toEqual({
      kind: 'absent',
      reason: 'no adapter for driver none; with FAKE_DRIVER=bad: no adapter for driver bad',
    });
  });

  test('prints to stdout prints nothing here', async () => {
    const subject = await opened('prints');

    expect(await subject.forward!(setting, weights, x)).toEqual(await fused.forward!(setting, weights, x));
  });

  test('crashes fails what was asked, and answers what is asked next', async () => {
    const subject = await opened('crashes in forward');

    await expect(subject.forward!(setting, weights, x)).rejects.toThrow(
      /^fake: its process ended with signal/,
    );
    expect(await subject.sample!(setting, 4, 1)).toEqual(x);
    await expect(subject.forward!(setting, weights, x)).rejects.toThrow(crashed);
  });

  test('crashes three times in a row is started no more', async () => {
    const subject = await opened('crashes in forward');
    for (let time = 0; time < 3; time++) {
      await expect(subject.forward!(setting, weights, x)).rejects.toThrow(crashed);
    }

    await expect(subject.sample!(setting, 4, 1)).rejects.toThrow(/out of device memory, 3 times in a row$/);
    // The guard of the last one ends a moment after it.
    await vi.waitFor(() => expect(children()).toEqual([]));
  });

  test('throws fails what was asked, with what it threw', async () => {
    const subject = await opened('fails in forward');

    await expect(subject.forward!(setting, weights, x)).rejects.toThrow(/^the shader does not compile$/);
  });
});

describe('A training in which the library', () => {
  test.each<[Behaviour, RegExp]>([
    ['crashes after two runs', /^fake: its process ended with signal SIGSEGV: FATAL: out of device memory$/],
    ['throws after two runs', /^the device was lost$/],
    ['throws out of turn', /^fake: its process ended with exit code 1: the callback of the driver failed$/],
    ['hangs in training', /^fake: its process said nothing for 3 s$/],
  ])('%s keeps these two; the others failed with the reason', async (does, reason) => {
    const subject = await opened(does);
    let steps = 0;

    const runs = await collect(subject.train!(instances, { onProgress: (done) => (steps += done) }));

    const [first, second, ...others] = runs;
    expect([first, second]).toEqual(await trainAll(fused, instances.slice(0, 2)));
    expect(others.map(({ seed }) => seed)).toEqual([2, 3, 4]);
    for (const { outcome } of others) {
      expect(outcome).toEqual({ kind: 'failed', reason: expect.stringMatching(reason) });
    }
    expect(steps).toBe(5 * 5);
    expect(await subject.sample!(setting, 4, 1)).toEqual(x);
  });

  test('does not end is ended by an abort, and what is asked next is answered', async () => {
    const subject = await opened('trains for ever');
    const stopping = new AbortController();

    const runs = await collect(
      subject.train!(instances, { signal: stopping.signal, onProgress: () => stopping.abort() }),
    );

    expect(runs).toEqual([]);
    expect(await subject.sample!(setting, 4, 1)).toEqual(x);
  });

  test('does not end is ended by closing the subject', async () => {
    const subject = await opened('trains for ever');

    expect(await collect(subject.train!(instances, { onProgress: () => void subject.close() }))).toEqual([]);
  });

  test('was stopped before the start is asked nothing', async () => {
    const subject = await opened('works');

    expect(await collect(subject.train!(instances, { signal: AbortSignal.abort() }))).toEqual([]);
  });

  test('is faster than who takes the runs gives them in order, and waits when many are not taken', async () => {
    const subject = await opened('trains in no time');
    const many = Array.from({ length: 1000 }, (_, seed) => ({ setting, seed }));
    let drawn = 0;
    const seeds: number[] = [];

    for await (const run of subject.train!(many, { onProgress: (steps) => (drawn += steps) })) {
      if (run.seed === 0) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        // Taken at once: those that were finished first. Ahead: 64, and one that waits for a place.
        expect(drawn).toBeLessThanOrEqual(64 + 64 + 1);
      }
      seeds.push(run.seed);
    }

    expect(seeds).toEqual(many.map(({ seed }) => seed));
  });
});

async function openFake(
  does: Behaviour,
  environments: Environments = [{}],
  sharing?: Sharing,
): Promise<Opened> {
  // Short for those that it ends alone.
  const patience = {
    opening: does.endsWith('at loading') ? 3000 : defaultPatience.opening,
    asking: does === 'hangs in training' ? 3000 : defaultPatience.asking,
  };
  const result = await openInChild({ name: 'fake', what: fakeNative(does), environments, patience, sharing });
  if (result.kind === 'present') present.push(result.subject);
  return result;
}

async function opened(...how: Parameters<typeof openFake>): Promise<Subject> {
  const result = await openFake(...how);
  if (result.kind === 'absent') throw new Error(result.reason);
  return result.subject;
}

/** The children with a subject in them, and their guards. */
function children(): Process[] {
  return descendantsOf(process.pid).filter(({ command }) => /isolated\/child|released/.test(command));
}

function killChildren(): void {
  for (const { pid, command } of children()) if (command.includes('child')) process.kill(pid, 'SIGKILL');
}
