/**
 * The attack of the setting schema (`training.attack`), as its definition stands and with numbers of its
 * own: every candidate for every row through the reference, and E‖x‖ from
 *
 *     E √X = (1/√π) ∫₀^∞ (1 − E e^{−s²X}) s^{−2} ds,   E e^{−s²x_i²} = 1 − p_i + p_i √π erf(s) / 2s
 *
 * with s = tan θ by Simpson's rule; 400 intervals leave less than 1e-10.
 * Limits: independent features, uniform or signed, and models without a hidden ReLU.
 */
import type { Matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ModelName } from '../setting/schema.js';
import { abs, add, dot, erf, multiply, norm, square, subtract, transpose } from './mathjs.js';
import { nested, pass } from './reference.js';

export interface Attacked {
  /** x + δ, rows × n. */
  readonly x: Matrix;
  /** For each row the i whose G_i gave δ, or −1 for δ = 0. */
  readonly by: readonly number[];
  /**
   * By how much the loss of a row under its attack exceeds that under any δ that differs from it, over
   * the row: what rounding must not bridge. Infinite where there is no other.
   */
  readonly leads: readonly number[];
}

/** decoder · encoder, n × n. */
export function referenceProduct(weights: Weights): number[][] {
  return weights.kind === 'untied'
    ? multiply(nested(weights.decoder), nested(weights.encoder))
    : multiply(transpose(nested(weights.W)), nested(weights.W));
}

/** @param radius ε. */
export function referenceAttack(
  model: ModelName,
  importance: readonly number[],
  weights: Weights,
  x: Matrix,
  radius: number,
): Attacked {
  const G = referenceProduct(weights);
  const none = { i: -1, delta: new Array<number>(x.columns).fill(0) };
  const candidates = G.flatMap((row, i) => {
    const length = Number(norm(row));
    return length === 0 ? [] : [{ i, delta: row.map((value) => (radius * value) / length) }];
  });
  const chosen = nested(x).map((row) => {
    const target = model === 'absolute-value' ? abs(row) : row;
    const tried = [none, ...candidates].map(({ i, delta }) => {
      const attacked = add(row, delta);
      const error = subtract([...pass(model, weights, attacked).output], target);
      return {
        i,
        delta,
        attacked,
        loss: dot(
          [...importance],
          error.map((value) => square(value)),
        ),
      };
    });
    const worst = tried.reduce((most, next) => (next.loss > most.loss ? next : most));
    const others = tried.filter(({ delta }) => Number(norm(subtract(delta, worst.delta))) > 1e-9 * radius);
    return { ...worst, lead: Math.min(...others.map(({ loss }) => worst.loss - loss)) };
  });
  return {
    x: { ...x, data: Float64Array.from(chosen.flatMap(({ attacked }) => attacked)) },
    by: chosen.map(({ i }) => i),
    leads: chosen.map(({ lead }) => lead),
  };
}

/** E‖x‖₂ for features that are on with these probabilities. */
export function referenceMeanNorm(p: readonly number[]): number {
  const intervals = 400;
  const width = Math.PI / 2 / intervals;
  const integrand = (θ: number): number => {
    const s = Math.tan(θ);
    // (1 − Π (1 − p_i s²/3)) / s² at s = 0, and 1 − P(x = 0) at the other end.
    if (θ === 0) return p.reduce((total, pi) => total + pi / 3, 0);
    const fall = (pi: number): number => 1 - pi + (pi * Math.sqrt(Math.PI) * erf(s)) / (2 * s);
    return (1 - p.reduce((product, pi) => product * fall(pi), 1)) / Math.sin(θ) ** 2;
  };
  let total = integrand(0) + integrand(Math.PI / 2);
  for (let k = 1; k < intervals; k++) total += (k % 2 === 1 ? 4 : 2) * integrand(k * width);
  return ((width / 3) * total) / Math.sqrt(Math.PI);
}
