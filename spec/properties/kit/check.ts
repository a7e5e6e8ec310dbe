/**
 * Runs a fast-check property under the suite's seed: the one provided, else a fixed one, else, with
 * VARY_SEED=1, a new one each time. fast-check prints seed and path when it fails.
 */
import fc from 'fast-check';
import { inject } from 'vitest';

const fixedSeed = 20220914; // the date of the paper

export function propertySeed(): number {
  return inject('propertySeed') ?? (process.env['VARY_SEED'] === '1' ? Date.now() | 0 : fixedSeed);
}

export async function check<Ts>(
  property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>,
  runs = 100,
): Promise<void> {
  await fc.assert(property, { seed: propertySeed(), numRuns: runs, includeErrorInReport: true });
}

/** For the `test.prop` of @fast-check/vitest: the same seed. */
export function seeded(): { readonly seed: number } {
  return { seed: propertySeed() };
}
