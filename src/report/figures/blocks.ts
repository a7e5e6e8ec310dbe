/**
 * Fewer cells than features: for many features a figure has no pixel for each. Neighbours form blocks
 * of equal width (the last may be smaller), and each block is drawn by its extreme value, so that no
 * large entry can hide; averages of signed entries would cancel.
 */
export interface Blocks {
  /** Features in a block. */
  readonly width: number;
  readonly count: number;
}

export function blocksOf(features: number, atMost: number): Blocks {
  const width = Math.ceil(features / atMost);
  return { width, count: Math.ceil(features / width) };
}

/** The features of block k, as a range [from, to). */
export function featuresOf({ width }: Blocks, k: number, features: number): [from: number, to: number] {
  return [k * width, Math.min((k + 1) * width, features)];
}

/** The value of greatest magnitude that `at` takes on [from, to), the first of equals. */
export function extremeOf(from: number, to: number, at: (index: number) => number): number {
  let extreme = at(from);
  for (let index = from + 1; index < to; index++) {
    if (Math.abs(at(index)) > Math.abs(extreme)) extreme = at(index);
  }
  return extreme;
}

/** Where an axis of features is labelled: each of a few, else at most five round numbers. */
export function featureTicks(features: number): number[] {
  const step = [1, 5, 10, 20, 50, 100, 200, 500, 1000].find((candidate) =>
    candidate === 1 ? features <= 12 : features / candidate <= 5,
  );
  const width = step ?? Math.ceil(features / 5);
  return Array.from({ length: Math.ceil(features / width) }, (_, k) => k * width);
}
