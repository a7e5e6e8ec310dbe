/** Which claims a user's patterns name. */
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/claims/profile.js';
import type { ListedClaim } from '../../src/claims/specs.js';
import { selectClaims } from '../../src/cli/select-claims.js';
import { InputError } from '../../src/setting/input-error.js';
import { robust } from '../replication/kit/strength.js';

const claims = ['C1', 'C13.n=5', 'C13.n=20', 'C2', 'E1.rate', 'E10'].map((id) => listed(id));

describe('selecting claims', () => {
  test.each<[patterns: string[], ids: string[]]>([
    [['C1'], ['C1']],
    [['C13'], ['C13.n=5', 'C13.n=20']],
    [['C13.n=5'], ['C13.n=5']],
    [['C*'], ['C1', 'C13.n=5', 'C13.n=20', 'C2']],
    [['*rate'], ['E1.rate']],
    [['c2'], ['C2']],
    [
      ['E10', 'C1'],
      ['C1', 'E10'],
    ],
    [
      ['C1', 'C*'],
      ['C1', 'C13.n=5', 'C13.n=20', 'C2'],
    ],
  ])('%j names %j, in the order of the listing', (patterns, ids) => {
    expect(selectClaims(claims, patterns, 'default').map(({ declaration }) => declaration.id)).toEqual(ids);
  });

  test('no pattern at all names every claim', () => {
    expect(selectClaims(claims, [], 'default')).toEqual(claims);
  });

  test.each(['C', 'C13.n', 'X9', '', 'C1 ', 'C1|C2', '(', '.', 'C.*', '[C]1', 'C1\u001B[2J'])(
    '%j names none, and says which there are',
    (pattern) => {
      const known = 'the claims are C1, C13.n=5, C13.n=20, C2, E1.rate, E10';
      expect(() => selectClaims(claims, ['C1', pattern], 'default')).toThrow(InputError);
      expect(() => selectClaims(claims, ['C1', pattern], 'default')).toThrow(known);
    },
  );

  test('a profile names its own claims and those of the smaller ones', () => {
    const three = [listed('C1', 'quick'), listed('C4'), listed('C10.full', 'full')];
    const ids = (profile: Profile): string[] =>
      selectClaims(three, ['C*'], profile).map(({ declaration }) => declaration.id);

    expect(ids('quick')).toEqual(['C1']);
    expect(ids('default')).toEqual(['C1', 'C4']);
    expect(ids('full')).toEqual(['C1', 'C4', 'C10.full']);
    expect(() => selectClaims(three, ['C10'], 'default')).toThrow(
      'claim "C10" is not in the profile default; add --profile full',
    );
    expect(() => selectClaims(three, ['C4'], 'quick')).toThrow('add --profile default');
  });

  test('what a user typed is quoted without its control characters', () => {
    expect(() => selectClaims(claims, ['C\u001B[2J'], 'default')).toThrow(/^[^\p{Cc}]*$/u);
  });
});

function listed(id: string, profile: Profile = 'default'): ListedClaim {
  const words = { source: '', statement: '', criterion: '' };
  return {
    declaration: {
      id,
      ...words,
      strength: robust,
      profile,
      expected: { verdict: 'upheld' },
      needs: [],
      settings: {},
      bestOf: 1,
      controls: [],
    },
    section: '',
    file: '',
  };
}
