/**
 * From runs to a verdict, for claims about training. Trials are looked at in the order of their seeds,
 * and one in which any run diverged or failed counts against the claim.
 */

import { type Matrix, matrix } from '../models/matrix.js';
import type { FigureData } from '../report/figures/figure-data.js';
import type { Setting } from '../setting/schema.js';
import { exactInterval, sameRateProbability } from '../statistics/rates.js';
import { decide, type SequentialTest, straightSuccesses } from '../statistics/sprt.js';
import type { FinishedRun, Instance, Run } from '../subjects/subject.js';
import { bestRun, unfinished } from './best-run.js';
import type { Evidence, Judgement, SeedJudgement, TrainingStrength, Verdict } from './declaration.js';

export type Settings = Readonly<Record<string, Setting>>;
/** The finished runs of one trial, by the names of the settings. */
export type RunsOf<S extends Settings> = { readonly [Name in keyof S]: FinishedRun };
/** From the finished runs of one trial to what they say. Pure. */
export type Judge<S extends Settings> = (runs: RunsOf<S>) => Judgement;

/**
 * The rows that the run of each setting was trained on, rows × n: those that the first step saw, which
 * are all there are where a step sees the full batch.
 */
export type TrainingSetsOf<S extends Settings> = { readonly [Name in keyof S]: Matrix };
export type JudgeOfRows<S extends Settings> = (runs: RunsOf<S>, sets: TrainingSetsOf<S>) => Judgement;
/** The rows of the first step of an instance, as the subject drew them. */
export type RowsOf = (instance: Instance) => Promise<Matrix>;

/** What is judged: the part of a claim that turns runs into evidence. */
export interface Question<S extends Settings> {
  readonly strength: TrainingStrength;
  readonly settings: S;
  /** A trial takes the best of so many consecutive seeds under each setting. */
  readonly bestOf: number;
  readonly judge: JudgeOfRows<S>;
  /** The paper's figure, from the first trial's runs. */
  readonly figures?: ((runs: RunsOf<S>, sets: TrainingSetsOf<S>) => readonly FigureData[]) | undefined;
}

interface Trial<S extends Settings> {
  readonly judgement: SeedJudgement;
  /** Absent where a run diverged or failed. */
  readonly found: { readonly runs: RunsOf<S>; readonly sets: TrainingSetsOf<S> } | undefined;
  /** How a run of it ended, where one did not finish. */
  readonly lost: 'diverged' | 'failed' | undefined;
}

/** Of a grid of more settings than this, the figure shows the outcome; its weights would fill the report. */
const mostExhibits = 16;

/**
 * Claims are judged on seeds from here on. Criteria were written after looking at seeds below, so the
 * verdict is evidence that they did not shape.
 */
export const firstSeed = 1000;

/** How many more trials are run at a time once the first ones have not decided. */
const furtherTrials = 4;

/** The trials that are run before anything is judged: straight successes would decide on them. */
export function firstTrials(strength: TrainingStrength): number {
  return strength.kind === 'fragile' ? strength.trials : Math.min(straightSuccesses(strength), strength.cap);
}

/**
 * All instances of the trials from … to − 1, in the order of trials, settings and seeds.
 * @param first the seed with which trial 0 begins.
 */
export function instancesOf(
  { settings, bestOf }: Pick<Question<Settings>, 'settings' | 'bestOf'>,
  from: number,
  to: number,
  first = firstSeed,
): Instance[] {
  const trials = Array.from({ length: to - from }, (_, k) => from + k);
  return trials.flatMap((trial) =>
    Object.values(settings).flatMap((setting) =>
      Array.from({ length: bestOf }, (_, k) => ({ setting, seed: first + trial * bestOf + k })),
    ),
  );
}

/**
 * Asks for runs, a few trials at a time, until the claim's test decides or ends.
 *
 * @param rowsOf needed by a claim that looks at its training sets; without it they are empty.
 */
export async function judgeClaim<S extends Settings>(
  question: Question<S>,
  runsOf: (instances: readonly Instance[]) => Promise<readonly Run[]>,
  rowsOf: RowsOf = noRows,
): Promise<Omit<Evidence, 'subject'>> {
  const { strength, settings, figures } = question;
  const names = Object.keys(settings);
  const trials: Trial<S>[] = [];
  const grow = async (to: number): Promise<boolean[]> => {
    const runs = await runsOf(instancesOf(question, trials.length, to));
    trials.push(...(await judgeTrials(question, runs, rowsOf)));
    return trials.map(({ judgement }) => judgement.holds);
  };
  const conclusion = await decideTrials(strength, grow);
  const first = trials.find(({ found }) => found)?.found;
  const counted = trials.slice(0, conclusion.trials);
  return {
    verdict: unlessFailed(conclusion.verdict, counted),
    because: conclusion.because + firstFailure(counted),
    seeds: counted.map(({ judgement }) => judgement),
    exhibits: Object.entries(names.length > mostExhibits ? {} : (first?.runs ?? {})).map(
      ([name, { setting, seed, outcome }]) => ({
        name,
        setting,
        seed,
        weights: outcome.weights,
      }),
    ),
    figures: first ? (figures?.(first.runs, first.sets) ?? []) : [],
  };
}

