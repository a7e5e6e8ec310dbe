/** From bytes to weights: bytes → tensors → roles → weights, each a pure function. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { encoderOf, type Weights, weightsKind } from '../../models/weights.js';
import { InputError } from '../../setting/input-error.js';
import { printable } from '../../setting/printable.js';
import { type About, readAbout, sparsityInName } from './about.js';
import { parseJsonObject, readJsonWeights } from './json-file.js';
import type { TensorNames } from './named-tensors.js';
import { readNpy } from './npy.js';
import { readNpz } from './npz.js';
import { readWholeFile } from './read-file.js';
import { refusedFormat } from './refused-formats.js';
import { findRoles } from './roles.js';
import { readSafetensors } from './safetensors.js';
import { type Content, refuser, type Tensor } from './tensor.js';
import { largestSide, type Orientation, weightsOf } from './weights-of.js';

/** Room for both float64 matrices of the largest untied model, and a MiB for the bias and the header. */
export const byteLimit = 2 * 8 * largestSide ** 2 + 2 ** 20;

/** A number of 8 bytes has up to 24 characters in JSON, and a comma. */
const textLimit = 4 * byteLimit;

const sidecarLimit = 2 ** 20;

interface Format {
  readonly limit: number;
  readonly read: (bytes: Uint8Array, file: string) => Content;
}

/** By the ending of the path. A single .npy is one tensor of a model; model-files.ts puts them together. */
const formats: Readonly<Record<string, Format>> = {
  '.safetensors': { limit: byteLimit, read: readSafetensors },
  '.npz': { limit: byteLimit, read: (bytes, file) => readNpz(bytes, file, byteLimit) },
  '.npy': { limit: byteLimit, read: readOneArray },
  '.json': { limit: textLimit, read: readJsonWeights },
};

export const sidecarEnding = '.setting.json';

/** What a person says about a file that it does not say itself. */
export interface Reading {
  readonly orientation?: Orientation | undefined;
  readonly tensors?: TensorNames | undefined;
}

/** Someone's trained model, as it was saved. */
export interface SavedModel {
  /** The path, as it was given. */
  readonly file: string;
  readonly weights: Weights;
  readonly about: About;
  /** `float64` when any parameter is stored so. */
  readonly precision: Tensor['precision'];
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string;
}

/** Whether the ending of the path is that of a weights file, or of one that is refused with a reason. */
export function isWeightsFile(file: string): boolean {
  return formatOf(file) !== undefined || refusedFormat(file) !== undefined;
}

export function endingOf(file: string): string | undefined {
  return Object.keys(formats).find((ending) => file.toLowerCase().endsWith(ending));
}

/** @throws InputError one sentence that names the file and what is wrong with it. */
export async function readContent(file: string): Promise<{ bytes: Uint8Array; content: Content }> {
  const format = formatOf(file);
  if (!format) {
    const endings = Object.keys(formats).join(', ');
    const otherwise = `the ending names no format of weights; known are ${endings}`;
    throw new InputError(`${printable(file)}: ${refusedFormat(file) ?? otherwise}`);
  }
  const bytes = await readWholeFile(file, format.limit);
  return { bytes, content: format.read(bytes, file) };
}

/** @throws InputError one sentence that names the file and what is wrong with it. */
export async function readWeights(file: string, reading: Reading = {}): Promise<SavedModel> {
  const { bytes, content } = await readContent(file);
  const sidecar = await readSidecar(file);
  return modelOf(file, { ...content, metadata: sidecar ?? content.metadata }, [bytes], reading);
}

/** @param parts the bytes of the files that it was read from. */
export function modelOf(
  file: string,
  { tensors, metadata }: Content,
  parts: readonly Uint8Array[],
  { orientation, tensors: names }: Reading,
): SavedModel {
  const roles = findRoles(tensors, file, names);
  const weights = weightsOf(roles, file, orientation);
  const told = readAbout(metadata, refuser(file));
  const about = told.setting ? told : { ...sparsityInName(path.basename(file)), ...told };
  checkAgreement(about, weights, file);
  const { kind, ...parameters } = roles;
  const digest = createHash('sha256');
  for (const bytes of parts) digest.update(bytes);
  return {
    file,
    weights,
    about,
    precision: Object.values(parameters).some(({ precision }) => precision === 'float64')
      ? 'float64'
      : 'float32',
    sha256: digest.digest('hex'),
  };
}

/** What the sidecar of a file says; undefined when it has none. */
async function readSidecar(file: string): Promise<Content['metadata'] | undefined> {
  const sidecar = file.slice(0, -endingOf(file)!.length) + sidecarEnding;
  if (sidecar === file) return undefined;
  const bytes = await readWholeFile(sidecar, sidecarLimit, { absent: 'allowed' });
  return bytes && { ...parseJsonObject(bytes, refuser(sidecar)) };
}

function checkAgreement({ setting, model }: About, weights: Weights, file: string): void {
  const refuse = refuser(file);
  const { rows: m, columns: n } = encoderOf(weights);
  if (model && weightsKind[model] !== weights.kind) {
    refuse(`the weights are ${weights.kind}, but those of the model ${model}, which is named, are not`);
  }
  if (setting && (setting.n !== n || setting.m !== m)) {
    refuse(`the weights have n = ${n} and m = ${m}, but the setting n = ${setting.n} and m = ${setting.m}`);
  }
}

function readOneArray(bytes: Uint8Array, file: string): Content {
  return { tensors: [readNpy(bytes, path.basename(file).slice(0, -'.npy'.length), file)], metadata: {} };
}

function formatOf(file: string): Format | undefined {
  const ending = endingOf(file);
  return ending === undefined ? undefined : formats[ending];
}
