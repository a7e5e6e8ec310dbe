/**
 * Text from outside (names in a weights file, paths) made safe to show on a terminal and in a
 * one-line message: control, format and separator characters become `\u{…}`, so that nothing can move
 * the cursor, change colours, reorder the line or break it.
 */

/** \p{C}: control, format, surrogate, private, unassigned; \p{Zl} and \p{Zp}: line and paragraph separators. */
const hidden = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Longer text from within a file is cut: enough for any name that a person chose. */
const excerptLength = 80;

/** The whole text; for paths. */
export function printable(text: string): string {
  return text.replace(hidden, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** The beginning of the text, when it is long. */
export function excerpt(text: string): string {
  return printable(text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text);
}

/** An excerpt in double quotes. */
export function quoted(text: string): string {
  return `"${excerpt(text)}"`;
}

/**
 * JSON in which hidden characters are written as the escapes that JSON has for them: the same data for
 * a program, harmless on a terminal.
 */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(hidden, (character) =>
    character === '\n' ? character : character.split('').map(unicodeEscape).join(''),
  );
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
