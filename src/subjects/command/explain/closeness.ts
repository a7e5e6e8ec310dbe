/**
 * Whether two lists of numbers are the same but for rounding. Rounding in float32 is some 6e-8 for each
 * of the few dozen operations behind a number here, so it stays below 1e-5 of the largest of them;
 * mistakes change that by a hundredth at least.
 */
const tolerance = 1e-4;

export function isClose(actual: readonly number[], expected: readonly number[]): boolean {
  const scale = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  return actual.every((value, k) => Math.abs(value - expected[k]!) <= tolerance * scale);
}

/** c, where the one is c times the other. */
export function factorBetween(actual: readonly number[], expected: readonly number[]): number | undefined {
  const product = actual.reduce((sum, value, k) => sum + value * expected[k]!, 0);
  const square = expected.reduce((sum, value) => sum + value ** 2, 0);
  const factor = product / square;
  return isClose(
    actual,
    expected.map((value) => factor * value),
  ) && Math.abs(factor) > 1e-6
    ? factor
    : undefined;
}

/** A number for people: four digits. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}

export function shownList(values: readonly number[]): string {
  return `[${values.map(shown).join(', ')}]`;
}
