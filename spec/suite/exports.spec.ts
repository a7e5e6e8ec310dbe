/** What the package exports is documented where it is declared, so that an editor shows it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inPackage } from '../../src/claims/package-root.js';

/** `export { a, type B } from './file.js'` of src/index.ts, as names and files. */
const exported = [
  ...source('index').matchAll(/^export (?:type )?\{([^}]*)\} from '\.\/(.*)\.js';$/gm),
].flatMap(([, names, file]) =>
  names!
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '')
    .map((name) => ({ name, file: file! })),
);

describe('the exports of the package', () => {
  test.each(exported)('$name ($file) has a docstring', ({ name, file }) => {
    const text = source(file);
    const declared = new RegExp(`^export (?:async )?(?:function|const|class|interface|type) ${name}\\b`, 'm');
    const at = text.search(declared);

    expect(at, `${name} is not declared in ${file}.ts`).toBeGreaterThanOrEqual(0);
    expect(text.slice(0, at), `no docstring ends above ${name}`).toMatch(/\*\/\n$/);
  });

  test('are read from src/index.ts, all of them', () => {
    expect(exported.length).toBeGreaterThan(60);
  });
});

function source(file: string): string {
  return readFileSync(inPackage('src', `${file}.ts`), 'utf8');
}
