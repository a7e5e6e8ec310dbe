/**
 * From runs to a verdict, for robust claims. Seeds are looked at in their order, 0, 1, 2 …, and a
 * seed under which any run diverged or failed counts against the claim.
 */
import type { Setting } from '../setting/schema.js';
import { decide, type SequentialResult, type SequentialTest, straightSuccesses } from '../statistics/sprt.js';
import type { FinishedRun, Instance, Run } from '../subjects/subject.js';
import type { Evidence, Judgement, SeedJudgement } from './declaration.js';

export type Settings = Readonly<Record<string, Setting>>;
export type RunsOf<S extends Settings> = { readonly [Name in keyof S]: FinishedRun };
export type Judge<S extends Settings> = (runs: RunsOf<S>) => Judgement;

/** How many more seeds are trained at a time once the first ones have not decided. */
const furtherSeeds = 4;

/** The seeds that are trained before anything is judged: as many as straight successes would take. */
export function firstSeeds(test: SequentialTest): number {
  return Math.min(straightSuccesses(test), test.cap);
}

/** All instances of the given seeds, in the order of seeds. */
export function instancesOf(settings: Settings, from: number, to: number): Instance[] {
  const seeds = Array.from({ length: to - from }, (_, k) => from + k);
  return seeds.flatMap((seed) => Object.values(settings).map((setting) => ({ setting, seed })));
}

/** Asks for runs, a few seeds at a time, until the sequential test decides or reaches its cap. */
export async function judgeRobust<S extends Settings>(
  test: SequentialTest,
  settings: S,
  judge: Judge<S>,
  runsOf: (instances: readonly Instance[]) => Promise<readonly Run[]>,
): Promise<Omit<Evidence, 'subject'>> {
  const names = Object.keys(settings);
  const runs: Run[] = [];
  const seeds: SeedJudgement[] = [];
  let result: SequentialResult = { decision: 'undecided', trials: 0, successes: 0 };
  while (result.decision === 'undecided' && seeds.length < test.cap) {
    const from = seeds.length;
    const to = Math.min(test.cap, from === 0 ? firstSeeds(test) : from + furtherSeeds);
    const more = await runsOf(instancesOf(settings, from, to));
    runs.push(...more);
    for (let at = 0; at < more.length && result.decision === 'undecided'; at += names.length) {
      seeds.push(judgeSeed(names, more.slice(at, at + names.length), judge));
      result = decide(
        test,
        seeds.map(({ holds }) => holds),
      );
    }
  }
  return {
    verdict: result.decision,
    because: explain(test, result, seeds),
    seeds,
    exhibits: runs
      .slice(0, names.length)
      .flatMap((run, index) =>
        run.outcome.kind === 'finished'
          ? [{ name: names[index]!, setting: run.setting, seed: run.seed, weights: run.outcome.weights }]
          : [],
      ),
  };
}

function judgeSeed<S extends Settings>(
  names: readonly string[],
  runs: readonly Run[],
  judge: Judge<S>,
): SeedJudgement {
  const { seed } = runs[0]!;
  const lost = runs.findIndex(({ outcome }) => outcome.kind !== 'finished');
  if (lost >= 0) {
    const outcome = runs[lost]!.outcome as Exclude<Run['outcome'], { kind: 'finished' }>;
    const where = outcome.kind === 'diverged' ? `diverged at step ${outcome.step}` : 'failed';
    return {
      seed,
      holds: false,
      because: `the run "${names[lost]}" ${where}: ${outcome.reason}`,
      measured: {},
    };
  }
  const byName = Object.fromEntries(names.map((name, index) => [name, runs[index]!])) as unknown as RunsOf<S>;
  return { seed, ...judge(byName) };
}

function explain(
  test: SequentialTest,
  { decision, trials, successes }: SequentialResult,
  seeds: readonly SeedJudgement[],
): string {
  const held = `held for ${successes} of ${trials} seeds`;
  const first = seeds.find(({ holds }) => !holds);
  const failure = first ? `; seed ${first.seed}: ${first.because}` : '';
  switch (decision) {
    case 'upheld':
      return `${held}, so for more than ${test.lower} of all seeds (error rate ${test.falseUpheld})${failure}`;
    case 'refuted':
      return `${held}, so for less than ${test.upper} of all seeds (error rate ${test.falseRefuted})${failure}`;
    case 'undecided':
      return `${held}: too few seeds to decide between shares of ${test.lower} and ${test.upper}${failure}`;
  }
}
