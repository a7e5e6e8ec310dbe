/** From runs on digits to a verdict: a trial is one seed of one setting. */
import type { Digits } from '../data/digits/digit-set.js';
import type { FigureData } from '../report/figures/figure-data.js';
import type { DigitsSetting } from '../setting/digits.js';
import type { DigitsInstance, DigitsRun, FinishedDigitsRun } from '../subjects/digits.js';
import type { Declaration, Evidence, Judgement, SeedJudgement, TrainingStrength } from './declaration.js';
import { decideTrials, firstFailure, firstSeed, unlessFailed } from './judge.js';

/** What a finished run says, with the digits that it was trained and tested on. Pure. */
export type DigitsJudge = (run: FinishedDigitsRun, digits: Digits) => Judgement;

export interface DigitsQuestion {
  readonly strength: TrainingStrength;
  readonly setting: DigitsSetting;
  readonly digits: Digits;
  readonly judge: DigitsJudge;
  readonly figures?: ((run: FinishedDigitsRun, digits: Digits) => readonly FigureData[]) | undefined;
}

interface DigitsTrial {
  readonly judgement: SeedJudgement;
  /** Why there is no finished run. */
  readonly lost: 'diverged' | 'failed' | undefined;
}

/** The instances of the trials from … to − 1 of a claim about digits; none of another claim. */
export function digitsInstancesOf(
  { digits }: Pick<Declaration, 'digits'>,
  from: number,
  to: number,
  first = firstSeed,
): DigitsInstance[] {
  if (!digits) return [];
  return Array.from({ length: to - from }, (_, k) => ({ setting: digits, seed: first + from + k }));
}

/** Asks for runs, a few at a time, until the claim's test decides or ends. */
export async function judgeDigits(
  question: DigitsQuestion,
  runsOf: (instances: readonly DigitsInstance[]) => Promise<readonly DigitsRun[]>,
): Promise<Omit<Evidence, 'subject'>> {
  const { strength, setting, digits, figures } = question;
  const judged: DigitsTrial[] = [];
  let first: FinishedDigitsRun | undefined;
  const conclusion = await decideTrials(strength, async (to) => {
    const runs = await runsOf(digitsInstancesOf({ digits: setting }, judged.length, to));
    first ??= runs.find(isFinished);
    judged.push(...runs.map((run) => judgeDigitsRun(question, run)));
    return judged.map(({ judgement }) => judgement.holds);
  });
  const counted = judged.slice(0, conclusion.trials);
  return {
    verdict: unlessFailed(conclusion.verdict, counted),
    because: conclusion.because + firstFailure(counted),
    seeds: counted.map(({ judgement }) => judgement),
    exhibits: [],
    figures: first ? (figures?.(first, digits) ?? []) : [],
  };
}

/** A run that diverged or failed counts against the claim. */
export function judgeDigitsRun(
  { judge, digits }: Pick<DigitsQuestion, 'judge' | 'digits'>,
  run: DigitsRun,
): DigitsTrial {
  const { seed, outcome } = run;
  if (isFinished(run)) return { judgement: { seed, ...judge(run, digits) }, lost: undefined };
  const because =
    outcome.kind === 'diverged'
      ? `the run diverged at step ${outcome.step}: ${outcome.reason}`
      : `the run failed: ${outcome.kind === 'failed' ? outcome.reason : ''}`;
  return {
    judgement: { seed, holds: false, because, measured: {} },
    lost: outcome.kind === 'failed' ? 'failed' : 'diverged',
  };
}

function isFinished(run: DigitsRun): run is FinishedDigitsRun {
  return run.outcome.kind === 'finished';
}
