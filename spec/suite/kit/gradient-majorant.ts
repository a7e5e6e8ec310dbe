/**
 * How far a float32 gradient may be from another one, for batches too large for central differences.
 *
 * The gradient of the loss's majorant (properties/kit/error-bounds.ts) is the gradient of the same model with
 * |θ|, |x|, the target −|x| and no ReLU, here by formula. On top of γ_k times it comes what a ReLU in
 * doubt may add: where its input z (or |h| under a penalty) is within γ_k times its own majorant of 0, either slope is right,
 * and the two differ by the whole gradient through that unit, at most its majorant.
 */
import { decoderOf, encoderOf, type Weights } from '../../../src/models/weights.js';
import { pass } from '../../../src/oracle/reference.js';
import { importances } from '../../../src/setting/derived.js';
import type { Question } from '../../properties/kit/arbitraries.js';
import { absolute, gamma } from '../../properties/kit/error-bounds.js';
import { attackOf, countOf, inputMajorant } from '../../properties/kit/objective.js';

/** For each parameter (W, b; W, b, c; or encoder, decoder, b, by name): the distance that rounding explains. */
export function gradientTolerance(question: Question): Map<string, Float64Array> {
  const { setting, weights, x } = question;
  const { n, m, model } = setting;
  const bound = gamma(countOf(question), 'float32');
  const pull = (setting.training.hiddenPenalty ?? 0) / x.rows;
  const input = attackOf(question)?.x ?? x;
  const sizes = inputMajorant(question);
  const I = importances(setting);
  const E = encoderOf(absolute(weights)).data;
  const D = decoderOf(absolute(weights)).data;
  const b = weights.b.map(Math.abs);
  const c = weights.kind === 'hidden-biased' ? weights.c.map(Math.abs) : new Float64Array(m);
  const tolerance = {
    E: new Float64Array(m * n),
    D: new Float64Array(n * m),
    b: new Float64Array(n),
    c: new Float64Array(m),
  };
  for (let r = 0; r < x.rows; r++) {
    const row = [...input.data.subarray(r * n, (r + 1) * n)];
    const size = [...sizes.data.subarray(r * n, (r + 1) * n)];
    const target = x.data.subarray(r * n, (r + 1) * n).map(Math.abs);
    const { hidden, hiddenPreActivation, outputPreActivation } = pass(model, weights, row);
    const h = Array.from({ length: m }, (_, a) => size.reduce((sum, s, j) => sum + E[a * n + j]! * s, c[a]!));
    const z = Array.from({ length: n }, (_, i) => h.reduce((sum, s, a) => sum + D[i * m + a]! * s, b[i]!));
    const inDoubt = (before: number | undefined, scale: number): boolean =>
      before !== undefined && Math.abs(before) <= bound * scale;
    const doubtful = z.map((scale, i) => inDoubt(outputPreActivation[i], scale));
    const g = z.map((scale, i) => (2 * I[i]! * (scale + target[i]!)) / (n * x.rows));
    const share = g.map((value, i) => value * (bound + (doubtful[i] ? 1 : 0)));
    for (let a = 0; a < m; a++) {
      const through = g.reduce((sum, value, i) => sum + D[i * m + a]! * value, 0);
      const uncertain = share.reduce((sum, value, i) => sum + D[i * m + a]! * value, 0);
      const penalty = pull * (bound + (pull > 0 && inDoubt(hidden[a], h[a]!) ? 2 : 0));
      const back = uncertain + penalty + (inDoubt(hiddenPreActivation[a], h[a]!) ? through + pull : 0);
      tolerance.c[a]! += back;
      for (let j = 0; j < n; j++) {
        tolerance.E[a * n + j]! += back * size[j]!;
        tolerance.D[j * m + a]! += share[j]! * h[a]!;
      }
    }
    for (let i = 0; i < n; i++) tolerance.b[i]! += share[i]!;
  }
  return byName(weights, tolerance, n, m);
}

function byName(
  weights: Weights,
  { E, D, b, c }: Record<'E' | 'D' | 'b' | 'c', Float64Array>,
  n: number,
  m: number,
): Map<string, Float64Array> {
  if (weights.kind === 'untied')
    return new Map([
      ['encoder', E],
      ['decoder', D],
      ['b', b],
    ]);
  const both = E.map((value, at) => value + D[(at % n) * m + Math.floor(at / n)]!);
  return new Map([
    ['W', both],
    ['b', b],
    ['c', c],
  ]);
}
