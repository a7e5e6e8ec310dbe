/**
 * What is known of how weights were trained, from wherever it was written:
 *
 * - in the file: the keys `sparsity`, `model` and `setting` of its metadata (of safetensors, where all
 *   metadata are text, the setting as JSON; of a JSON file, beside the tensors);
 * - in a sidecar: `NAME.setting.json` beside `NAME.npz`, an object of the same keys;
 * - in its name, the sparsity alone: a name that ends as in `one_w_s0.7.safetensors` means S = .7.
 *
 * A sidecar takes the place of what the file says; the name counts where neither says the sparsity.
 */
import { z } from 'zod';
import { InputError } from '../../setting/input-error.js';
import { excerpt } from '../../setting/printable.js';
import { type ModelName, modelNameSchema, type Setting } from '../../setting/schema.js';
import { firstFault, parseUnknownSetting } from '../../setting/setting.js';
import { probabilityAt } from '../../setting/sources.js';
import { parseJson } from './json-text.js';
import type { Refuse } from './tensor.js';

/** What is known of how weights were trained. */
export interface About {
  /** S, where all features have one; unknown otherwise. */
  readonly sparsity?: number;
  readonly model?: ModelName;
  readonly setting?: Setting;
}

/** Room for a few warm starts, each within the training of the next. */
const settingLimits = { depth: 24, containers: 2 ** 10, values: 2 ** 14 } as const;

export const aboutKeys: readonly string[] = ['sparsity', 'model', 'setting'];

const range = 'must be a number in [0, 1)';
/** As a number, or as text, which is all that the metadata of safetensors can hold. */
const sparsity = z
  .union([z.number(), z.string().regex(/^[\d.]+$/, range)], range)
  .transform(Number)
  .pipe(z.number(range).min(0, range).lt(1, range));
const aboutSchema = z.object({
  sparsity: sparsity.optional(),
  model: modelNameSchema.optional(),
});

/**
 * @param metadata as written; keys other than `aboutKeys` are of no concern here.
 * @throws InputError when they make no sense, or contradict each other.
 */
export function readAbout(metadata: Readonly<Record<string, unknown>>, refuse: Refuse): About {
  const parsed = aboutSchema.safeParse(metadata);
  if (!parsed.success) return refuse(`metadata ${excerpt(firstFault(parsed.error))}`);
  const { sparsity, model } = parsed.data;
  const setting = readSetting(metadata['setting'], refuse);
  if (!setting) return { ...(sparsity !== undefined && { sparsity }), ...(model && { model }) };
  const { probability } = setting.data;
  if (model && model !== setting.model) {
    refuse(`metadata name the model ${model}, but the setting the model ${setting.model}`);
  }
  if (sparsity !== undefined && probability !== probabilityAt(sparsity)) {
    refuse(`metadata have a sparsity of ${sparsity}, but the setting another`);
  }
  const own = typeof probability === 'number' ? { sparsity: probabilityAt(probability) } : {};
  return { setting, model: setting.model, ...own };
}

/** `one_w_s0.7.safetensors`, `s=0.99.npz`, `sparsity-0.9.json`. */
export function sparsityInName(file: string): About {
  const stem = file.replace(/\.(safetensors|npz|npy|json)$/i, '');
  const text = /(?:^|[^a-z0-9])s(?:parsity)?[=_-]?(0|0?\.\d+)$/i.exec(stem)?.[1];
  return text === undefined ? {} : { sparsity: Number(text) };
}

function readSetting(written: unknown, refuse: Refuse): Setting | undefined {
  if (written === undefined) return undefined;
  const told: Refuse = (sentence) => refuse(`metadata setting: ${sentence}`);
  const setting = typeof written === 'string' ? parseJson(written, settingLimits, told) : written;
  try {
    return parseUnknownSetting(setting);
  } catch (error) {
    if (error instanceof InputError) return refuse(`metadata ${excerpt(error.message)}`);
    throw error;
  }
}
