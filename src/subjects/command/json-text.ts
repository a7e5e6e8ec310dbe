/**
 * JSON as the protocol writes and reads it: what JSON.stringify and JSON.parse do, but no number is
 * lost. −0 is written as -0.0, and what is not finite as null; Python's NaN and Infinity are read as null.
 */

/** One line, without its end. */
export function jsonText(value: unknown): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'null';
    return Object.is(value, -0) ? '-0.0' : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Where JSON has a value: after the beginning, a bracket, a comma or a colon. */
const notFinite = /(?<=[[,:]\s*)-?(?:NaN|Infinity)(?=\s*[\],}])/g;

/** @throws SyntaxError when the text is no JSON, even with numbers that are not finite as null. */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = text.replace(notFinite, 'null');
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}
