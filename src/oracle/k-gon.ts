/**
 * The regular k-gons at which the one-hot loss of c features in m = 2 dimensions is critical.
 *
 * In the limit of high sparsity a row is u e_j with u ~ U[0, 1]. With k embeddings of length l at equal
 * angles and the bias b ≤ 0, let t = l², s = −b / t and c_d = cos(2π d / k). One kept feature costs
 *
 *     h(t, s) = 1/3 − t P(s) / 3 + t² Q(s),   P = (1 − s)² (2 + s),   Q = Σ_{d: c_d > s} (c_d − s)³ / (3 c_d),
 *
 * a dropped one (W_i = 0, b_i ≤ 0) costs 1/3. At a critical point ∂h/∂t = 0, so t = P / (6 Q), and
 * ∂h/∂s = 0, so 2 P' Q = P Q' with P' = −3 (1 − s)(1 + s), Q' = −Σ (c_d − s)² / c_d. The loss is
 *
 *     L(k, c) = (h_k + c − k) / (3 c),   h_k = 3 k h.
 *
 * Source: Chen et al. 2023 (arXiv 2310.06301), sections 3 and appendix.
 * Limits: k = 4 … 8. For 9 ≤ k ≤ 203 there is no such critical point unless 4 divides k.
 */
import type { TiedWeights } from '../models/weights.js';

export interface KGon {
  readonly k: number;
  /** The length of the k embeddings. */
  readonly l: number;
  /** Their bias. */
  readonly b: number;
  /** h_k = 3 k h, the loss of the kept features before scaling. */
  readonly h: number;
}

/** @throws RangeError unless k is 4, 5, 6, 7 or 8. */
export function kGon(k: number): KGon {
  if (k === 4) return { k, l: 1, b: 0, h: 0 };
  if (![5, 6, 7, 8].includes(k)) throw new RangeError(`no ${k}-gon critical point is known: k must be 4 … 8`);
  const cosines = Array.from({ length: k }, (_, d) => Math.cos((2 * Math.PI * d) / k));
  const sumOver = (s: number, term: (c: number) => number): number =>
    cosines.filter((c) => c > s).reduce((sum, c) => sum + term(c), 0);
  const P = (s: number): number => (1 - s) ** 2 * (2 + s);
  const Q = (s: number): number => sumOver(s, (c) => (c - s) ** 3 / (3 * c));
  const condition = (s: number): number =>
    2 * -3 * (1 - s) * (1 + s) * Q(s) + P(s) * sumOver(s, (c) => (c - s) ** 2 / c);
  // Beyond the nearest neighbour's cosine the features do not meet, and h rises towards 1/3: the root
  // lies below it.
  const s = bisect(condition, 0, cosines[1]!);
  const t = P(s) / (6 * Q(s));
  const h = 1 / 3 - (t * P(s)) / 3 + t ** 2 * Q(s);
  return { k, l: Math.sqrt(t), b: -s * t, h: 3 * k * h };
}

/**
 * L(k, c): mean over the c one-hot rows of the summed squared error.
 * @param positiveBias "k+": one dropped feature has the bias 1 / (2c), which saves 1 / (4 c²).
 */
export function kGonLoss(k: number, c: number, positiveBias = false): number {
  return (kGon(k).h + c - k) / (3 * c) - (positiveBias ? 1 / (4 * c ** 2) : 0);
}

/**
 * The critical point as weights, m = 2 and n = c. Dropped features have W_i = 0 and the bias −1/2 (any
 * negative one does), but for one at 1 / (2c) where `positiveBias` is asked for.
 */
export function kGonWeights(k: number, c: number, positiveBias = false): TiedWeights {
  const { l, b } = kGon(k);
  const data = new Float64Array(2 * c);
  for (let i = 0; i < k; i++) {
    data[i] = l * Math.cos((2 * Math.PI * i) / k);
    data[c + i] = l * Math.sin((2 * Math.PI * i) / k);
  }
  const biasOf = (i: number): number => (i < k ? b : positiveBias && i === k ? 1 / (2 * c) : -1 / 2);
  return {
    kind: 'tied',
    W: { rows: 2, columns: c, data },
    b: Float64Array.from({ length: c }, (_, i) => biasOf(i)),
  };
}

/** The root of f between low and high, where it changes its sign, to the last bit. */
function bisect(f: (s: number) => number, low: number, high: number): number {
  const rising = f(high) > 0;
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === rising) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
