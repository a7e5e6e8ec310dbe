/** The version of the engine: it changes with every change of a compiled file, so that no run outlives it. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { suiteVersion } from '../../claims/suite-version.js';

/** The package's version and the first 12 hex digits of the SHA-256 of what the engine consists of. */
export async function engineVersion(): Promise<string> {
  const hash = createHash('sha256');
  for (const place of ['./', './digits/']) {
    const folder = new URL(place, import.meta.url);
    const names = (await readdir(folder)).filter((name) => /\.(js|wasm)$/.test(name)).sort();
    for (const name of names) hash.update(name).update(await readFile(new URL(name, folder)));
  }
  return `${suiteVersion}+${hash.digest('hex').slice(0, 12)}`;
}
