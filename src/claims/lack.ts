/** What a claim needs and a subject lacks: such a claim is not applicable, neither passed nor failed. */
import { lackingFor } from '../subjects/capabilities.js';
import type { Description, Subject } from '../subjects/subject.js';
import type { Declaration } from './declaration.js';

/** `cannot sample`, or `does not have the magnitude signed`; undefined when nothing is lacking. */
export function lackOf(
  { needs, settings }: Pick<Declaration, 'needs' | 'settings'>,
  subject: Subject,
  description: Description,
): string | undefined {
  const missing = needs.find((need) => subject[need] === undefined);
  if (missing !== undefined) {
    return missing === 'digits' ? 'does not have the two networks of seed 3' : `cannot ${missing}`;
  }
  const lack = Object.values(settings)
    .map((setting) => lackingFor(description, setting))
    .find((reason) => reason !== undefined);
  return lack && `does not have ${lack}`;
}
