/**
 * What many seeds say about a claim: its true rate, how its numbers are distributed, and where its
 * strength and its thresholds could stand. Pure. Nothing is gated here: a person reads it and decides.
 */
import { trueShare } from '../statistics/budget.js';
import { exactInterval, type Rate } from '../statistics/rates.js';
import { lowerToleranceBound, upperToleranceBound } from '../statistics/tolerance.js';
import type { SeedJudgement, TrainingStrength } from './declaration.js';

/** Of the interval for the rate. */
export const confidence = 0.95;

/** What a proposed threshold promises: to hold for the share of seeds that a robust claim needs. */
export const coverage = { share: trueShare, confidence } as const;

export interface Calibration {
  readonly rate: Rate;
  readonly interval: readonly [low: number, high: number];
  readonly proposal: Proposal;
  /** For each number that the claim measures, in the order of their first appearance. */
  readonly measures: readonly MeasureCalibration[];
}

export type Proposal =
  /** The rate is surely high enough that a true claim hardly ever alarms. */
  | { readonly strength: 'robust'; readonly verdict: 'upheld' | 'refuted' }
  /** It comes and goes with the seed. */
  | { readonly strength: 'fragile'; readonly recorded: Rate }
  /** The trials are too few to tell. */
  | { readonly strength: 'open' };

export interface MeasureCalibration {
  readonly name: string;
  /** Trials that gave the number; a run that diverged gives none. */
  readonly count: number;
  readonly quantiles: Quantiles;
  /** Among trials in which the claim held, and in which it did not; absent where there were none. */
  readonly holding: Quantiles | undefined;
  readonly failing: Quantiles | undefined;
  /** Thresholds that a claim on this number alone could have; undefined when the trials are too few. */
  readonly atLeast: number | undefined;
  readonly atMost: number | undefined;
  /** The widest stretch between neighbouring values: where a distribution of two humps falls apart. */
  readonly gap: { readonly from: number; readonly to: number; readonly below: number } | undefined;
}

export interface Quantiles {
  readonly least: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly most: number;
}

/** @param trials at least one. */
export function calibrate(trials: readonly SeedJudgement[]): Calibration {
  const rate = { holds: trials.filter(({ holds }) => holds).length, of: trials.length };
  const interval = exactInterval(rate, confidence);
  const names = [...new Set(trials.flatMap(({ measured }) => Object.keys(measured)))];
  return {
    rate,
    interval,
    proposal: propose(rate, interval),
    measures: names.map((name) => measureCalibration(name, trials)),
  };
}

/** Whether the claim is declared as the trials propose; undefined when they leave it open. */
export function agrees(
  declared: TrainingStrength,
  expected: 'upheld' | 'refuted',
  proposal: Proposal,
): boolean | undefined {
  if (proposal.strength === 'open') return undefined;
  if (proposal.strength === 'fragile') return declared.kind === 'fragile';
  return declared.kind === 'robust' && expected === proposal.verdict;
}

function propose(rate: Rate, [low, high]: Calibration['interval']): Proposal {
  if (low >= trueShare) return { strength: 'robust', verdict: 'upheld' };
  if (high <= 1 - trueShare) return { strength: 'robust', verdict: 'refuted' };
  return high < trueShare && low > 1 - trueShare
    ? { strength: 'fragile', recorded: rate }
    : { strength: 'open' };
}

function measureCalibration(name: string, trials: readonly SeedJudgement[]): MeasureCalibration {
  const valuesOf = (some: readonly SeedJudgement[]): number[] =>
    some
      .flatMap(({ measured }) => (Object.hasOwn(measured, name) ? [measured[name]!] : []))
      .toSorted((a, b) => a - b);
  const values = valuesOf(trials);
  return {
    name,
    count: values.length,
    quantiles: quantiles(values)!,
    holding: quantiles(valuesOf(trials.filter(({ holds }) => holds))),
    failing: quantiles(valuesOf(trials.filter(({ holds }) => !holds))),
    atLeast: lowerToleranceBound(values, coverage),
    atMost: upperToleranceBound(values, coverage),
    gap: widestGap(values),
  };
}

/** The values of rank ⌈q N⌉, for q = 5%, 50%, 95%, and both ends. */
function quantiles(sorted: readonly number[]): Quantiles | undefined {
  if (sorted.length === 0) return undefined;
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
  return { least: sorted[0]!, low: at(0.05), median: at(0.5), high: at(0.95), most: sorted.at(-1)! };
}

function widestGap(sorted: readonly number[]): MeasureCalibration['gap'] {
  let widest: MeasureCalibration['gap'];
  for (let below = 1; below < sorted.length; below++) {
    const [from, to] = [sorted[below - 1]!, sorted[below]!];
    if (to > from && (!widest || to - from > widest.to - widest.from)) widest = { from, to, below };
  }
  return widest;
}
