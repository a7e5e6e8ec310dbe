import type { Setting } from '../setting/schema.js';
import { type Description, objectives } from './subject.js';

/**
 * What a subject lacks for a setting, or for one that it starts from: `the model untied`; undefined when it
 * lacks nothing.
 */
export function lacking(description: Description, setting: Setting): string | undefined {
  const { model, data, training } = setting;
  const { models, magnitudes, objectives: known = [] } = description;
  if (!models.includes(model)) return `the model ${model}`;
  if (!magnitudes.includes(data.magnitude)) return `values that are ${data.magnitude}`;
  const unknown = objectives.find((name) => training[name] !== undefined && !known.includes(name));
  if (unknown !== undefined) return `the objective ${unknown}`;
  return training.warmStart && lacking(description, training.warmStart);
}
