/** What each profile holds. That `quick` takes half a minute and `default` two is measured, not tested. */
import { describe, expect, test } from 'vitest';
import { isWithin, type Profile } from '../../src/claims/profile.js';
import { runCli } from './helpers/run-cli.js';

interface Listed {
  readonly id: string;
  readonly section: string;
  readonly file: string;
  readonly profile: Profile;
  readonly strength: { readonly kind: string };
}

const claims = JSON.parse(runCli(['claims', '--json']).stdout) as Listed[];

describe('the profiles', () => {
  test('quick has an outcome of training of every section that has one', () => {
    const trained = claims.filter(({ strength }) => strength.kind !== 'theorem');
    const sections = new Set(trained.map(({ section }) => section));
    const quick = new Set(
      trained.filter(({ profile }) => isWithin(profile, 'quick')).map(({ section }) => section),
    );
    expect([...sections].filter((section) => !quick.has(section))).toEqual([]);
  });

  test('smoke has every theorem, and an outcome of training besides', () => {
    const later = claims.filter(
      ({ strength, profile }) => strength.kind === 'theorem' && profile !== 'smoke',
    );
    expect(later.map(({ id }) => id)).toEqual([]);
    const trained = claims.filter(
      ({ strength, profile }) => strength.kind === 'robust' && profile === 'smoke',
    );
    expect(trained.map(({ id }) => id)).toEqual(['F7']);
  });

  test("full adds the paper's own sizes to claims that default has smaller", () => {
    const added = claims.filter(({ profile }) => !isWithin(profile, 'default'));
    expect(added.map(({ id }) => id)).toEqual(expect.arrayContaining(['C10.full', 'G1.full']));
  });
});
