/**
 * Weights as JSON, for whatever can print numbers: an object whose tensors are nested lists, row by row.
 *
 *     { "W": [[…], …], "b": […] }                              tied
 *     { "encoder": [[…], …], "decoder": [[…], …], "b": […] }   untied
 *
 * Names and orientation are as free as in the other formats. The keys `sparsity`, `model` and `setting`
 * are no tensors: they say what the weights were trained on (about.ts).
 */
import { quoted } from '../../setting/printable.js';
import { aboutKeys } from './about.js';
import { parseJson } from './json-text.js';
import { type Content, type Refuse, refuser, type Tensor } from './tensor.js';

/** A setting may hold the settings of a few warm starts; a list a row, for two matrices of 1024 rows. */
export const jsonLimits = { depth: 24, containers: 2 ** 13, values: 2 ** 22 } as const;

/** No tensor of a model has more axes than an instance, a row and a column. */
const mostAxes = 3;

/** @throws InputError one sentence that names the file and what is wrong with it. */
export function readJsonWeights(bytes: Uint8Array, file: string): Content {
  const refuse = refuser(file);
  const entries = Object.entries(parseJsonObject(bytes, refuse));
  return {
    tensors: entries
      .filter(([name]) => !aboutKeys.includes(name))
      .map(([name, value]) => tensorOf(name, value, refuse)),
    metadata: Object.fromEntries(entries.filter(([name]) => aboutKeys.includes(name))),
  };
}

/** @throws InputError when the bytes are no JSON object, or one that is harmful to read. */
export function parseJsonObject(bytes: Uint8Array, refuse: Refuse): object {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('the file is not UTF-8');
  }
  const value = parseJson(text, jsonLimits, (sentence) =>
    refuse(`the file ${sentence}${sentence === 'is not JSON' ? ' (which has no NaN and no Infinity)' : ''}`),
  );
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  return refuse('the file must hold a JSON object with the tensors as nested lists');
}

function tensorOf(name: string, value: unknown, refuse: Refuse): Tensor {
  const tensor = `tensor ${quoted(name)}`;
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = inner[0]) {
    if (shape.push(inner.length) > mostAxes) refuse(`${tensor} nests more than ${mostAxes} lists`);
  }
  if (!Array.isArray(value) && typeof value !== 'number') {
    refuse(`${tensor} must be nested lists of numbers`);
  }
  const values: number[] = [];
  flatten(value, 0);
  return { name, shape, precision: 'float64', values: () => Float64Array.from(values) };

  function flatten(part: unknown, axis: number): void {
    if (Array.isArray(part)) {
      if (part.length !== shape[axis]) refuse(`${tensor} has rows of different lengths`);
      for (const inner of part) flatten(inner, axis + 1);
    } else if (typeof part === 'number' && axis === shape.length) {
      values.push(part);
    } else {
      refuse(`${tensor} holds ${axis === shape.length ? 'what is no number' : 'rows of different depths'}`);
    }
  }
}
