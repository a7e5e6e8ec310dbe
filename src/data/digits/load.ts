/**
 * The digits that a setting names: generated ones are drawn, real ones are read from the folder that
 * MNIST_DIR (or `verify --digits`, which sets it for all processes of a verification) points to.
 */
import path from 'node:path';
import type { DigitsData } from '../../setting/digits.js';
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';
import { type Digits, slice } from './digit-set.js';
import { type RealDigits, readDigitsFolder } from './folder.js';
import { generateDigits } from './generate.js';

/** What is loaded stays, since every claim about digits asks for the same; a fault is not kept. */
const loaded = new Map<string, Promise<Digits>>();
const folders = new Map<string, Promise<RealDigits>>();

export function loadDigits(data: DigitsData): Promise<Digits> {
  return once(loaded, JSON.stringify(data), () => load(data));
}

/** @returns undefined when no folder is named. @throws InputError when one is and cannot be used. */
export async function realDigits(): Promise<RealDigits | undefined> {
  const folder = process.env['MNIST_DIR'];
  if (!folder) return undefined;
  const absolute = path.resolve(folder);
  return once(folders, absolute, () => readDigitsFolder(absolute));
}

async function load(data: DigitsData): Promise<Digits> {
  if (data.kind === 'generated') {
    const all = generateDigits(data.seed, data.train + data.test);
    return { train: slice(all, 0, data.train), test: slice(all, data.train, all.count) };
  }
  const real = await realDigits();
  if (!real)
    throw new InputError('real digits are asked for: set MNIST_DIR to their folder, or give --digits');
  if (real.sha256 !== data.sha256) {
    throw new InputError(
      `${printable(process.env['MNIST_DIR']!)}: holds other digits (SHA-256 ${real.sha256}) than the setting names (${data.sha256}); point MNIST_DIR to those`,
    );
  }
  return real.digits;
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before) return before;
  const fresh = make();
  known.set(key, fresh);
  fresh.catch(() => known.delete(key));
  return fresh;
}
