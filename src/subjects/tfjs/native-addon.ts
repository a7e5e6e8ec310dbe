/**
 * Where the native addon of `@tensorflow/tfjs-node-gpu` is, and what it was linked with: libtensorflow as
 * the package downloads it, or that of an installed Python (link/link.ts), which is recorded beside it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { printable } from '../../setting/printable.js';

export const packageName = '@tensorflow/tfjs-node-gpu';
export const howToLink = '"npm run link:tensorflow -- --python python3"';

export interface NativeAddon {
  /** The folder of the package. */
  readonly folder: string;
  /** The file that the package loads, whether it is there or not. */
  readonly file: string;
}

export type Located =
  | ({ readonly kind: 'located' } & NativeAddon)
  | { readonly kind: 'unknown'; readonly reason: string };

export function locateAddon(): Located {
  let description: string;
  try {
    description = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  } catch {
    return { kind: 'unknown', reason: `the optional package ${packageName} is not installed` };
  }
  try {
    const locate = createRequire(description)('@mapbox/node-pre-gyp') as { find(path: string): string };
    return { kind: 'located', folder: path.dirname(description), file: locate.find(description) };
  } catch (error) {
    return { kind: 'unknown', reason: `its native library cannot be located: ${firstLine(error)}` };
  }
}

const recordSchema = z.object({
  /** The version that the Python said. */
  tensorflow: z.string(),
  python: z.string(),
  /** The folder of libtensorflow. */
  libraries: z.string(),
});

export type LinkRecord = z.infer<typeof recordSchema>;

export function recordFile({ file }: NativeAddon): string {
  return file.replace(/\.node$/, '.json');
}

/** Undefined for an addon that was not linked by us. */
export function readRecord(addon: NativeAddon): LinkRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(recordFile(addon), 'utf8')));
  } catch {
    return undefined;
  }
}

/** The libraries that an addon linked by us loads. */
export const libraryNames = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

export function missingLibrary(folder: string): string | undefined {
  return libraryNames.find((name) => !existsSync(path.join(folder, name)));
}

/** Why the addon cannot be loaded, as far as looking at files tells. */
export function whyAbsent(addon: Located = locateAddon()): string | undefined {
  if (addon.kind === 'unknown') return addon.reason;
  if (!existsSync(addon.file)) {
    return `its native library is not installed; ${howToLink} builds it with the TensorFlow of that Python, and "npm explore ${packageName} -- npm run install" tries to download one of 2022`;
  }
  const record = readRecord(addon);
  const gone = record && missingLibrary(record.libraries);
  if (gone === undefined) return undefined;
  return `${gone} of TensorFlow ${record!.tensorflow}, with which it was linked, is gone from ${printable(record!.libraries)}; ${howToLink} links it with another`;
}

export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
