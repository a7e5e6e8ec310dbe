/**
 * The folder that a report is written to. A report is replaced whole, so that the folder may hold
 * nothing but a report: anything else in it is somebody's work, and is never touched.
 */
import type { Dirent } from 'node:fs';
import { mkdtemp, open, readdir, realpath, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../setting/input-error.js';

/** The files of a report, the one that identifies it first. */
export const reportFiles = ['report.json', 'report.md', 'report.html'] as const;

/** The first bytes of every report.json. */
const signature = '{\n  "format": "superposition-spec/report"';

/**
 * Finds out before any work whether a report could be written: tries to make a folder where the
 * report would be made, and takes it away again.
 * @throws InputError one sentence: what stands in the way, and what to do.
 */
export async function checkWritable(folder: string): Promise<void> {
  const { target, exists } = await targetOf(folder);
  if (exists) await refuseForeign(folder, target);
  const ancestor = await nearestFolder(folder, dirname(target));
  const trial = await mkdtemp(join(ancestor, '.superposition-spec-')).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  await rmdir(trial);
}

/** Where the report goes: behind links, if the folder is one. */
export async function targetOf(folder: string): Promise<{ target: string; exists: boolean }> {
  try {
    return { target: await realpath(folder), exists: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { target: resolve(folder), exists: false };
    throw unwritable(folder, error);
  }
}

/** @throws InputError when something in the folder is not part of a report. */
export async function refuseForeign(folder: string, target: string): Promise<void> {
  if (dirname(target) === target) throw unwritable(folder, 'it is the root of the file system');
  const entries = await readdir(target, { withFileTypes: true }).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  const foreign = entries.find((entry) => !isReportFile(entry));
  if (foreign) throw unwritable(folder, `it holds "${foreign.name}", which is not part of a report`);
  if (entries.length > 0 && !(await isReport(join(target, reportFiles[0])))) {
    throw unwritable(folder, `its ${basename(reportFiles[0])} is missing or not a report`);
  }
}

/** One sentence for any reason why a report cannot be written. */
export function unwritable(folder: string, reason: unknown): InputError {
  const words = typeof reason === 'string' ? reason : wordsFor(reason as NodeJS.ErrnoException);
  return new InputError(`the report cannot be written to ${folder}: ${words}; choose another folder`);
}

function wordsFor({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of the path is a file, not a folder';
    case 'ENOSPC':
      return 'no space is left on the device';
    default:
      return code ?? message;
  }
}

function isReportFile(entry: Dirent): boolean {
  return entry.isFile() && (reportFiles as readonly string[]).includes(entry.name);
}

async function isReport(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(signature.length), 0, signature.length, 0);
    return buffer.toString('utf8', 0, bytesRead) === signature;
  } finally {
    await handle.close();
  }
}

/** The folder itself or the nearest above it that exists. */
async function nearestFolder(folder: string, path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    try {
      if ((await stat(at)).isDirectory()) return at;
      throw unwritable(folder, `${at} is a file, not a folder`);
    } catch (error) {
      if (error instanceof InputError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || dirname(at) === at) throw unwritable(folder, error);
    }
  }
}
