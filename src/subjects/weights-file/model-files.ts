/**
 * The models at a path: one file, or a folder of files, a sweep. A folder that holds .npy files holds
 * the arrays of one model, each by its name; within a sweep such folders lie beside files.
 */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { encoderOf } from '../../models/weights.js';
import { InputError } from '../../setting/input-error.js';
import { printable, quoted } from '../../setting/printable.js';
import { parseJsonObject } from './json-file.js';
import { readWholeFile } from './read-file.js';
import {
  byteLimit,
  endingOf,
  isWeightsFile,
  modelOf,
  type Reading,
  readContent,
  readWeights,
  type SavedModel,
  sidecarEnding,
} from './read-weights.js';
import { refusedFormat } from './refused-formats.js';
import { refuser } from './tensor.js';

/** Sweeps of the paper have up to some hundred models. */
const mostModels = 1000;

/** Numbers of all models together: 256 MiB. */
const mostParameters = 2 ** 25;

/** @throws InputError one sentence that names the file or folder and what is wrong with it. */
export async function readModels(place: string, reading: Reading = {}): Promise<readonly SavedModel[]> {
  if (!(await isFolder(place))) return [await readWeights(place, reading)];
  const refuse = refuser(place);
  const entries = await readdir(place, { withFileTypes: true });
  const names = entries.map(({ name }) => name).sort();
  if (names.some(isArray)) {
    const other = names.find((name) => isWeightsFile(name) && !isArray(name) && !isSidecar(name));
    if (other)
      refuse(`holds .npy files, the arrays of one model, and ${quoted(other)}; give each its folder`);
    return [await readArrays(place, names.filter(isArray), reading)];
  }
  const found = await modelsBelow(place, entries);
  if (found.length === 0)
    refuse('the folder holds no weights (.safetensors, .npz, .json, or .npy for each array)');
  if (found.length > mostModels)
    refuse(`the folder holds ${found.length} models, above the limit of ${mostModels}`);
  const models: SavedModel[] = [];
  let parameters = 0;
  for (const each of found) {
    const read = await readModels(each, reading);
    models.push(...read);
    parameters += read.reduce((sum, { weights }) => sum + 2 * encoderOf(weights).data.length, 0);
    if (parameters > mostParameters)
      refuse('the models of the folder are too large together; give fewer of them');
  }
  return models;
}

export async function isFolder(place: string): Promise<boolean> {
  return (await stat(place).catch(() => undefined))?.isDirectory() ?? false;
}

/** The files and folders of a folder that are models, in the order of their names. */
async function modelsBelow(folder: string, entries: readonly Dirent[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if ((await readdir(place)).some(isArray)) found.push(place);
    } else if (!isSidecar(entry.name) && isWeightsFile(entry.name)) {
      const refused = refusedFormat(entry.name);
      if (refused) throw new InputError(`${printable(place)}: ${refused}`);
      found.push(place);
    }
  }
  return found;
}

/** One model of which each array has its file, with what is known of it in `setting.json`. */
async function readArrays(folder: string, names: readonly string[], reading: Reading): Promise<SavedModel> {
  const arrays = [];
  for (const name of names) arrays.push(await readContent(path.join(folder, name)));
  const told = await readWholeFile(path.join(folder, 'setting.json'), byteLimit, { absent: 'allowed' });
  const content = {
    tensors: arrays.flatMap(({ content: { tensors } }) => tensors),
    metadata: told ? { ...parseJsonObject(told, refuser(folder)) } : {},
  };
  return modelOf(
    folder,
    content,
    arrays.map(({ bytes }) => bytes),
    reading,
  );
}

function isArray(name: string): boolean {
  return endingOf(name) === '.npy';
}

function isSidecar(name: string): boolean {
  return name.toLowerCase().endsWith(sidecarEnding) || name === 'setting.json';
}
