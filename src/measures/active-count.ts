/**
 * How many features of a row are on, when feature i is on with probability p_i apart from the others
 * (the Poisson binomial distribution), and which ones given their number.
 *
 * With T(i, k) the chance that exactly k of the features i … n−1 are on,
 *
 *     T(n, 0) = 1,    T(i, k) = (1 − p_i) T(i+1, k) + p_i T(i+1, k−1),
 *
 * and, k being still to be placed from feature i on, that feature is on with probability
 * p_i T(i+1, k−1) / T(i, k). All terms are ≥ 0, so nothing cancels.
 */
export interface ActiveCount {
  /** P(k active) for k = 0 … n. */
  readonly probabilities: readonly number[];
  /** Draws which k features are on, given that k are; rising. `uniform` draws from [0, 1). */
  readonly draw: (k: number, uniform: () => number) => number[];
}

export function activeCount(p: readonly number[]): ActiveCount {
  const n = p.length;
  const tails: number[][] = Array.from({ length: n + 1 }, () => new Array<number>(n + 1).fill(0));
  tails[n]![0] = 1;
  for (let i = n - 1; i >= 0; i--) {
    const later = tails[i + 1]!;
    for (let k = 0; k <= n - i; k++) {
      tails[i]![k] = (1 - p[i]!) * later[k]! + (k > 0 ? p[i]! * later[k - 1]! : 0);
    }
  }
  return {
    probabilities: tails[0]!,
    draw(k, uniform) {
      const active: number[] = [];
      for (let i = 0, left = k; left > 0; i++) {
        if (uniform() * tails[i]![left]! < p[i]! * tails[i + 1]![left - 1]!) {
          active.push(i);
          left--;
        }
      }
      return active;
    },
  };
}
