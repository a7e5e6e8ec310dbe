/** From runs to a verdict: order of seeds, failed runs, and when to ask for more. */
import { describe, expect, test } from 'vitest';
import { firstSeed, instancesOf, type Judge, judgeClaim, type Question } from '../../src/claims/judge.js';
import { type Matrix, matrix } from '../../src/models/matrix.js';
import { parseSetting } from '../../src/setting/setting.js';
import type { FinishedRun, Instance, Outcome, Run } from '../../src/subjects/subject.js';
import { robust } from '../replication/kit/strength.js';

const dense = parseSetting({ model: 'relu-output', n: 3, m: 2, data: { probability: 1 } });
const sparse = parseSetting({ model: 'relu-output', n: 3, m: 2, data: { probability: 0.01 } });
const settings = { dense, sparse };

describe('judging a robust claim', () => {
  test('asks for both settings of as many seeds as straight successes take, and no more', async () => {
    const asked: Instance[] = [];
    const evidence = await judgeClaim(question(always(true)), async (instances) => {
      asked.push(...instances);
      return instances.map((instance) => run(instance));
    });
    expect(evidence).toMatchObject({ verdict: 'upheld', because: expect.stringContaining('10 of 10 seeds') });
    expect(asked).toEqual(instancesOf(question(always(true)), 0, 10));
  });

  test('goes on, seed by seed in order, while the evidence does not decide', async () => {
    const judge = ({ dense }: { dense: FinishedRun }) => found(dense.seed !== firstSeed + 3);
    const evidence = await judgeClaim(question(judge), async (all) => all.map((instance) => run(instance)));
    expect(evidence.verdict).toBe('upheld');
    expect(evidence.seeds.map(({ seed }) => seed)).toEqual(
      Array.from({ length: 13 }, (_, k) => firstSeed + k),
    );
    // 2^12 / 3 > 1000, but 2^11 / 3 is not.
    expect(evidence.because).toContain('held for 12 of 13 seeds');
  });

  test('counts a run that diverged against the claim, and says so', async () => {
    const diverged: Outcome = { kind: 'diverged', step: 40, reason: 'the loss is NaN' };
    const evidence = await judgeClaim(question(always(true)), async (all) =>
      all.map((instance) =>
        instance.setting === sparse ? { ...run(instance), outcome: diverged } : run(instance),
      ),
    );
    expect(evidence).toMatchObject({ verdict: 'refuted' });
    expect(evidence.because).toContain('the run "sparse" diverged at step 40: the loss is NaN');
  });

  test('is blocked where a run failed: a crash neither upholds a claim nor refutes it', async () => {
    const failed: Outcome = { kind: 'failed', reason: 'out of memory' };
    const evidence = await judgeClaim(question(always(true)), async (all) =>
      all.map((instance) =>
        instance.setting === dense ? { ...run(instance), outcome: failed } : run(instance),
      ),
    );
    expect(evidence).toMatchObject({ verdict: 'blocked' });
    expect(evidence.because).toContain('the run "dense" failed: out of memory');
  });

  test('ends undecided at the cap when seeds disagree', async () => {
    const judge = ({ dense }: { dense: FinishedRun }) => found(dense.seed % 5 < 3);
    const evidence = await judgeClaim(question(judge), async (all) => all.map((instance) => run(instance)));
    expect(evidence).toMatchObject({ verdict: 'undecided' });
    expect(evidence.seeds).toHaveLength(60);
  });

  test('hands the rows that each run was trained on to judge and figure, by the names of the settings', async () => {
    const seen: string[] = [];
    const note = ({ dense }: { dense: FinishedRun }, sets: { dense: Matrix; sparse: Matrix }) =>
      seen.push(`${dense.seed}: ${sets.dense.data[0]} and ${sets.sparse.data[0]}`);
    await judgeClaim(
      {
        ...question(always(true)),
        judge: (runs, sets) => {
          note(runs, sets);
          return found(true);
        },
        figures: (runs, sets) => {
          note(runs, sets);
          return [];
        },
      },
      async (all) => all.map((instance) => run(instance)),
      async ({ setting, seed }) => matrix(1, 1, () => (setting === dense ? seed : -seed)),
    );
    expect(seen.slice(0, 2)).toEqual([
      `${firstSeed}: ${firstSeed} and ${-firstSeed}`,
      `${firstSeed + 1}: ${firstSeed + 1} and ${-firstSeed - 1}`,
    ]);
    expect(seen.at(-1)).toBe(seen[0]);
  });

  test('shows the weights of the first seed under each setting', async () => {
    const evidence = await judgeClaim(question(always(true)), async (all) =>
      all.map((instance) => run(instance)),
    );
    expect(evidence.exhibits.map(({ name, seed }) => [name, seed])).toEqual([
      ['dense', firstSeed],
      ['sparse', firstSeed],
    ]);
  });
});

describe('judging a fragile claim', () => {
  const fragile = (holds: number): Question<typeof settings> => ({
    ...question(({ dense }) => found(dense.seed % 2 === 0)),
    strength: { kind: 'fragile', recorded: { holds, of: 40 }, trials: 40, falseAlarm: 1e-3 },
  });

  test('upholds a rate that is still the recorded one, and gives its exact interval', async () => {
    const evidence = await judgeClaim(fragile(22), async (all) => all.map((instance) => run(instance)));
    expect(evidence.verdict).toBe('upheld');
    expect(evidence.because).toContain('held for 20 of 40 seeds, a rate of 0.34 to 0.66 (95%)');
  });

  test('refutes a rate that has changed, in either direction', async () => {
    for (const holds of [2, 38]) {
      const evidence = await judgeClaim(fragile(holds), async (all) => all.map((instance) => run(instance)));
      expect(evidence.because).toContain(`not the recorded rate of ${holds} in 40`);
      expect(evidence.verdict).toBe('refuted');
    }
  });
});

describe('a trial that takes the best of several seeds', () => {
  test('is judged on the run of least population loss, and the seeds are not shared between trials', async () => {
    const judged: number[] = [];
    const bestOfThree: Question<typeof settings> = {
      ...question(({ dense }) => {
        judged.push(dense.seed);
        return found(true);
      }),
      bestOf: 3,
    };
    // Two features exactly and one dropped, against all of them mixed up.
    const better = {
      kind: 'tied',
      W: matrix(2, 3, (i, j) => (i === j ? 1 : 0)),
      b: new Float64Array(3),
    } as const;
    const evidence = await judgeClaim(bestOfThree, async (all) =>
      all.map((instance) =>
        (instance.seed - firstSeed) % 3 === 1
          ? { ...run(instance), outcome: { kind: 'finished', weights: better } }
          : run(instance),
      ),
    );
    expect(judged).toEqual(Array.from({ length: 10 }, (_, trial) => firstSeed + 3 * trial + 1));
    expect(evidence.seeds.map(({ seed }) => seed)).toEqual(
      Array.from({ length: 10 }, (_, trial) => firstSeed + 3 * trial),
    );
  });
});

function question(judge: Judge<typeof settings>): Question<typeof settings> {
  return { strength: robust, settings, bestOf: 1, judge };
}

function found(holds: boolean) {
  return { holds, because: holds ? 'as it should be' : 'not as it should be', measured: { value: 1 } };
}

function always(holds: boolean) {
  return () => found(holds);
}

function run(instance: Instance): Run {
  const weights = { kind: 'tied', W: matrix(2, 3, () => 0.5), b: new Float64Array(3) } as const;
  return { ...instance, outcome: { kind: 'finished', weights }, losses: [], checkpoints: [] };
}
