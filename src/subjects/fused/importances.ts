/**
 * I_0 … I_{n−1} as src/setting/derived.ts defines them, by multiplication and division alone: the
 * power of the language may differ in the last bit from one version to another.
 */
import type { Setting } from '../../setting/schema.js';

export function importancesExactly({ n, importance }: Pick<Setting, 'n' | 'importance'>): number[] {
  if (importance.kind === 'list') return [...importance.values];
  return Array.from({ length: n }, (_, i) => wholePower(importance.base, i + importance.firstExponent));
}

/** base^exponent for a whole exponent, by squaring; within 2 · log2 |exponent| roundings. */
function wholePower(base: number, exponent: number): number {
  let power = 1;
  let square = base;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power *= square;
    square *= square;
  }
  return exponent < 0 ? 1 / power : power;
}
