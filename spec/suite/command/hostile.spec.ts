/**
 * Programs that do everything wrong. Each must fail with a sentence that says what it did, leave the
 * methods that it does well as they are, and leave no process behind.
 */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { matrixOf } from '../../../src/models/matrix.js';
import { openSubject } from '../../../src/subjects/registry.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { processes } from '../helpers/processes.js';
import { collect, smallSetting } from '../kit/small-settings.js';

const program = fileURLToPath(new URL('./kit/hostile-subject.js', import.meta.url));
const mark = String(process.pid);
const setting = smallSetting({ n: 2, m: 1 });
const weights = { kind: 'tied', W: matrixOf([[1, -1]]), b: Float64Array.of(0, 0) } as const;
const x = matrixOf([
  [1, 0],
  [0, 1],
]);

let subject: Subject | undefined;
afterEach(async () => {
  await subject?.close();
  subject = undefined;
  const left = (): string[] =>
    commands().filter((command) => /hostile|sleep/.test(command) && command.endsWith(mark));
  await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 5000, interval: 50 });
});

describe.runIf(process.platform === 'linux')('A program as a subject that', () => {
  test('is well-behaved answers everything', async () => {
    subject = await opened('none');

    expect(await subject.forward!(setting, weights, x)).toEqual(
      matrixOf([
        [0.25, 0.25],
        [0.25, 0.25],
      ]),
    );
    expect(await runsOf(subject)).toEqual(['finished', 'finished']);
    expect((await subject.describe()).version).toMatch(/^1\+[0-9a-f]{12}$/);
  });

  test.each<[vice: string, sentence: RegExp]>([
    ['answers nonsense', /^answered forward wrongly: must be a list of rows/],
    [
      'writes what is not JSON',
      /^wrote "<html>502 Bad Gateway<\/html>" on stdout, which is not JSON; stdout is for answers alone/,
    ],
    ['writes JSON that is no object', /^wrote "\[1,2,3\]", which is not a JSON object/],
    ['answers with a wrong shape', /^the output \(rows × n\) is 1 × 7, but must be 2 × 2$/],
    ['answers another request', /^answered request 100\d, but request \d is under way$/],
    ['writes a line without end', /^wrote a line of more than 1048832 bytes/],
    ['is not UTF-8', /^wrote a line that is not UTF-8: "\{/],
    ['exits', /^ended with exit code 3; its last line on stderr: "Traceback: out of luck \\u\{1b\}\[31m"$/],
    ['is ended by a signal', /^was ended by SIGKILL$/],
    ['hangs', /^has been silent for 2 s after forward$/],
    ['forks', /^has been silent for 2 s after forward$/],
    ['raises an error', /^answered forward with the error "shapes \(2,5\) and \(2,5\) not aligned"$/],
  ])('%s fails what was asked, and that alone', async (vice, sentence) => {
    subject = await opened(vice);

    await expect(subject.forward!(setting, weights, x)).rejects.toThrow(sentence);
    await expect(subject.forward!(setting, weights, x), 'asked again').rejects.toThrow(sentence);

    expect((await subject.sample!(setting, 5, 1)).data).toHaveLength(10);
    expect((await subject.lossAndGradient!(setting, weights, x)).loss).toBe(1);
  });

  test('answers NaN, as Python writes it, has answered NaN', async () => {
    subject = await opened('answers NaN');

    const { data } = await subject.forward!(setting, weights, x);

    expect([...data]).toEqual([Number.NaN, Number.NaN, Number.NaN, 0]);
  });

  test('speaks without being asked is started anew for the next request', async () => {
    subject = await opened('speaks without being asked');

    expect((await subject.sample!(setting, 5, 1)).data).toHaveLength(10);
    expect((await subject.sample!(setting, 5, 1)).data).toHaveLength(10);
  });

  test.each<[vice: string, kinds: string[], reason: RegExp]>([
    [
      'trains a transposed W',
      ['failed', 'failed'],
      /^W of the weights \(m × n\) is 2 × 1, but must be 1 × 2; it seems to be transposed$/,
    ],
    ['trains NaN', ['diverged', 'diverged'], /^$/],
    ['announces a run twice', ['finished', 'finished'], /^$/],
    ['answers nonsense', ['finished', 'finished'], /^$/],
    ['exits', ['finished', 'finished'], /^$/],
    ['hangs', ['finished', 'finished'], /^$/],
  ])('%s keeps the runs that it announced', async (vice, kinds, reason) => {
    subject = await opened(vice);

    const runs = await collect(
      subject.train!([
        { setting, seed: 0 },
        { setting, seed: 1 },
      ]),
    );

    expect(runs.map(({ outcome }) => outcome.kind)).toEqual(kinds);
    const failed = runs.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.reason] : []));
    for (const sentence of failed) expect(sentence).toMatch(reason);
  });

  test.each<[vice: string, reason: RegExp]>([
    ['greets on stdout', /^wrote "Loading the model…" on stdout, which is not JSON/],
    ['exits at once', /^ended with exit code 2$/],
  ])('%s fails all it is asked, with the reason', async (vice, reason) => {
    subject = await opened(vice);

    await expect(subject.forward!(setting, weights, x)).rejects.toThrow(reason);
    const [run] = await collect(subject.train!([{ setting, seed: 0 }]));
    expect(run?.outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason) });
  });

  test('writes a gigabyte in one line does not fill the memory', async () => {
    subject = await opened('writes a line without end');
    const before = process.memoryUsage.rss();

    await expect(subject.forward!(setting, weights, x)).rejects.toThrow('wrote a line of more than');

    // The limit is 1 MiB here; the rest is what pipes and the collector leave lying about.
    expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 27);
  });

  test('ignores a cancellation is ended within half a second', async () => {
    subject = await opened('hangs');
    const stopping = new AbortController();
    const begun = performance.now();
    setTimeout(() => stopping.abort(), 300);

    const runs = await collect(subject.train!([{ setting, seed: 0 }], { signal: stopping.signal }));

    expect(runs, 'the run that it announced before it hung').toHaveLength(1);
    expect(performance.now() - begun, 'it waited for the timeout').toBeLessThan(1900);
  });
});

/** Two seconds are long enough to start, and short enough to wait for. */
async function opened(vice: string): Promise<Subject> {
  const command = `${process.execPath} ${program} ${vice.replaceAll(' ', '\\ ')} ${mark}`;
  const found = await openSubject(command, { timeout: 2 });
  if (found.kind === 'absent') throw new Error(found.reason);
  return found.subject;
}

async function runsOf(some: Subject): Promise<string[]> {
  const runs = await collect(
    some.train!([
      { setting, seed: 0 },
      { setting, seed: 1 },
    ]),
  );
  return runs.map(({ outcome }) => outcome.kind);
}

/** Of all processes: one whose parent has ended is below nobody. */
function commands(): string[] {
  return processes().map(({ command }) => command);
}
