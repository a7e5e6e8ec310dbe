/** Reading a setting: from what a person or a program wrote to checked, frozen, identified data. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { InputError } from './input-error.js';
import { type Dependence, type Setting, type SettingInput, settingSchema } from './schema.js';

/** Checks a setting that came from outside, where its type is not known. */
export function parseUnknownSetting(input: unknown): Setting {
  return parseSetting(input as SettingInput);
}

/**
 * Checks a setting, fills in the defaults and freezes it.
 * @throws InputError one sentence that names the first offending field.
 */
export function parseSetting(input: SettingInput): Setting {
  const parsed = settingSchema.safeParse(input);
  if (!parsed.success) throw new InputError(`setting: ${firstFault(parsed.error)}`);
  return deepFreeze(parsed.data);
}

/** The first fault of a failed parse, as `field.path: message`. */
export function firstFault(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

/**
 * A stable name for a setting: the first 16 hex digits of the SHA-256 of its canonical form (JSON
 * with sorted keys and every default written out). Two spellings of one experiment share it.
 */
export function settingId(setting: object): string {
  const known = ids.get(setting);
  if (known !== undefined) return known;
  const id = createHash('sha256').update(canonicalJson(setting)).digest('hex').slice(0, 16);
  if (Object.isFrozen(setting)) ids.set(setting, id);
  return id;
}

/** Of settings that nothing can change any more. A setting has many runs, and each asks for its name often. */
const ids = new WeakMap<object, string>();

/** JSON with the keys of every object in code-unit order, so that equal data give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** One line for people: `relu-output n=5 m=2 p=0.05, adamw 0.001, 10000 × 1024`. */
export function summariseSetting(setting: Setting): string {
  const { model, n, m, data, training } = setting;
  const p = Array.isArray(data.probability) ? `[${data.probability.join(', ')}]` : data.probability;
  const magnitude = data.magnitude === 'uniform' ? '' : ` ${data.magnitude}`;
  const sets = data.dependence ? ` ${dependenceInWords(data.dependence)}` : '';
  const start = training.warmStart ? ', warm-started' : '';
  const { kind } = training.optimiser;
  const penalty = training.hiddenPenalty === undefined ? '' : `, hidden penalty ${training.hiddenPenalty}`;
  const attack = training.attack ? `, attacked by ${training.attack.size}` : '';
  return `${model} n=${n} m=${m} p=${p}${magnitude}${sets}${rowsInWords(data.rows)}, ${kind} ${training.learningRate}, ${training.steps} × ${training.batch}${penalty}${attack}${start}`;
}

/** `in correlated sets of 2`. */
function dependenceInWords(dependence: Dependence): string {
  const { kind, size } = dependence;
  const rule = kind === 'anticorrelated' && dependence.rule === 'mirrored' ? 'mirrored ' : '';
  return `in ${rule}${kind} sets of ${size}`;
}

function rowsInWords(rows: Setting['data']['rows']): string {
  switch (rows.kind) {
    case 'fresh':
      return '';
    case 'fixed':
      return `, ${rows.count} fixed rows`;
    case 'full-batch':
      return ', one batch at every step';
  }
}

/** Freezes plain data in all its depth. */
export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object') {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
