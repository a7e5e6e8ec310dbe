/**
 * What `JSON.parse` does not refuse, but a header must not have: a key that stands twice (the last
 * would win silently, so two readers could see two models), and deep nesting (a header is an object
 * of objects of arrays, and a parser's stack for a hundred million brackets would take gigabytes).
 *
 * One pass over the text, before it is parsed. Text that is not JSON may get through; `JSON.parse`
 * refuses it afterwards.
 */

const deepest = 3;

export type HeaderFault =
  | { readonly kind: 'duplicate'; readonly key: string }
  | { readonly kind: 'deep'; readonly at: number };

/**
 * @returns the first fault; `at` is a position in the text.
 * @throws SyntaxError when a key has an escape that JSON does not know.
 */
export function headerFault(text: string): HeaderFault | undefined {
  /** The keys seen in each object that is open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (open.length === deepest) return { kind: 'deep', at };
      open.push(character === '{' ? new Set() : undefined);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return { kind: 'duplicate', key };
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
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
