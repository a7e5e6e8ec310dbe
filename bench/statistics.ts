/** The few statistics that the benchmark needs. */

/** @throws when there are no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('the median of no values was asked for');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/**
 * The mean of ratios: the ratio of the geometric means, whichever way round they are taken.
 * @param values above 0.
 * @throws when there are no values.
 */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) throw new Error('the mean of no values was asked for');
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * The exponent e of y = c · x^e that fits best: the slope of the least-squares line through
 * (ln x, ln y), so that every point counts by its relative error.
 * @param points with x and y above 0, at least two of them with different x.
 */
export function fittedExponent(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (!(variance > 0)) throw new Error('an exponent needs points at two or more places');
  return logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / variance;
}
