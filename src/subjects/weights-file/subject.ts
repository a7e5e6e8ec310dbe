/** Someone's trained model as a subject: it can neither train nor compute, and is measured as it stands. */
import type { Weights } from '../../models/weights.js';
import type { Subject } from '../subject.js';
import { readWeights } from './read-weights.js';
import type { Orientation } from './weights-of.js';

/** A subject that is only weights. */
export interface WeightsSubject extends Subject {
  readonly weights: Weights;
}

/**
 * Its version is the digest of the file: another file under the same name is another version.
 * @throws InputError when the file holds no weights of a model.
 */
export async function openWeightsFile(path: string, orientation?: Orientation): Promise<WeightsSubject> {
  const { weights, precision, sha256 } = await readWeights(path, orientation);
  return {
    weights,
    describe: async () => ({
      name: path,
      version: sha256.slice(0, 16),
      device: 'none: weights as they were saved',
      precision,
      models: [],
      magnitudes: [],
    }),
    close: async () => {},
  };
}
