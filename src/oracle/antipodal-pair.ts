/**
 * The antipodal pair at its best: n = 2, m = 1, W = (a, −c), biases β ≥ 0, features on with
 * probability p, importances 1 and r.
 *
 * Output 0 is ReLU(T x_0 − U x_1 + β) with T = a², U = a c; output 1 likewise with T = c². Let d = 1 − T,
 * q the least of 1 and (U − β)/T. Then the expected squared error is, by which features are on,
 *
 *     neither    β²
 *     this       ∫₀¹ (β − d x)² dx
 *     the other  ∫₀¹ ReLU(β − U y)² dy
 *     both       ∫₀^q [((β − d x)³ + x³) / 3U + x² (1 − (T x + β)/U)] dx + ∫_q¹ ∫₀¹ (β − d x − U y)² dy dx,
 *
 * where for x < q the output is clipped from y = (T x + β)/U on. All are polynomials of degree 3 at
 * most in x, which two-point Gauss–Legendre integrates exactly. At a = c = 1, β = 0 the sum of both
 * features is (1 + r) p²/6, the closed form of phases.ts; its slope in β there is −p²/3 for a feature
 * of importance 1, so that a pair does better with a positive bias.
 *
 * Source: own; the optimum at r = 1 is what tianhaol97/Superposition trained.
 * Limits: W_0 and W_1 of opposite signs, neither 0.
 */
import type { PhasePoint } from './phases.js';

export interface AntipodalPair {
  /** The lengths of the two embeddings, a and c. */
  readonly norms: readonly [number, number];
  /** β_0 and β_1. */
  readonly biases: readonly [number, number];
}

/** Summed over the two features: the loss of the settings is half of this. */
export function antipodalLoss({ norms: [a, c], biases }: AntipodalPair, { r, p }: PhasePoint): number {
  return featureLoss(a ** 2, a * c, biases[0], p) + r * featureLoss(c ** 2, a * c, biases[1], p);
}

function featureLoss(T: number, U: number, β: number, p: number): number {
  const d = 1 - T;
  const q = Math.min(1, Math.max(0, (U - β) / T));
  const alone = integral(0, 1, (x) => (β - d * x) ** 2);
  const other = integral(0, Math.min(1, β / U), (y) => (β - U * y) ** 2);
  const clipped = (x: number): number =>
    ((β - d * x) ** 3 + x ** 3) / (3 * U) + x ** 2 * (1 - (T * x + β) / U);
  const whole = (x: number): number => integral(0, 1, (y) => (β - d * x - U * y) ** 2);
  const both = integral(0, q, clipped) + integral(q, 1, whole);
  return (1 - p) ** 2 * β ** 2 + p * (1 - p) * (alone + other) + p ** 2 * both;
}

/** Two-point Gauss–Legendre. */
function integral(low: number, high: number, f: (x: number) => number): number {
  const middle = (low + high) / 2;
  const reach = (high - low) / 2 / Math.sqrt(3);
  return ((high - low) / 2) * (f(middle - reach) + f(middle + reach));
}

/**
 * The pair of least loss that is to be had downhill from a = c = 1, β = .1, by a search along the
 * coordinates whose steps grow by half on success and halve on failure, until they are below 1e-9.
 */
export function bestAntipodalPair(point: PhasePoint): AntipodalPair & { readonly loss: number } {
  const least = [0.01, 0.01, 0, 0];
  const pairOf = ([a, c, b0, b1]: readonly number[]): AntipodalPair => ({
    norms: [a!, c!],
    biases: [b0!, b1!],
  });
  let at = [1, 1, 0.1, 0.1];
  let loss = antipodalLoss(pairOf(at), point);
  const steps = [0.1, 0.1, 0.1, 0.1];
  while (Math.max(...steps) > 1e-9) {
    for (let i = 0; i < at.length; i++) {
      const tried = [1, -1].map((sign) => {
        const moved = at.map((value, j) => (j === i ? Math.max(least[i]!, value + sign * steps[i]!) : value));
        return { moved, loss: antipodalLoss(pairOf(moved), point) };
      });
      const better = tried.find((one) => one.loss < loss);
      if (better) ({ moved: at, loss } = better);
      steps[i]! *= better ? 1.5 : 0.5;
    }
  }
  return { ...pairOf(at), loss };
}
