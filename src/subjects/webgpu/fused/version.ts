/**
 * The version of `fused:webgpu`: the package's, a digest of the compiled code that a result depends on, and
 * the driver, whose arithmetic a result depends on too.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { suiteVersion } from '../../../claims/suite-version.js';

export async function fusedWebgpuVersion(driver: string): Promise<string> {
  const hash = createHash('sha256').update(driver);
  for (const place of ['./', './wgsl/', '../../../data/', '../../../setting/']) {
    const folder = new URL(place, import.meta.url);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort();
    for (const name of names) hash.update(name).update(await readFile(new URL(name, folder)));
  }
  return `${suiteVersion}+${hash.digest('hex').slice(0, 12)}`;
}
