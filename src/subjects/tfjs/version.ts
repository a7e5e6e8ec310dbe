/**
 * The version of these subjects: that of TensorFlow.js and a digest of the compiled code that a result
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

/** @param device where results depend on it, so that runs of one device are not taken for those of another. */
export function tfjsVersion(device = ''): string {
  const hash = createHash('sha256').update(device);
  for (const folder of folders) {
    const url = new URL(`../../${folder}/`, import.meta.url);
    const programs = readdirSync(fileURLToPath(url)).filter((file) => file.endsWith('.js'));
    for (const file of programs.sort())
      hash.update(`${folder}/${file}\n`).update(readFileSync(new URL(file, url)));
  }
  return `${tf.version_core}+${hash.digest('hex').slice(0, 12)}`;
}
