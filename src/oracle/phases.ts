/**
 * The phases of n = m + 1 features, in closed form.
 *
 * All features have the importance 1 but the last, which has r, and all are on with probability p. One
 * feature too many for the hidden dimensions can be dealt with in four ways:
 *
 *     phase               W                              summed loss
 *     last dropped        a dimension for each other     r (p/3 − p²/4)
 *     another dropped     a dimension for each but one   p/3 − p²/4
 *     last superposed     another one and the last share (1 + r) p² / 6
 *     others superposed   two others share (n ≥ 3)       p² / 3
 *
 * A dropped feature has the best constant, b = p/2, and costs its variance. Two that share a dimension
 * are antipodal, W_i = −W_j, with b = 0: alone each is exact, together each loses the smaller value,
 * E min(x_i, x_j)² = p² / 6. The least of the four is the theory's phase. For r ≤ 1 the last feature is
 * superposed below p = 4r / (2 + 5r); for r ≥ 1 superposition begins below 4 / (5 + 2r) when there is
 * one other feature, and below 4/7 when there are two, which then share.
 *
 * Source: Elhage et al. 2022, "Superposition as a Phase Change", and its notebook
 * (github.com/wattenberg/superposition).
 * Limits: candidates, not optima: an antipodal pair does better still with a positive bias
 * (antipodal-pair.ts), so the true boundary lies at a higher p.
 */
import { matrixOf } from '../models/matrix.js';
import type { TiedWeights } from '../models/weights.js';

export const phases = ['last dropped', 'another dropped', 'last superposed', 'others superposed'] as const;
export type Phase = (typeof phases)[number];

/** Where in a phase diagram: the importance of the last feature and the feature probability. */
export interface PhasePoint {
  readonly r: number;
  readonly p: number;
}

/** The number of features; there is one hidden dimension less. */
export type PhaseSize = 2 | 3;

/** The phases that n features can be in. */
export function phasesOf(n: PhaseSize): Phase[] {
  return phases.filter((phase) => n === 3 || phase !== 'others superposed');
}

/** Summed over features: the loss of the settings is this divided by n. */
export function closedFormLoss(phase: Phase, { r, p }: PhasePoint): number {
  const variance = p / 3 - p ** 2 / 4;
  switch (phase) {
    case 'last dropped':
      return r * variance;
    case 'another dropped':
      return variance;
    case 'last superposed':
      return ((1 + r) * p ** 2) / 6;
    case 'others superposed':
      return p ** 2 / 3;
  }
}

/** The phase of least loss in closed form; of equal ones the first in the order of `phases`. */
export function closedFormPhase(n: PhaseSize, point: PhasePoint): Phase {
  const losses = phasesOf(n).map((phase) => closedFormLoss(phase, point));
  return phases[losses.indexOf(Math.min(...losses))]!;
}

/** The feature probability below which some features are superposed and above which one is dropped. */
export function closedFormBoundary(n: PhaseSize, r: number): number {
  if (r <= 1) return (4 * r) / (2 + 5 * r);
  return n === 2 ? 4 / (5 + 2 * r) : 4 / 7;
}

/**
 * Whether the closed form has one phase throughout r/f … r f and p/f … min(1, p f). Its four corners
 * decide: in log r and log p a phase with superposition is convex (its upper boundary is concave), and
 * one without it lies above a boundary that is monotone on its side of r = 1.
 */
export function isSettled(n: PhaseSize, { r, p }: PhasePoint, factor: number): boolean {
  const corners = [r / factor, r * factor].flatMap((cornerR) =>
    [p / factor, Math.min(1, p * factor)].map((cornerP) => closedFormPhase(n, { r: cornerR, p: cornerP })),
  );
  return new Set(corners).size === 1;
}

/** The candidate as weights. */
export function candidateWeights(n: PhaseSize, phase: Phase, p: number): TiedWeights {
  const [columns, dropped] = candidates[n][phase] ?? [];
  if (!columns) throw new RangeError(`${n} features have no phase "${phase}"`);
  return {
    kind: 'tied',
    W: matrixOf(columns),
    b: Float64Array.from({ length: n }, (_, i) => (i === dropped ? p / 2 : 0)),
  };
}

/** W as rows, and the feature that is dropped. */
type Candidate = readonly [W: number[][], dropped?: number];

const candidates: Readonly<Record<PhaseSize, Readonly<Partial<Record<Phase, Candidate>>>>> = {
  2: {
    'last dropped': [[[1, 0]], 1],
    'another dropped': [[[0, 1]], 0],
    'last superposed': [[[1, -1]]],
  },
  3: {
    'last dropped': [
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
      2,
    ],
    'another dropped': [
      [
        [0, 1, 0],
        [0, 0, 1],
      ],
      0,
    ],
    'last superposed': [
      [
        [1, 0, 0],
        [0, 1, -1],
      ],
    ],
    'others superposed': [
      [
        [1, -1, 0],
        [0, 0, 1],
      ],
    ],
  },
};
