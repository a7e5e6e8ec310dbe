/** The README states facts only where the suite wrote them, and they are those of the committed reports. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readmeBlocks } from '../../bench/readme-blocks.js';
import { inPackage } from '../../src/claims/package-root.js';
import { defaultProfile, isWithin } from '../../src/claims/profile.js';
import { openSpecs } from '../../src/claims/specs.js';
import { readReport } from '../../src/report/read.js';
import { fillReadme } from '../../src/report/readme.js';
import { controlNames } from '../../src/subjects/controls.js';
import { subjectNames } from '../../src/subjects/registry.js';

const readme = readFileSync(inPackage('README.md'), 'utf8');

describe('the README', () => {
  test('says what the committed report and benchmark say (`npm run readme` writes it)', async () => {
    expect(readme).toBe(fillReadme(readme, await readmeBlocks()));
  });

  test('stands on a report of just the claims that the specs declare for the default profile', async () => {
    const report = await readReport(inPackage('reports/verification/report.json'));
    const specs = await openSpecs({ subjects: ['fused'], evidence: '' });
    try {
      const inDefault = (await specs.list()).filter(({ declaration: { profile } }) =>
        isWithin(profile, defaultProfile),
      );
      const declared = inDefault.map(({ declaration: { id, statement } }) => ({ id, statement }));
      expect(report.claims.map(({ id, statement }) => ({ id, statement }))).toEqual(declared);
    } finally {
      await specs.close();
    }
  });

  test('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target]) => target!);
    const broken = links.filter((target) => !existsSync(inPackage(target)));
    expect(links.length).toBeGreaterThan(5);
    expect(broken).toEqual([]);
  });

  test('names commands, subjects and scripts that exist', () => {
    const scripts = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')).scripts;
    const subjects = [
      ...subjectNames().map(({ name }) => name),
      ...Object.keys(controlNames).map((name) => `control:${name}`),
    ];
    const named = (pattern: RegExp): string[] => [...readme.matchAll(pattern)].map(([, name]) => name!);

    expect(named(/npm run ([\w:-]+)/g).filter((script) => !(script in scripts))).toEqual([]);
    expect(
      named(/--subject ([\w:-]+)(?![\w:/.-])/g).filter((subject) => !subjects.includes(subject)),
    ).toEqual([]);
    expect(named(/npx superposition-spec (\w+)/g).filter((command) => !commandFile(command))).toEqual([]);
  });

  test('has a place for every block, and a block for every place', () => {
    expect(fillReadme('<!-- generated: a -->\nold\n<!-- end -->', { a: 'new' })).toContain('\nnew\n');
    expect(() => fillReadme('<!-- generated: a -->\n<!-- end -->', {})).toThrow('no block is called "a"');
    expect(() => fillReadme('text', { a: 'new' })).toThrow('the block "a" has no place');
  });
});

function commandFile(command: string): boolean {
  return existsSync(inPackage(path.join('dist/src/cli', `${command}.js`)));
}