export type Conclusion = Pick<Evidence, 'verdict' | 'because'> & { readonly trials: number };
/** Judges on until there are so many trials, and says which of them hold. */
export type Grow = (trials: number) => Promise<boolean[]>;

/** The verdict, and on how many trials it rests. */
export function decideTrials(strength: TrainingStrength, grow: Grow): Promise<Conclusion> {
  return strength.kind === 'robust' ? decideShare(strength, grow) : compareRate(strength, grow);
}

async function decideShare(
  test: { readonly kind: 'robust' } & SequentialTest,
  grow: Grow,
): Promise<Conclusion> {
  let outcomes = await grow(firstTrials(test));
  let result = decide(test, outcomes);
  while (result.decision === 'undecided' && outcomes.length < test.cap) {
    outcomes = await grow(Math.min(test.cap, outcomes.length + furtherTrials));
    result = decide(test, outcomes);
  }
  const { decision, trials, successes } = result;
  const held = `held for ${successes} of ${trials} seeds`;
  const because = {
    upheld: `${held}, so for more than ${test.lower} of all seeds (error rate ${test.falseUpheld})`,
    refuted: `${held}, so for less than ${test.upper} of all seeds (error rate ${test.falseRefuted})`,
    undecided: `${held}: too few seeds to decide between shares of ${test.lower} and ${test.upper}`,
  };
  return { verdict: decision, because: because[decision], trials };
}

async function compareRate(
  { recorded, trials, falseAlarm }: Extract<TrainingStrength, { kind: 'fragile' }>,
  grow: Grow,
): Promise<Conclusion> {
  const outcomes = await grow(trials);
  const now = { holds: outcomes.filter(Boolean).length, of: outcomes.length };
  const [low, high] = exactInterval(now, 0.95).map((share) => share.toFixed(2));
  const probability = sameRateProbability(recorded, now);
  const found = `held for ${now.holds} of ${now.of} seeds, a rate of ${low} to ${high} (95%)`;
  return probability < falseAlarm
    ? {
        verdict: 'refuted',
        because: `${found}, which is not the recorded rate of ${recorded.holds} in ${recorded.of} (p = ${probability.toExponential(1)})`,
        trials,
      }
    : { verdict: 'upheld', because: `${found}; recorded: ${recorded.holds} of ${recorded.of}`, trials };
}

/**
 * @param runs of whole trials, in the order of `instancesOf`.
 * @param rowsOf needed by a claim that looks at its training sets; without it they are empty.
 */
export async function judgeTrials<S extends Settings>(
  question: Question<S>,
  runs: readonly Run[],
  rowsOf: RowsOf = noRows,
): Promise<Trial<S>[]> {
  const perTrial = Object.keys(question.settings).length * question.bestOf;
  const trials = Array.from({ length: runs.length / perTrial }, (_, k) =>
    judgeTrial(question, runs.slice(k * perTrial, (k + 1) * perTrial), rowsOf),
  );
  return Promise.all(trials);
}

async function judgeTrial<S extends Settings>(
  { settings, bestOf, judge }: Question<S>,
  runs: readonly Run[],
  rowsOf: RowsOf,
): Promise<Trial<S>> {
  const { seed } = runs[0]!;
  const names = Object.keys(settings);
  const chosen = names.map((_, at) => bestRun(runs.slice(at * bestOf, (at + 1) * bestOf)));
  const ended = chosen.map(({ outcome }) => outcome.kind);
  const at = ended.includes('failed')
    ? ended.indexOf('failed')
    : ended.findIndex((kind) => kind !== 'finished');
  const lost = ended[at];
  if (lost !== undefined && lost !== 'finished') {
    const because = `the run "${names[at]}" ${unfinished(chosen[at]!)}`;
    return { judgement: { seed, holds: false, because, measured: {} }, found: undefined, lost };
  }
  const rows = await Promise.all(chosen.map(rowsOf));
  const byName = Object.fromEntries(names.map((name, at) => [name, chosen[at]!])) as unknown as RunsOf<S>;
  const sets = Object.fromEntries(names.map((name, at) => [name, rows[at]!])) as unknown as TrainingSetsOf<S>;
  return { judgement: { seed, ...judge(byName, sets) }, found: { runs: byName, sets }, lost: undefined };
}

async function noRows({ setting }: Instance): Promise<Matrix> {
  return matrix(0, setting.n, () => 0);
}

/**
 * A run that failed is no success, but it does not refute the claim either: where that is what was
 * expected, a subject that crashes would pass.
 */
export function unlessFailed(verdict: Verdict, trials: readonly Pick<Trial<Settings>, 'lost'>[]): Verdict {
  return verdict === 'refuted' && trials.some(({ lost }) => lost === 'failed') ? 'blocked' : verdict;
}

/** A clause about the first trial that does not hold. */
export function firstFailure(trials: readonly Pick<Trial<Settings>, 'judgement'>[]): string {
  const failed = trials.find(({ judgement }) => !judgement.holds)?.judgement;
  return failed ? `; seed ${failed.seed}: ${failed.because}` : '';
}
