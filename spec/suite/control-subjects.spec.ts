/** What the controls hand to the subject that they wrap, and how they hand out its runs. */
import { describe, expect, test } from 'vitest';
import { matrix } from '../../src/models/matrix.js';
import { parseSetting } from '../../src/setting/setting.js';
import { type ControlName, openControl } from '../../src/subjects/controls.js';
import type { Instance, Run, Subject } from '../../src/subjects/subject.js';

const shape = { model: 'relu-output', n: 3, m: 2, data: { probability: 0.5 } } as const;
const importance = { kind: 'list' as const, values: [3, 2, 1] };
const before = parseSetting({ ...shape, importance });
const setting = parseSetting({ ...shape, importance, training: { warmStart: before } });

describe('a control', () => {
  test('of the importances reverses them, in what the training is warm-started from as well', async () => {
    const { asked, runs } = await trainUnder('shuffled-importance', [{ setting, seed: 4 }]);

    const reversed = { kind: 'list', values: [1, 2, 3] };
    expect(asked[0]!.setting.importance).toEqual(reversed);
    expect(asked[0]!.setting.training.warmStart!.importance).toEqual(reversed);
    expect(runs.map((run) => [run.setting, run.seed])).toEqual([[setting, 4]]);
  });

  test('of the model trains the linear one, once for a setting that asks for it too', async () => {
    const linear = parseSetting({ ...shape, model: 'linear', importance });
    const { asked, runs } = await trainUnder(
      'linear',
      [before, linear].map((setting) => ({ setting, seed: 0 })),
    );

    expect(asked.map(({ setting }) => setting)).toEqual([linear]);
    expect(runs.map(({ setting }) => setting.model)).toEqual(['relu-output', 'linear']);
  });

  test('draws the rows of the subject that it wraps', async () => {
    const rows = matrix(2, 3, () => 1);
    const opened = openControl('untrained', {
      describe: async () => {
        throw new Error('not asked');
      },
      train: async function* () {},
      sample: async () => rows,
      close: async () => undefined,
    });

    if (opened.kind === 'absent') throw new Error(opened.reason);
    expect(await opened.subject.sample!(setting, 2, 0)).toBe(rows);
  });

  test('of the training trains nothing', async () => {
    const { asked, runs } = await trainUnder('untrained', [{ setting, seed: 1 }]);

    expect(asked).toEqual([]);
    expect(runs[0]).toMatchObject({ setting, seed: 1, outcome: { kind: 'finished' } });
  });
});

async function trainUnder(control: ControlName, instances: readonly Instance[]) {
  const asked: Instance[] = [];
  const inner: Subject = {
    describe: async () => {
      throw new Error('not asked');
    },
    async *train(given) {
      for (const instance of given) {
        asked.push(instance);
        yield finished(instance);
      }
    },
    close: async () => {},
  };
  const opened = openControl(control, inner);
  if (opened.kind === 'absent') throw new Error(opened.reason);
  const runs: Run[] = [];
  for await (const run of opened.subject.train!(instances)) runs.push(run);
  return { asked, runs };
}

function finished(instance: Instance): Run {
  const weights = { kind: 'tied', W: matrix(2, 3, () => 0.5), b: new Float64Array(3) } as const;
  return { ...instance, outcome: { kind: 'finished', weights }, losses: [], checkpoints: [] };
}
