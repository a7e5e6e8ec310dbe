/** A subject opened for a whole verification, which goes on in other processes. */
import { randomUUID } from 'node:crypto';
import { lackOf } from '../claims/lack.js';
import type { ListedClaim } from '../claims/specs.js';
import { InputError } from '../setting/input-error.js';
import { quoted } from '../setting/printable.js';
import { type OpenOptions, openSubject } from '../subjects/registry.js';
import type { Subject } from '../subjects/subject.js';
import type { Reading } from '../subjects/weights-file/read-weights.js';
import { unlessAborted } from './interrupt.js';
import { readingOf } from './weights-options.js';

export interface OpenedToVerify {
  readonly subject: Subject;
  /** How it is opened again where claims are judged. */
  readonly opening: OpenOptions & { readonly session: string };
}

export interface OpeningOptions extends Reading {
  readonly subject: string;
  readonly subjectTimeout: number;
}

/** @throws InputError when the subject is unknown or absent. */
export async function openToVerify(
  { subject: name, subjectTimeout, ...reading }: OpeningOptions,
  signal: AbortSignal,
): Promise<OpenedToVerify> {
  const session = randomUUID();
  const options = { cwd: process.cwd(), timeout: subjectTimeout, session, reading: readingOf(reading) };
  const opened = await unlessAborted(signal, openSubject(name, options));
  if (opened.kind === 'absent') {
    throw new InputError(`subject ${quoted(name)} is absent: ${opened.reason}`);
  }
  return { subject: opened.subject, opening: { ...options, ...opened.again, session } };
}

/** The claims that the subject can be judged on, so that nothing is trained for the others. */
export async function applicableTo(
  subject: Subject,
  claims: readonly ListedClaim[],
): Promise<readonly ListedClaim[]> {
  const description = await subject.describe();
  return claims.filter(({ declaration }) => lackOf(declaration, subject, description) === undefined);
}
