/** Seeds made by hand, of which one does not hold and one diverged. */
import { seedsOf } from './example-report.js';

export function withDiverged(): ReturnType<typeof seedsOf> {
  return seedsOf(14, [6]).map((seed) =>
    seed.seed === 9 ? { ...seed, holds: false, because: 'diverged', measured: {} } : seed,
  );
}
