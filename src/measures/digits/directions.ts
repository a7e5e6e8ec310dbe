/**
 * Whether vectors of the plane gather in a few directions: the share of their weight within so many
 * windows of directions, each as wide as is said, chosen greedily as the best of what is left.
 */
export interface WeightedVector {
  readonly x: number;
  readonly y: number;
  /** Not negative. */
  readonly weight: number;
}

/**
 * @param count of windows.
 * @param width of a window, in degrees.
 * @returns a share from 0 to 1; 1 for vectors without weight.
 */
export function gatheredShare(vectors: readonly WeightedVector[], count: number, width: number): number {
  let left = vectors.map(({ x, y, weight }) => ({ degrees: (Math.atan2(y, x) * 180) / Math.PI, weight }));
  const weightOf = (some: typeof left): number => some.reduce((sum, { weight }) => sum + weight, 0);
  const whole = weightOf(left);
  for (let chosen = 0; chosen < count && left.length > 0; chosen++) {
    // The best window begins at one of the vectors.
    const windows = left.map(({ degrees: first }) =>
      left.filter(({ degrees }) => (degrees - first + 720) % 360 <= width),
    );
    const best = windows.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
    left = left.filter((vector) => !best.includes(vector));
  }
  return whole === 0 ? 1 : 1 - weightOf(left) / whole;
}
