/**
 * Spearman's rank correlation: the correlation of the ranks, of equal values their mean rank. 1 when one
 * rises with the other, −1 when it falls, near 0 when they have nothing to do with each other.
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be compared with ${b.length}`);
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  let [both, first, second] = [0, 0, 0];
  x.forEach((rank, i) => {
    both += (rank - middle) * (y[i]! - middle);
    first += (rank - middle) ** 2;
    second += (y[i]! - middle) ** 2;
  });
  return both / Math.sqrt(first * second);
}

function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}
