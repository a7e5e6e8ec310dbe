/**
 * The evidence store: every run, recorded once under subject, version, setting and seed.
 *
 * It is a cacache folder: content-addressed, written to a temporary file and renamed, so that a kill
 * leaves a whole record or none, and two processes can write at once. A record that does not match
 * its hash counts as missing and is trained again. Stores of several machines merge by copying.
 */
import cacache from 'cacache';
import { mapParameters, type Weights } from '../models/weights.js';
import { instanceKey } from '../subjects/instance-key.js';
import type { Description, Instance, Run } from '../subjects/subject.js';

export interface EvidenceStore {
  find(instance: Instance): Promise<Run | undefined>;
  record(run: Run): Promise<void>;
}

/** @param folder where the records lie; made when the first is written. */
export function openEvidenceStore(folder: string, description: Description): EvidenceStore {
  const records = openRecords(folder, description);
  return {
    find: (instance) => records.find(instanceKey(instance), (text) => decodeRun(text, instance)),
    record: (run) => records.record(instanceKey(run), encodeRun(run)),
  };
}

/** The records of one version of a subject, as text under a key. */
export function openRecords(folder: string, { name, version }: Pick<Description, 'name' | 'version'>) {
  const whole = (key: string): string => `${name}@${version}/${key}`;
  return {
    /** @returns undefined when there is none, or none that is whole. */
    async find<R>(key: string, decode: (text: string) => R): Promise<R | undefined> {
      try {
        const { data } = await cacache.get(folder, whole(key));
        return decode(data.toString('utf8'));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async record(key: string, text: string): Promise<void> {
      await cacache.put(folder, whole(key), text);
    },
  };
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'EINTEGRITY' || code === 'EBADSIZE' || error instanceof SyntaxError;
}

/** The setting is not written: the key names it, and whoever asks has it. */
function encodeRun({ outcome, losses, checkpoints }: Run): string {
  return JSON.stringify({ outcome, losses, checkpoints }, (_, value: unknown) =>
    value instanceof Float64Array ? [...value] : value,
  );
}

function decodeRun(text: string, { setting, seed }: Instance): Run {
  const { outcome, losses, checkpoints } = JSON.parse(text) as Run;
  return {
    setting,
    seed,
    outcome: outcome.kind === 'finished' ? { ...outcome, weights: decodeWeights(outcome.weights) } : outcome,
    losses,
    checkpoints: checkpoints.map(({ step, weights }) => ({ step, weights: decodeWeights(weights) })),
  };
}

function decodeWeights(weights: Weights): Weights {
  return mapParameters(weights, (values) => Float64Array.from(values));
}
