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

/**
 * A run that failed says nothing of its setting (a thread died, a program hung), so it is found again
 * within its verification alone, which does not try twice; the next one tries anew.
 *
 * @param folder where the records lie; made when the first is written.
 * @param session names the verification; without one, failed runs are found like others.
 */
export function openEvidenceStore(
  folder: string,
  { name, version }: Description,
  session?: string,
): EvidenceStore {
  const key = (instance: Instance): string => `${name}@${version}/${instanceKey(instance)}`;
  const failedKey = (instance: Instance): string =>
    session === undefined ? key(instance) : `${key(instance)}/failed/${session}`;
  const read = async (where: string, instance: Instance): Promise<Run | undefined> => {
    try {
      const { data } = await cacache.get(folder, where);
      return decodeRun(data.toString('utf8'), instance);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    async find(instance) {
      const found = await read(key(instance), instance);
      if (found && (found.outcome.kind !== 'failed' || session === undefined)) return found;
      return session === undefined ? undefined : read(failedKey(instance), instance);
    },
    async record(run) {
      const where = run.outcome.kind === 'failed' ? failedKey(run) : key(run);
      await cacache.put(folder, where, encodeRun(run));
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
