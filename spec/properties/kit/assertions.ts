/** Assertions that say what is wrong with the implementation, with the values. */

/** @throws Error when the two differ by more than the tolerance, or the actual value is not a number. */
export function expectWithin(what: string, actual: number, expected: number, tolerance: number): void {
  const off = Math.abs(actual - expected);
  if (off <= tolerance) return;
  throw new Error(
    `${what} is ${actual}, but should be ${expected}: off by ${off.toExponential(2)}, where rounding explains at most ${tolerance.toExponential(2)}`,
  );
}

/** @throws Error when the value is below the bound by more than the tolerance, or not a number. */
export function expectAtLeast(what: string, actual: number, bound: number, tolerance = 0): void {
  if (actual >= bound - tolerance) return;
  throw new Error(
    `${what} is ${actual}, but cannot be below ${bound} (tolerance ${tolerance.toExponential(2)})`,
  );
}

/** @throws Error when the value is above the bound by more than the tolerance, or not a number. */
export function expectAtMost(what: string, actual: number, bound: number, tolerance = 0): void {
  if (actual <= bound + tolerance) return;
  throw new Error(
    `${what} is ${actual}, but cannot be above ${bound} (tolerance ${tolerance.toExponential(2)})`,
  );
}
