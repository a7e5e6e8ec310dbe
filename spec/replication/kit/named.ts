/** `{ 'S = 0': 5, 'S = .9': 8 }`: one number for each setting, in the order of the settings. */
export function named(
  runs: Readonly<Record<string, unknown>>,
  values: readonly number[],
  prefix = '',
): Record<string, number> {
  return Object.fromEntries(Object.keys(runs).map((name, at) => [`${prefix}${name}`, values[at]!]));
}
