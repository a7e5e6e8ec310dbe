/**
 * In how few directions vectors of the plane gather: the least number of windows, each so many degrees
 * wide, that a greedy choice needs to cover a share of their weight. Vectors spread evenly need
 * share · 360 / width of them.
 */
export interface WeightedVector {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/**
 * @param width of a window, in degrees.
 * @param share of the whole weight that is to be covered.
 */
export function directionCount(vectors: readonly WeightedVector[], width: number, share: number): number {
  let left = vectors
    .filter(({ weight }) => weight > 0)
    .map(({ x, y, weight }) => ({ degrees: (Math.atan2(y, x) * 180) / Math.PI, weight }));
  const weightOf = (some: typeof left): number => some.reduce((sum, { weight }) => sum + weight, 0);
  const whole = weightOf(left);
  let count = 0;
  while (left.length > 0 && weightOf(left) > (1 - share) * whole) {
    // The best window begins at one of the vectors.
    const windows = left.map(({ degrees: first }) =>
      left.filter(({ degrees }) => (degrees - first + 360) % 360 <= width),
    );
    const best = windows.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
    left = left.filter((vector) => !best.includes(vector));
    count++;
  }
  return count;
}
