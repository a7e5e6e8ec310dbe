/** Whether a claim applies to a subject: it does unless the subject says that it cannot do what it needs. */
import { lackingFor } from '../subjects/capabilities.js';
import type { Description, Subject } from '../subjects/subject.js';
import type { Declaration } from './declaration.js';

/** What the subject lacks for the claim, as what is said of it: `does not have the model untied`. */
export function lackingForClaim(
  { needs, settings }: Pick<Declaration, 'needs' | 'settings'>,
  subject: Subject,
  description: Description,
): string | undefined {
  const absent = needs.filter((need) => subject[need] === undefined);
  if (absent.length > 0) return `has no ${absent.join(', ')}`;
  for (const setting of Object.values(settings)) {
    const lacking = lackingFor(description, setting);
    if (lacking !== undefined) return `does not have ${lacking}`;
  }
  return undefined;
}
