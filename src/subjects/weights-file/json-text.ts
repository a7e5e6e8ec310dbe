/**
 * What `JSON.parse` does not refuse, but a file of weights must not have: a key that stands twice (the
 * last would win silently, so two readers could see two models), deep nesting (a parser's stack for a
 * hundred million brackets would take gigabytes), and more lists than weights come in (each empty list
 * takes many times the two bytes that it is written with).
 *
 * One pass over the text, before it is parsed. Text that is not JSON may get through; `JSON.parse`
 * refuses it afterwards.
 */
import { quoted } from '../../setting/printable.js';
import type { Refuse } from './tensor.js';

export interface JsonLimits {
  /** How many objects and lists may lie in each other. */
  readonly depth: number;
  /** How many objects and lists there may be in all. */
  readonly containers: number;
  /** How many values: about one for each comma. */
  readonly values: number;
}

/**
 * @param refuse is told what is wrong, as what the text has or does.
 * @returns what the text says, of no known type.
 */
export function parseJson(text: string, limits: JsonLimits, refuse: Refuse): unknown {
  try {
    const fault = jsonFault(text, limits);
    return fault === undefined ? JSON.parse(text) : refuse(fault);
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('is not JSON');
    throw error;
  }
}

/** @throws SyntaxError when a key has an escape that JSON does not know. */
function jsonFault(text: string, limits: JsonLimits): string | undefined {
  /** The keys seen in each object that is open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let containers = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (open.length === limits.depth) return `nests too deep at its character ${at}`;
      if (++containers > limits.containers) return tooMany(at);
      open.push(character === '{' ? new Set() : undefined);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === ',') {
      if (++values > limits.values) return tooMany(at);
    } else if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return `has the key ${quoted(key)} twice`;
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

function tooMany(at: number): string {
  return `has more entries than any model, at its character ${at}`;
}

/** Just behind the quote that closes the string opened at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}
