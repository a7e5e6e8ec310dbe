/**
 * Grids over importance and feature probability: n = m + 1 features, importances 1 … 1 and r. A claim's
 * settings are a record, so that a grid is a record with a name for each of its cells.
 *
 * Training: Adam with a rate that falls linearly to 0, so that the weights settle; the loss is small
 * and smooth, and batches of 256 fresh rows do. What was measured with these settings stands with each.
 */
import { phaseOf } from '../../../src/measures/phase.js';
import { closedFormPhase, isSettled, type Phase, type PhasePoint } from '../../../src/oracle/phases.js';
import type { Setting } from '../../../src/setting/schema.js';
import { parseSetting } from '../../../src/setting/setting.js';
import type { FinishedRun } from '../../../src/subjects/subject.js';

type Size = Parameters<typeof closedFormPhase>[0];

/**
 * Two features in one dimension. 300 steps at .03 give the phases that 3,000 steps of 1,024 rows at .01
 * give, in each of 100 cells (best of 10).
 */
const shortTraining = { learningRate: 0.03, steps: 300 } as const;
/**
 * Three features in two. With the shorter training a single run ends in the phase of least loss for no
 * more than 24% of the seeds in the sparsest cells, with this one for 35%.
 */
const longTraining = { learningRate: 0.02, steps: 1000 } as const;

export function phaseSetting(
  n: Size,
  { r, p }: PhasePoint,
  { model = 'relu-output', training = n === 2 ? shortTraining : longTraining }: Variant = {},
): Setting {
  return parseSetting({
    model,
    n,
    m: n - 1,
    importance: { kind: 'list', values: [...new Array<number>(n - 1).fill(1), r] },
    data: { probability: p },
    training: { ...training, optimiser: { kind: 'adam' }, schedule: { kind: 'linear' }, batch: 256 },
  });
}

interface Variant {
  readonly model?: 'relu-output' | 'linear';
  readonly training?: typeof shortTraining | typeof longTraining;
}

/** For claims about where a training ends, which nothing may be left of the steps to change. */
export const settled: Variant = { training: longTraining };

export interface PhaseGrid {
  readonly n: Size;
  /** Importances of the last feature, rising. */
  readonly importances: readonly number[];
  /** Feature probabilities, rising. */
  readonly probabilities: readonly number[];
  readonly settings: Readonly<Record<string, Setting>>;
}

/** r from .1 to 10 and p from .01 to 1 as in the paper, `side` values each, evenly spaced in the logarithm. */
export function phaseGrid(n: Size, side: number): PhaseGrid {
  const importances = spaced(0.1, 10, side);
  const probabilities = spaced(0.01, 1, side);
  const points = probabilities.flatMap((p) => importances.map((r) => ({ r, p })));
  return { n, importances, probabilities, settings: phaseSettings(n, points) };
}

/** The settings of some points by their names. */
export function phaseSettings(
  n: Size,
  points: readonly PhasePoint[],
  variant?: Variant,
): Record<string, Setting> {
  return Object.fromEntries(points.map((point) => [nameOf(point), phaseSetting(n, point, variant)]));
}

export function nameOf({ r, p }: PhasePoint): string {
  return `r = ${r}, p = ${p}`;
}

/** What became of one cell. */
export interface Cell {
  readonly point: PhasePoint;
  readonly trained: Phase | undefined;
  readonly theory: Phase;
}

/** The cells by probability and, within one, by importance, both rising. */
export function cellsOf(
  { n, importances, probabilities }: PhaseGrid,
  runs: Readonly<Record<string, FinishedRun>>,
): Cell[] {
  return probabilities.flatMap((p) =>
    importances.map((r) => ({
      point: { r, p },
      trained: phaseOf(runs[nameOf({ r, p })]!.outcome.weights),
      theory: closedFormPhase(n, { r, p }),
    })),
  );
}

/** The cells in which the closed form does not change within the factor, in r and p. */
export function settledCells(n: Size, cells: readonly Cell[], factor: number): Cell[] {
  return cells.filter(({ point }) => isSettled(n, point, factor));
}

/** Three significant digits, so that a setting reads like what it is. */
function spaced(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) =>
    Number((low * (high / low) ** (k / (count - 1))).toPrecision(3)),
  );
}
