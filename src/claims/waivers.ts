/**
 * Waivers: for a subject other than the built-in one, the gates that are known to fail, each with a
 * reason, a link to where it is followed up, and a last day. A waived claim still runs. An entry that is
 * no longer needed, or whose last day is past, fails the verification, so that the list never rots.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError } from '../setting/input-error.js';
import { printable, quoted } from '../setting/printable.js';
import { firstFault } from '../setting/setting.js';

const waiverSchema = z.strictObject({
  /** The id of one claim, as `superposition-spec claims` lists it. */
  claim: z.string().min(1),
  /** Why the gate may fail, in a sentence. */
  reason: z.string().trim().min(1, 'must say why the gate may fail'),
  /** Where it is followed up. */
  link: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  /** The last day on which the waiver counts, in UTC. */
  expires: z.iso.date('must be a day such as 2027-01-31'),
});

const fileSchema = z.strictObject({ waivers: z.array(waiverSchema) });

export type Waiver = z.output<typeof waiverSchema>;

/** What is wrong with an entry: it fails the verification, whatever the gates say. */
export interface WaiverFault {
  readonly claim: string;
  /** One sentence: what, and what to do. */
  readonly because: string;
}

/** @throws InputError when the file cannot be read or is not a list of waivers. */
export async function readWaivers(file: string): Promise<readonly Waiver[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(
      `${printable(file)}: cannot be read (${error.code}): give the path of a waivers file`,
    );
  });
  return parseWaivers(text, printable(file));
}

/**
 * @param name where the text comes from, for the message.
 * @throws InputError one sentence that names the first offending field, or the claim that is named twice.
 */
export function parseWaivers(text: string, name: string): readonly Waiver[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${name}: not JSON: ${printable((error as SyntaxError).message)}`);
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success)
    throw new InputError(`${name}: not a list of waivers: ${printable(firstFault(parsed.error))}`);
  const { waivers } = parsed.data;
  const twice = waivers.find(({ claim }, at) => waivers.findIndex((other) => other.claim === claim) < at);
  if (twice) throw new InputError(`${name}: claim ${quoted(twice.claim)} is waived twice; keep one entry`);
  return waivers;
}

/**
 * @param ids of all claims that the suite declares, whether they are selected or not.
 * @throws InputError when a waiver names none of them: a renamed claim must not lose its waiver in silence.
 */
export function refuseUnmatched(waivers: readonly Waiver[], ids: readonly string[], file: string): void {
  const unmatched = waivers.find(({ claim }) => !ids.includes(claim));
  if (unmatched) {
    throw new InputError(
      `${printable(file)}: claim ${quoted(unmatched.claim)} is waived but there is no such claim; remove the entry or correct its id`,
    );
  }
}

/**
 * @param gateHolds whether the gate holds without the waiver.
 * @param today in UTC, `2026-01-31`.
 * @returns undefined when the waiver does what it is for.
 */
export function faultOf(
  { claim, expires, link }: Waiver,
  gateHolds: boolean,
  today: string,
): WaiverFault | undefined {
  if (gateHolds) return { claim, because: 'its gate holds, so the waiver is stale; remove the entry' };
  if (today > expires) {
    return {
      claim,
      because: `the waiver expired on ${expires}; mend what ${link} describes, or set a new day`,
    };
  }
  return undefined;
}
