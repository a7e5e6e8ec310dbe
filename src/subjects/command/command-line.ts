/** A command that is a subject: how it is told from a name or a file, and what makes up its version. */
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export type Words = readonly [program: string, ...args: string[]];

/** Scripts are far smaller; what is larger is an interpreter or data. */
const largestScript = 2 ** 20;

/**
 * A command is a string with a space in it, unless that is the path of a file; or the path of one
 * program, a file that may be executed.
 */
export function isCommand(text: string): boolean {
  const whole = text.trim();
  return whole.includes(' ') ? !isFile(text) : isExecutable(whole);
}

/**
 * The version of a command: its own, and a digest of the command and of the scripts that it names, so
 * that a script that was changed is not taken for the one that made earlier runs.
 */
export function versionOf(own: string, words: Words, cwd: string): string {
  const hash = createHash('sha256');
  for (const word of words) {
    hash.update(`${word}\0`);
    const file = path.resolve(cwd, word);
    if (isFile(file) && statSync(file).size <= largestScript) hash.update(readFileSync(file));
  }
  return `${own}+${hash.digest('hex').slice(0, 12)}`;
}

/** What cannot be a path (too long, with a zero character) is no file. */
function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isExecutable(file: string): boolean {
  if (!isFile(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
