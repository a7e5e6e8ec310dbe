export function rises(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || value > values[at - 1]!);
}
