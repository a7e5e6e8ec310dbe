/**
 * Real digits from a folder with the classic files, each plain or as `.gz`. With all four there, the
 * first two are trained on and the others tested on. With the test files alone, four fifths of them (the
 * first 8,000 of 10,000) are trained on and the rest tested on.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';
import { type ClassicFile, classicFiles } from './classic-files.js';
import { type DigitSet, type Digits, slice } from './digit-set.js';
import { type ByteSource, readIdx } from './idx.js';

export interface RealDigits {
  readonly digits: Digits;
  /** Of all images and labels, unpacked: the same digits have the same, however they are stored. */
  readonly sha256: string;
}

/** Of the test files alone, so much is trained on. */
const trainedShare = 4 / 5;

/** @throws InputError one sentence that names the file and the fault. */
export async function readDigitsFolder(folder: string): Promise<RealDigits> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `${printable(folder)}: cannot be read (${error.code}); give the folder of the digits' IDX files`,
    );
  });
  const parts = present.some((name) => name.startsWith('train-'))
    ? (['train', 'test'] as const)
    : (['test'] as const);
  const sets: DigitSet[] = [];
  for (const part of parts) sets.push(await readPart(folder, present, part));
  const hash = createHash('sha256');
  for (const { images, labels } of sets) hash.update(images).update(labels);
  return { digits: split(sets), sha256: hash.digest('hex') };
}

function split([first, second]: readonly DigitSet[]): Digits {
  if (second) return { train: first!, test: second };
  const trained = Math.max(1, Math.floor(first!.count * trainedShare));
  return { train: slice(first!, 0, trained), test: slice(first!, trained, first!.count) };
}

async function readPart(
  folder: string,
  present: readonly string[],
  part: ClassicFile['part'],
): Promise<DigitSet> {
  const sourceOf = async (kind: ClassicFile['kind']): Promise<ByteSource> => {
    const { name } = classicFiles.find((file) => file.part === part && file.kind === kind)!;
    const stored = [name, `${name}.gz`].find((candidate) => present.includes(candidate));
    if (stored === undefined) {
      throw new InputError(
        `${printable(folder)}: ${name} is missing, with or without .gz; put it there (superposition-spec digits downloads it)`,
      );
    }
    return fileSource(path.join(folder, stored));
  };
  const [imageSource, labelSource] = [await sourceOf('images'), await sourceOf('labels')];
  const labels = await readIdx('labels', labelSource);
  const images = await readIdx('images', imageSource);
  if (images.count !== labels.count) {
    throw new InputError(
      `${imageSource.name} holds ${images.count} images, but ${labelSource.name} ${labels.count} labels; take both from one source`,
    );
  }
  return { count: images.count, images: images.data, labels: labels.data };
}

/** Packed or not as its first bytes tell, whatever it is called. */
export async function fileSource(file: string): Promise<ByteSource> {
  const name = printable(file);
  try {
    const handle = await open(file);
    try {
      const head = new Uint8Array(2);
      await handle.read(head, 0, 2, 0);
      const packing = head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : 'plain';
      return { name, packing, open: () => createReadStream(file) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${name}: cannot be read (${code}); check the path and its permissions`);
  }
}
