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

/**
 * A run that failed says nothing of its setting (a thread died, a program hung), so it is found again
 * within its verification alone, which does not try twice; the next one tries anew.
 *
 * @param folder where the records lie; made when the first is written.
 * @param session names the verification.
 */
export function openEvidenceStore(
  folder: string,
  { name, version }: Description,
  session = 'unnamed',
): EvidenceStore {
  const keyOf = (instance: Instance): string => `${name}@${version}/${instanceKey(instance)}`;
  const failedKeyOf = (instance: Instance): string => `${keyOf(instance)}/failed/${session}`;
  /** Keys whose record was seen to be damaged. */
  const damaged = new Set<string>();
  const isThere = async (key: string): Promise<boolean> => {
    const entry = await cacache.get.info(folder, key);
    const content = entry && (await cacache.get.hasContent(folder, entry.integrity));
    if (!content) return false;
    if (content.size !== entry.size) damaged.add(key);
    return content.size === entry.size;
  };
  const read = async (key: string, instance: Instance): Promise<Run | undefined> => {
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
    has: async (instance) => (await isThere(keyOf(instance))) || isThere(failedKeyOf(instance)),
    find: async (instance) =>
      (await read(keyOf(instance), instance)) ?? read(failedKeyOf(instance), instance),
    async record(run) {
      const key = run.outcome.kind === 'failed' ? failedKeyOf(run) : keyOf(run);
      let text = encodeRun(run);
      await cacache.put(folder, key, text);
      // What lies under the hash of a content is taken for it, and kept. A damaged one is left to itself,
      // and the run written once more to another place, with a space that JSON does not mind.
      while (damaged.has(key)) {
        text += ' ';
        if (await read(key, run)) damaged.delete(key);
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
