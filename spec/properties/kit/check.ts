/** Runs a fast-check property; its seed is set for all in spec/fixed-seed.ts. */
import fc from 'fast-check';

export async function check<Ts>(
  property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>,
  runs = 100,
): Promise<void> {
  await fc.assert(property, { numRuns: runs });
}
