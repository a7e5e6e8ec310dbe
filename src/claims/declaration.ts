/**
 * What a claim says, and what came of it. All of it plain data: a declaration travels from the spec
 * file to the CLI as the `meta` of its vitest test, the evidence on the way back likewise.
 */
import type {} from 'vitest';
import type { Weights } from '../models/weights.js';
import type { FigureData } from '../report/figures/figure-data.js';
import type { DigitsSetting } from '../setting/digits.js';
import type { Setting } from '../setting/schema.js';
import type { Rate } from '../statistics/rates.js';
import type { SequentialTest } from '../statistics/sprt.js';
import type { ControlName } from '../subjects/controls.js';
import type { OpenOptions } from '../subjects/registry.js';
import type { Subject } from '../subjects/subject.js';
import type { Profile } from './profile.js';

/** How firmly a claim can be held, which fixes how it is tested. */
export type Strength =
  /** Holds for every input: asserted hard, by fast-check. */
  | { readonly kind: 'theorem' }
  /** Holds for at least a stated share of seeds: decided by a truncated sequential test. */
  | ({ readonly kind: 'robust' } & SequentialTest)
  /**
   * Documented, but not reproducible at a stated rate: its rate over a fixed number of trials is
   * measured, and gated only against change from the rate that was recorded. `upheld` then means "as
   * often as recorded", not "always".
   */
  | {
      readonly kind: 'fragile';
      /** The rate as measured when the claim was written. */
      readonly recorded: Rate;
      /** Trials now, fixed in advance. */
      readonly trials: number;
      /** Bound on the chance of finding a change where there is none. */
      readonly falseAlarm: number;
    }
  /**
   * Judged once, on weights as they were saved. There are no seeds to draw, so nothing is said of other
   * trainings and no error rate can be stated.
   */
  | { readonly kind: 'observed' };

/** The strengths of claims about training. */
export type TrainingStrength = Extract<Strength, { kind: 'robust' | 'fragile' }>;

/** `blocked`: a prerequisite did not hold: a run failed. `not applicable`: the subject lacks what the claim needs. */
export type Verdict = 'upheld' | 'refuted' | 'undecided' | 'blocked' | 'not applicable';

/** The verdict that is expected of a subject that is as it should be. */
export type Expectation =
  | { readonly verdict: 'upheld' }
  /** A documented sentence that does not replicate is a finding; the reason stands beside it. */
  | { readonly verdict: 'refuted'; readonly because: string };

/** What a claim needs of a subject: methods to call, or saved weights. */
export type Need = Exclude<keyof Subject, 'describe' | 'close'>;

/** What a claim says, whole: every default is written out. */
export interface Declaration {
  readonly id: string;
  /** Where it is documented: paper and section, or code. */
  readonly source: string;
  /** The documented sentence, in words. */
  readonly statement: string;
  /** When it counts as holding, with the numbers. */
  readonly criterion: string;
  readonly strength: Strength;
  /** The smallest profile that it belongs to. */
  readonly profile: Profile;
  readonly expected: Expectation;
  readonly needs: readonly Need[];
  /** The settings whose runs it is judged on, by the name that it uses for them; none for theorems. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** The setting of a claim about digits, which has no others. */
  readonly digits?: DigitsSetting | undefined;
  /**
   * A trial takes the run of least population loss of this many consecutive seeds, as the paper does
   * where training gets stuck; 1 for most claims.
   */
  readonly bestOf: number;
  /** The controls for which it must not hold; a claim that none can refute proves nothing. */
  readonly controls: readonly ControlName[];
}

/** What the runs of one trial say. */
export interface Judgement {
  readonly holds: boolean;
  /** One clause with the values: what was found, or what is wrong. */
  readonly because: string;
  /** The numbers that the criterion is about. */
  readonly measured: Readonly<Record<string, number>>;
}

/** The judgement of one trial, by its seed. */
export interface SeedJudgement extends Judgement {
  /** The (first) seed of the trial. */
  readonly seed: number;
}

/** Weights to be drawn beside the claim: the finished run of the first seed under each setting. */
export interface Exhibit {
  readonly name: string;
  readonly setting: Setting;
  readonly seed: number;
  readonly weights: Weights;
}

/** What came of a claim, for one subject. */
export interface Evidence {
  readonly subject: string;
  readonly verdict: Verdict;
  /** One sentence: how the verdict came about. */
  readonly because: string;
  readonly seeds: readonly SeedJudgement[];
  readonly exhibits: readonly Exhibit[];
  /** The paper's figure for this claim, as data. */
  readonly figures: readonly FigureData[];
}

/** By instance keys, which claims that share a setting share. */
export interface FurtherRuns {
  /** Trained while the claim was judged. */
  readonly trained: readonly string[];
  /** Asked for once the first trials had not decided, trained or found. */
  readonly further: readonly string[];
}

/** A gate holds when the verdict is the expected one, or when the claim does not apply. */
export function gateHolds(expected: Expectation, verdict: Verdict): boolean {
  return verdict === 'not applicable' || verdict === expected.verdict;
}

declare module 'vitest' {
  interface TaskMeta {
    claim?: Declaration;
    evidence?: Evidence;
    /** Instead of evidence, when the specs are run to calibrate. */
    calibration?: readonly SeedJudgement[];
    /** The runs that judging it took beyond those that were trained before. */
    runs?: FurtherRuns;
  }
  interface ProvidedContext {
    /** The subjects that the specs are run for; all that are built in when nothing is provided. */
    subjects?: readonly string[] | undefined;
    /** The ids of the claims to run; all when nothing is provided. */
    claims?: readonly string[] | undefined;
    /** At most this many seeds for a robust claim. */
    seeds?: number | undefined;
    /** Judge this many trials of each claim, from this seed on, and conclude nothing. */
    calibration?: { readonly trials: number; readonly firstSeed: number } | undefined;
    /** How the subjects are opened. */
    opening?: OpenOptions | undefined;
    /** The folder of the evidence store. */
    evidence?: string | undefined;
    /** The seed of the fast-check properties. */
    propertySeed?: number | undefined;
  }
}
