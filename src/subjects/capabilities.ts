/**
 * What a setting asks of a subject, held against what the subject says that it can do. A claim about a
 * setting that the subject does not have is `not applicable`, with the reason from here.
 */
import type { Setting } from '../setting/schema.js';
import type { Description } from './subject.js';

/**
 * A plain setting: independent features, fresh rows, and AdamW at a constant learning rate from Xavier
 * normal weights. Importances come in both forms, since one is computed from the other in a line.
 */
const plain: ReadonlySet<string> = new Set([
  'importance=list',
  'importance=geometric',
  'rows=fresh',
  'optimiser=adamw',
  'schedule=constant',
  'initialisation=xavier-normal',
]);

/** The options of every setting that there is: what a subject that knows them all lists. */
export const knownOptions = [
  'dependence=correlated',
  'dependence=anticorrelated',
  'rows=fixed',
  'rows=full-batch',
  'optimiser=adam',
  'schedule=linear',
  'schedule=cosine',
  'initialisation=xavier-normal-stacked',
  'initialisation=kaiming-uniform-stacked',
  'initialisation=normal',
  'initialisation=uniform',
  'hiddenPenalty',
  'attack',
  'checkpoints',
  'warmStart',
] as const;
export type Option = (typeof knownOptions)[number];

/**
 * The options of a setting: in which ways it goes beyond a plain one, as `field=kind`, or the name of a
 * field that plain settings do not have (`warmStart`, `checkpoints`). Derived from the setting as it
 * stands, so that a field which a subject has never heard of is an option that it does not list.
 */
export function optionsOf(setting: Setting): string[] {
  const { model, n, m, data, training, ...rest } = setting;
  const { probability, magnitude, ...rows } = data;
  const { steps, batch, learningRate, warmStart, checkpoints, ...how } = training;
  const fields = Object.entries({ ...rest, ...rows, ...how }).filter(([, value]) => value !== undefined);
  const named = fields.map(([field, value]) => {
    const kind = kindOf(value);
    return kind === undefined ? field : `${field}=${kind}`;
  });
  const own = [
    ...named.filter((option) => !plain.has(option)),
    ...(checkpoints.length > 0 ? ['checkpoints'] : []),
    ...(warmStart ? ['warmStart'] : []),
  ];
  return [...new Set([...own, ...(warmStart ? optionsOf(warmStart) : [])])];
}

/** What the setting needs and the subject lacks, for a sentence (`the model untied`); undefined for nothing. */
export function lackingFor(description: Description, setting: Setting): string | undefined {
  const { models, magnitudes, options } = description;
  if (!models.includes(setting.model)) return `the model ${setting.model}`;
  if (!magnitudes.includes(setting.data.magnitude)) return `the magnitude ${setting.data.magnitude}`;
  const known: readonly string[] | undefined = options;
  const missing = known && optionsOf(setting).find((option) => !known.includes(option));
  if (missing !== undefined) return `the option ${missing}`;
  const { warmStart } = setting.training;
  return warmStart && lackingFor(description, warmStart);
}

function kindOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const isKinded = typeof value === 'object' && value !== null && 'kind' in value;
  return isKinded ? String(value.kind) : undefined;
}
