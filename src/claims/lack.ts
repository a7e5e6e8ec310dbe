/** What a claim needs and a subject lacks: such a claim is not applicable, neither passed nor failed. */
import type { Setting } from '../setting/schema.js';
import type { Description, Subject } from '../subjects/subject.js';
import type { Declaration } from './declaration.js';

/** `cannot sample`, or `does not have the magnitude uniform-normalised`; undefined when nothing is lacking. */
export async function lackOf(
  { needs, settings }: Pick<Declaration, 'needs' | 'settings'>,
  subject: Subject,
): Promise<string | undefined> {
  const missing = needs.find((need) => subject[need] === undefined);
  if (missing !== undefined) return `cannot ${missing}`;
  const description = await subject.describe();
  return Object.values(settings)
    .map((setting) => unable(setting, description))
    .find((reason) => reason !== undefined);
}

function unable(setting: Setting, description: Description): string | undefined {
  const { model, data, training } = setting;
  const { models, magnitudes, rows = ['fresh'] } = description;
  if (!models.includes(model)) return `does not have the model ${model}`;
  if (!magnitudes.includes(data.magnitude)) return `does not have the magnitude ${data.magnitude}`;
  if (!rows.includes(data.rows.kind)) return `does not train on ${data.rows.kind} rows`;
  return training.warmStart && unable(training.warmStart, description);
}
