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
  /** Whether there is a record of the right length; whether it is sound shows when it is found. */
  has(instance: Instance): Promise<boolean>;
  find(instance: Instance): Promise<Run | undefined>;
  record(run: Run): Promise<void>;
}

/** @param folder where the records lie; made when the first is written. */
export function openEvidenceStore(folder: string, { name, version }: Description): EvidenceStore {
  const keyOf = (instance: Instance): string => `${name}@${version}/${instanceKey(instance)}`;
  /** Keys whose record was seen to be damaged. */
  const damaged = new Set<string>();
  const find = async (instance: Instance): Promise<Run | undefined> => {
    const key = keyOf(instance);
    try {
      const { data } = await cacache.get(folder, key);
      return decodeRun(data.toString('utf8'), instance);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      if (!isDamage(error)) throw error;
      damaged.add(key);
      return undefined;
    }
  };
  return {
    async has(instance) {
      const key = keyOf(instance);
      const entry = await cacache.get.info(folder, key);
      const content = entry && (await cacache.get.hasContent(folder, entry.integrity));
      if (!content) return false;
      if (content.size !== entry.size) damaged.add(key);
      return content.size === entry.size;
    },
    find,
    async record(run) {
      const key = keyOf(run);
      let text = encodeRun(run);
      await cacache.put(folder, key, text);
      // What lies under the hash of a content is taken for it, and kept. A damaged one is left to itself,
      // and the run written once more to another place, with a space that JSON does not mind.
      while (damaged.has(key)) {
        text += ' ';
        if (await find(run)) damaged.delete(key);
        else await cacache.put(folder, key, text);
      }
    },
  };
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function isDamage(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EINTEGRITY' || code === 'EBADSIZE' || error instanceof SyntaxError;
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
