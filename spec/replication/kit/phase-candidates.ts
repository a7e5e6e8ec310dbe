/**
 * What the candidate weights of the phases cost, as a subject computes it: expectations by exact
 * quadrature over rows at a point of the phase diagram, held against the closed forms.
 */
import fc from 'fast-check';
import { matrixOf } from '../../../src/models/matrix.js';
import type { TiedWeights } from '../../../src/models/weights.js';
import { coneBatches } from '../../../src/oracle/cone-rows.js';
import {
  candidateWeights,
  closedFormBoundary,
  closedFormLoss,
  type Phase,
  type PhasePoint,
  phasesOf,
} from '../../../src/oracle/phases.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { probability } from '../../properties/kit/arbitraries.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import type { Precision } from '../../properties/kit/error-bounds.js';
import { expectedLossOver, expectedOver } from '../../properties/kit/exact-expectation.js';
import { nameOf, phaseSetting } from './phase-grid.js';

/** r from 1/64 to 10, exact in float32, and any p. */
export const phasePoints: fc.Arbitrary<PhasePoint> = fc.record({
  r: fc.oneof(
    fc.constant(1),
    fc.integer({ min: 1, max: 640 }).map((k) => k / 64),
    fc.integer({ min: 1, max: 64 }).map((k) => k / 64),
  ),
  p: probability,
});

type Differentiating = Pick<Required<Subject>, 'lossAndGradient'>;

export interface Cost {
  readonly loss: number;
  readonly tolerance: number;
}

/** What each candidate costs, which is its closed form within γ_k times the majorant; the least first. */
export async function candidateCosts(
  subject: Differentiating,
  precision: Precision,
  n: 2 | 3,
  point: PhasePoint,
): Promise<(Cost & { readonly phase: Phase })[]> {
  const found = [];
  for (const phase of phasesOf(n)) {
    const weights = candidateWeights(n, phase, point.p);
    const cost = await costOf(subject, precision, n, point, weights);
    const expected = closedFormLoss(phase, point) / n;
    expectWithin(`the loss of "${phase}" at ${nameOf(point)}`, cost.loss, expected, cost.tolerance);
    found.push({ phase, ...cost });
  }
  return found.sort((a, b) => a.loss - b.loss);
}

/** The same of the candidates of two features in one dimension with b = 0, of which one is "confused". */
export async function costsWithoutBias(
  subject: Differentiating,
  precision: Precision,
  point: PhasePoint,
): Promise<{ readonly confused: Cost; readonly others: readonly Cost[] }> {
  const found: [name: string, cost: Cost][] = [];
  for (const [name, { W, expected }] of Object.entries(withoutBias(point))) {
    const weights: TiedWeights = { kind: 'tied', W: matrixOf([W]), b: new Float64Array(2) };
    const cost = await costOf(subject, precision, 2, point, weights);
    expectWithin(`the loss of "${name}" at ${nameOf(point)}`, cost.loss, expected / 2, cost.tolerance);
    found.push([name, cost]);
  }
  const named = (confused: boolean): Cost[] =>
    found.filter(([name]) => (name === 'confused') === confused).map(([, cost]) => cost);
  return { confused: named(true)[0]!, others: named(false) };
}

/** The expected gradient of two features in one dimension, and how far it may be off. */
export function expectedGradient(
  subject: Differentiating,
  precision: Precision,
  point: PhasePoint,
  weights: TiedWeights,
): ReturnType<typeof expectedOver> {
  const setting = phaseSetting(2, point);
  return expectedOver(coneBatches(2, point.p), setting, weights, precision, (x) =>
    subject.lossAndGradient(setting, weights, x),
  );
}

/** The phase by where the point lies to the boundary formula, without comparing losses. */
export function phaseByBoundary(n: 2 | 3, { r, p }: PhasePoint): Phase {
  if (p > closedFormBoundary(n, r)) return r < 1 ? 'last dropped' : 'another dropped';
  return n === 3 && r > 1 ? 'others superposed' : 'last superposed';
}

function costOf(
  subject: Differentiating,
  precision: Precision,
  n: 2 | 3,
  point: PhasePoint,
  weights: TiedWeights,
): Promise<Cost> {
  const setting = phaseSetting(n, point);
  return expectedLossOver(coneBatches(n, point.p), setting, weights, precision, (x) =>
    subject.lossAndGradient(setting, weights, x),
  );
}

/** Weights with b = 0, and their losses summed over the two features. */
function withoutBias({ r, p }: PhasePoint): Record<string, { W: number[]; expected: number }> {
  return {
    'last dropped': { W: [1, 0], expected: (r * p) / 3 },
    'another dropped': { W: [0, 1], expected: p / 3 },
    antipodal: { W: [1, -1], expected: ((1 + r) * p ** 2) / 6 },
    confused: { W: [Math.SQRT1_2, Math.SQRT1_2], expected: (1 + r) * (p / 6 - p ** 2 / 8) },
  };
}
