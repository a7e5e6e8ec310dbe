/**
 * Text from outside (a subject's name, a claim's words) made safe for each form of the report.
 * Control characters, direction overrides and lone surrogates become U+FFFD everywhere: in a terminal
 * they could move the cursor, in a page they could reverse what is read.
 */

const invisible = /[\p{Cc}\p{Bidi_Control}]/gu;

/** On one line, with everything that has no place in a line of text shown as U+FFFD. */
export function plain(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replace(invisible, '\uFFFD');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For HTML text and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return plain(text).replace(/[&<>"']/g, (character) => entities[character]!);
}

/**
 * For inline Markdown, cells of tables included: `&`, `<` and `>` as entities, the other characters
 * that could begin something with a backslash, those that could do so at the start of a line included.
 */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .trim()
    .replace(/[\\`*_[\]|~$#]/g, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/[&<>]/g, (character) => entities[character]!);
}

/** The same text as inline code where nothing in it could end the code, and escaped otherwise. */
export function markdownCode(text: string): string {
  return /^[\w.:/+-]+$/.test(text) ? `\`${text}\`` : escapeMarkdown(text);
}
