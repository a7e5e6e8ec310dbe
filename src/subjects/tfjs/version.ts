/**
 * The version of these subjects: that of TensorFlow.js, that of a native library and a digest of the compiled code that a result
 * depends on, so that recorded runs are not reused after a change of that code.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tf } from '../../models/tensorflow.js';

const folders = [
  'setting',
  'data',
  'data/digits',
  'models',
  'models/digits',
  'subjects/tfjs',
  'subjects/tfjs/digits',
];

/** @param library the version of a library beside TensorFlow.js, if it computes. */
export function tfjsVersion(library?: string): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const url = new URL(`../../${folder}/`, import.meta.url);
    const programs = readdirSync(fileURLToPath(url)).filter((file) => file.endsWith('.js'));
    for (const file of programs.sort())
      hash.update(`${folder}/${file}\n`).update(readFileSync(new URL(file, url)));
  }
  const own = library === undefined ? '' : `${library}.`;
  return `${tf.version_core}+${own}${hash.digest('hex').slice(0, 12)}`;
}
