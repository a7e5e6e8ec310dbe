/**
 * The header of a .npy file (numpy.lib.format): the literal of a Python dictionary with the keys
 * `descr`, `fortran_order` and `shape`, each once, in any order. Only what a literal of these may hold
 * is matched; nothing is evaluated.
 */

export interface NpyHeader {
  /** The number type, as in `<f4`. */
  readonly descr: string;
  /** Whether the first axis runs fastest. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const pair =
  /\s*['"](?<key>descr|fortran_order|shape)['"]\s*:\s*(?<value>'[^'"\\]*'|"[^'"\\]*"|True|False|\([\d,\s]*\))\s*(?:,|(?=\}))/y;

/** @returns undefined when the text is no such literal, or its shape beyond whole numbers. */
export function parseNpyHeader(text: string): NpyHeader | undefined {
  const literal = text.trim();
  if (!literal.startsWith('{')) return undefined;
  const found = new Map<string, string>();
  let at = 1;
  for (;;) {
    pair.lastIndex = at;
    const match = pair.exec(literal);
    if (!match?.groups) break;
    const { key, value } = match.groups;
    if (found.has(key!)) return undefined;
    found.set(key!, value!);
    at = pair.lastIndex;
  }
  if (literal.slice(at).trim() !== '}') return undefined;
  const descr = found.get('descr');
  const order = found.get('fortran_order');
  const shape = shapeOf(found.get('shape'));
  if (!/^['"]/.test(descr ?? '') || !/^(True|False)$/.test(order ?? '') || !shape) return undefined;
  return { descr: descr!.slice(1, -1), fortranOrder: order === 'True', shape };
}

/** `()`, `(5,)`, `(2, 5)`; one number without a comma is no tuple. */
function shapeOf(tuple: string | undefined): readonly number[] | undefined {
  const inner = /^\((.*)\)$/s.exec(tuple ?? '')?.[1]?.trim();
  if (inner === undefined) return undefined;
  if (inner === '') return [];
  const sizes = inner.replace(/,$/, '').split(',');
  const isTuple = sizes.length > 1 || inner.endsWith(',');
  const shape = sizes.map((size) => (/^\s*\d+\s*$/.test(size) ? Number(size) : Number.NaN));
  return isTuple && shape.every(Number.isSafeInteger) ? shape : undefined;
}
