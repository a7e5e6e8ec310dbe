import type { ListedClaim } from '../claims/specs.js';
import { InputError } from '../setting/input-error.js';
import { quoted } from '../setting/printable.js';

/**
 * The claims that the patterns name. `C1` names C1 and its parts (C1.a), `C*` all whose id begins with C.
 * @throws InputError when a pattern names none.
 */
export function selectClaims(claims: readonly ListedClaim[], patterns: readonly string[]): ListedClaim[] {
  const matchers = patterns.map(matcher);
  const idle = matchers.findIndex((matches) => !claims.some(({ declaration }) => matches(declaration.id)));
  if (idle >= 0) {
    const known = [...new Set(claims.map(({ declaration }) => declaration.id))].join(', ');
    throw new InputError(`claim ${quoted(patterns[idle]!)} is unknown; the claims are ${known}`);
  }
  return claims.filter(
    ({ declaration }) => matchers.length === 0 || matchers.some((matches) => matches(declaration.id)),
  );
}

function matcher(pattern: string): (id: string) => boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${literal.join('.*')}(\\..*)?$`, 'i');
  return (id) => expression.test(id);
}
