/** Turning measures into a judgement: named conditions with their values, all of which must hold. */
import type { Judgement } from '../../../src/claims/declaration.js';

export interface Condition {
  /** What was measured, with its value: `represented 0, 1`. */
  readonly found: string;
  readonly holds: boolean;
}

/** Holds when every condition does; the reason names what failed, or all that was found. */
export function judgement(measured: Judgement['measured'], conditions: readonly Condition[]): Judgement {
  const failed = conditions.filter(({ holds }) => !holds);
  const told = failed.length > 0 ? failed : conditions;
  return { holds: failed.length === 0, because: told.map(({ found }) => found).join('; '), measured };
}

/** `0.123`: enough digits to see by how much a criterion was met or missed. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** `0, 1, 4`, or `none`. */
export function list(indices: readonly number[]): string {
  return indices.length === 0 ? 'none' : indices.join(', ');
}
