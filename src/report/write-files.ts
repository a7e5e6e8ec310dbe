/**
 * Writing files whole: all of them beside their places first, then each to its place by renaming, so
 * that a reader never sees a part of one and a run that is stopped leaves what was there.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../setting/input-error.js';

/**
 * @param texts by file name.
 * @returns the paths of the files.
 * @throws InputError when the folder cannot be written.
 */
export async function writeFiles(folder: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const files = Object.entries(texts).map(([name, text]) => {
    return { place: join(folder, name), beside: join(folder, `.${name}-${process.pid}`), text };
  });
  try {
    await mkdir(folder, { recursive: true });
    for (const { beside, text } of files) await writeFile(beside, text);
    for (const { beside, place } of files) await rename(beside, place);
  } catch (error) {
    for (const { beside } of files) await rm(beside, { force: true }).catch(() => undefined);
    throw new InputError(`--out: ${folder} cannot be written: ${(error as Error).message}`);
  }
  return files.map(({ place }) => place);
}
