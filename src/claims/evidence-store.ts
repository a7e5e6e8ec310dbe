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

/** Records of runs `R`, each the run of an instance `I`. */
export interface RunStore<I, R> {
  /** Whether there is a record of the right length; whether it is sound shows when it is found. */
  has(instance: I): Promise<boolean>;
  find(instance: I): Promise<R | undefined>;
  record(run: R): Promise<void>;
}

export type EvidenceStore = RunStore<Instance, Run>;

/** @param session names the verification. See `openRecords`. */
export function openEvidenceStore(
  folder: string,
  description: Description,
  session = 'unnamed',
): EvidenceStore {
  const records = openRecords(folder, description, session);
  return {
    has: (instance) => records.has(instanceKey(instance)),
    find: (instance) => records.find(instanceKey(instance), (text) => decodeRun(text, instance)),
    record: (run) => records.record(instanceKey(run), encodeRun(run), run.outcome.kind),
  };
}

/** The records of one version of a subject: JSON under a key. */
export interface Records {
  has(key: string): Promise<boolean>;
  /** @returns undefined when there is none, or none that is whole. */
  find<R>(key: string, decode: (text: string) => R): Promise<R | undefined>;
  record(key: string, text: string, outcome: Run['outcome']['kind']): Promise<void>;
}

/**
 * A run that failed says nothing of its setting (a thread died, a program hung), so it is found again
 * within its verification alone, which does not try twice; the next one tries anew.
 *
 * @param folder where the records lie; made when the first is written.
 * @param session names the verification.
 */
export function openRecords(
  folder: string,
  { name, version }: Pick<Description, 'name' | 'version'>,
  session: string,
): Records {
  const keyOf = (key: string): string => `${name}@${version}/${key}`;
  const failedKeyOf = (key: string): string => `${keyOf(key)}/failed/${session}`;
  /** Keys whose record was seen to be damaged. */
  const damaged = new Set<string>();
  const isThere = async (key: string): Promise<boolean> => {
    const entry = await cacache.get.info(folder, key);
    const content = entry && (await cacache.get.hasContent(folder, entry.integrity));
    if (!content) return false;
    if (content.size !== entry.size) damaged.add(key);
    return content.size === entry.size;
  };
  const read = async <R>(key: string, decode: (text: string) => R): Promise<R | undefined> => {
    try {
      const { data } = await cacache.get(folder, key);
      return decode(data.toString('utf8'));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      if (!isDamage(error)) throw error;
      damaged.add(key);
      return undefined;
    }
  };
  return {
    has: async (key) => (await isThere(keyOf(key))) || isThere(failedKeyOf(key)),
    find: async (key, decode) => (await read(keyOf(key), decode)) ?? read(failedKeyOf(key), decode),
    async record(bare, json, outcome) {
      const key = outcome === 'failed' ? failedKeyOf(bare) : keyOf(bare);
      let text = json;
      await cacache.put(folder, key, text);
      // What lies under the hash of a content is taken for it, and kept. A damaged one is left to itself,
      // and the run written once more to another place, with a space that JSON does not mind.
      while (damaged.has(key)) {
        text += ' ';
        if (await read(key, JSON.parse)) damaged.delete(key);
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
