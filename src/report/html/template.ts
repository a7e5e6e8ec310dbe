/**
 * Pieces of HTML that can only be made by the tag below, which escapes every string put into it: what
 * is not escaped cannot get into a page by mistake.
 */
import { escapeHtml } from '../text.js';

export interface Html {
  readonly markup: string;
}

type Content = Html | string | number | undefined | readonly Content[];

/** html`<p>${text}</p>`: strings are escaped, pieces and lists of pieces go in as they are. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return { markup: String.raw({ raw: parts }, ...contents.map(markupOf)) };
}

/** For markup that this suite drew itself and escaped already: the figures and the style sheet. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : content.map(markupOf).join('');
}
