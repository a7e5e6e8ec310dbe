import { isWithin, type Profile } from '../claims/profile.js';
import type { ListedClaim } from '../claims/specs.js';
import { InputError } from '../setting/input-error.js';
import { quoted } from '../setting/printable.js';

/**
 * The claims of the profile that the patterns name. `C1` names C1 and its parts (C1.a), `C*` all whose id
 * begins with C.
 * @throws InputError when a pattern names none.
 */
export function selectClaims(
  claims: readonly ListedClaim[],
  patterns: readonly string[],
  profile: Profile,
): ListedClaim[] {
  const within = claims.filter(({ declaration }) => isWithin(declaration.profile, profile));
  if (patterns.length === 0) return within;
  const matchers = patterns.map((pattern) => {
    const matches = matcher(pattern);
    const named = (some: readonly ListedClaim[]): ListedClaim | undefined =>
      some.find(({ declaration }) => matches(declaration.id));
    if (!named(within)) refuse(pattern, named(claims), within, profile);
    return matches;
  });
  return within.filter(({ declaration }) => matchers.some((matches) => matches(declaration.id)));
}

function refuse(
  pattern: string,
  outside: ListedClaim | undefined,
  within: readonly ListedClaim[],
  profile: Profile,
): never {
  if (outside) {
    throw new InputError(
      `claim ${quoted(pattern)} is not in the profile ${profile}; add --profile ${outside.declaration.profile}`,
    );
  }
  const known = [...new Set(within.map(({ declaration }) => declaration.id))].join(', ');
  throw new InputError(`claim ${quoted(pattern)} is unknown; the claims are ${known}`);
}

function matcher(pattern: string): (id: string) => boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${literal.join('.*')}(\\..*)?$`, 'i');
  return (id) => expression.test(id);
}
