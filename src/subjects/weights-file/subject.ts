/** Someone's trained models as a subject: it can neither train nor compute, and is measured as it stands. */
import { createHash } from 'node:crypto';
import type { Subject } from '../subject.js';
import { readModels } from './model-files.js';
import type { Reading } from './read-weights.js';

/** A subject that is only weights. */
export type SavedSubject = Subject & Required<Pick<Subject, 'saved'>>;

/**
 * Its version is a digest of the files: other weights under the same name are another version.
 * @param place a file, or a folder of files.
 * @throws InputError when it holds no weights of a model.
 */
export async function openSavedWeights(place: string, reading?: Reading): Promise<SavedSubject> {
  const saved = await readModels(place, reading);
  const digest = createHash('sha256');
  for (const { sha256 } of saved) digest.update(sha256);
  const version = digest.digest('hex').slice(0, 16);
  return {
    saved,
    describe: async () => ({
      name: place,
      version,
      device: 'none: weights as they were saved',
      precision: saved.some(({ precision }) => precision === 'float64') ? 'float64' : 'float32',
      models: [],
      magnitudes: [],
    }),
    close: async () => {},
  };
}
