/**
 * Writing a report: JSON, Markdown and HTML into a new folder beside the old report, which then takes
 * its place by renaming. A reader sees the old report, the new one, or for a moment none, but never
 * files of both or half of one.
 *
 * Limit: no portable call swaps two folders. If the process is killed between the two renames, the
 * report is absent under its name and the old one lies whole beside it, as `.NAME-….old`.
 */
import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { refuseForeign, reportFiles, targetOf, unwritable } from './folder.js';
import { reportHtml } from './html.js';
import { reportJson } from './json.js';
import { reportMarkdown } from './markdown.js';
import type { Report } from './report.js';

/**
 * @returns the paths of the files written, as they can be opened.
 * @throws InputError when the folder cannot be written or holds anything but a report; an existing
 * report is then as it was.
 */
export async function writeReport(folder: string, report: Report): Promise<string[]> {
  // All text is made before anything is touched.
  const json = reportJson(report);
  const texts = [json, reportMarkdown(report), reportHtml(report)];
  const { target, exists } = await targetOf(folder);
  if (exists) await refuseForeign(folder, target);
  try {
    await mkdir(dirname(target), { recursive: true });
    const fresh = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    try {
      // mkdtemp makes folders for their owner alone; a report is for whoever may read its neighbours.
      const shared = join(fresh, basename(target));
      await mkdir(shared);
      for (const [k, text] of texts.entries()) await writeFile(join(shared, reportFiles[k]!), text);
      await exchange(shared, target, `${fresh}.old`, exists);
    } finally {
      await removeReport(join(fresh, basename(target)));
      await rmdir(fresh);
    }
  } catch (error) {
    throw unwritable(folder, error);
  }
  return reportFiles.map((name) => join(folder, name));
}

async function exchange(fresh: string, target: string, old: string, exists: boolean): Promise<void> {
  if (!exists) return rename(fresh, target);
  await rename(target, old);
  try {
    await rename(fresh, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await removeReport(old);
}

/** Removes a report's own files, and the folder only if nothing else has come into it meanwhile. */
async function removeReport(folder: string): Promise<void> {
  for (const name of reportFiles) await rm(join(folder, name), { force: true });
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY') throw error;
  });
}
