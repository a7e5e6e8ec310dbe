/**
 * Rows that integrate the population loss exactly for weights whose outputs change their form only
 * where two features are equal, as in y_i = ReLU(x_i − x_j).
 *
 * Given which k features are on, their values are uniform in a cube, which the orders of the values cut
 * into k! simplices of equal size. Inside one of them such a loss is quadratic, and the k + 1 points
 *
 *     α v_a + β Σ_{c ≠ a} v_c,   β = (1 − 1/√(k + 2)) / (k + 1),   α = 1 − k β
 *
 * (v the corners) with equal weights integrate every quadratic over a simplex. So each set of active
 * features is one batch, whose weight is p^k (1 − p)^(n − k).
 *
 * Source: Hammer and Stroud 1956, "Numerical integration over simplexes"; for k = 1 it is two-point
 * Gauss–Legendre.
 * Limits: independent uniform features with one probability, and weights as said above. No point has
 * two equal values or a value of 0, so that none lies on a kink of ReLU(x_i − x_j).
 */
import type { WeightedBatch } from './one-hot.js';

/** The batches for n features that are on with probability p each; the weights sum to 1. */
export function coneBatches(n: number, p: number): WeightedBatch[] {
  return subsets(n).flatMap((active) => {
    const k = active.length;
    const weight = p ** k * (1 - p) ** (n - k);
    if (weight === 0) return [];
    const rows = orders(active).flatMap((order) => simplexPoints(order, n));
    return [{ weight, x: { rows: rows.length, columns: n, data: Float64Array.from(rows.flat()) } }];
  });
}

/**
 * The points of the simplex x_{order 0} > x_{order 1} > … . Its corners are 0 and the sums of the first
 * 1, 2 … k unit vectors of the order, so that the c-th value is the share of the corners that have it.
 */
function simplexPoints(order: readonly number[], n: number): number[][] {
  const k = order.length;
  const β = (1 - 1 / Math.sqrt(k + 2)) / (k + 1);
  const α = 1 - k * β;
  return Array.from({ length: k + 1 }, (_, heavy) => {
    const row = new Array<number>(n).fill(0);
    order.forEach((feature, place) => {
      // Corner c has the first c features of the order: this one is in the corners place + 1 … k.
      row[feature] = (k - place) * β + (heavy > place ? α - β : 0);
    });
    return row;
  });
}

function subsets(n: number): number[][] {
  return Array.from({ length: 2 ** n }, (_, mask) =>
    Array.from({ length: n }, (__, i) => i).filter((i) => (mask >> i) % 2 === 1),
  );
}

function orders(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    orders(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  );
}
