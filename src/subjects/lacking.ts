import type { Setting } from '../setting/schema.js';
import type { Description } from './subject.js';

/**
 * What a subject lacks for a setting, or for one that it starts from: `the model untied`; undefined when it
 * lacks nothing.
 */
export function lacking(description: Description, setting: Setting): string | undefined {
  const { model, data, training } = setting;
  const { models, magnitudes, rows = ['fresh'], dependences = [] } = description;
  if (!models.includes(model)) return `the model ${model}`;
  if (!magnitudes.includes(data.magnitude)) return `values that are ${data.magnitude}`;
  if (!rows.includes(data.rows.kind)) return `training on ${data.rows.kind} rows`;
  if (data.dependence && !dependences.includes(data.dependence.kind)) {
    return `features in ${data.dependence.kind} sets`;
  }
  return training.warmStart && lacking(description, training.warmStart);
}
