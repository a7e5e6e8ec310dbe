/** Pieces of Markdown that hold one line of text each. */
import type { ClaimReport, Report } from '../report.js';
import { escapeMarkdown, markdownCode } from '../text.js';
import { verdictMarks } from '../words.js';

/** A row of a table; its cells are escaped already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** `✗ refuted`, with a word where the gate fails or is waived. */
export function verdictCell({ verdict, gate }: ClaimReport): string {
  const note = { holds: '', waived: ' (waived)', fails: ' **(gate fails)**' };
  return `${verdictMarks[verdict]} ${verdict}${note[gate]}`;
}

export function statementOf({ id, statement }: ClaimReport): string {
  return `${markdownCode(id)} ${escapeMarkdown(statement)}`;
}

/** Escaped, and ended like a sentence. */
export function oneLine(text: string): string {
  const escaped = escapeMarkdown(text);
  return /[.!?]$/.test(escaped) ? escaped : `${escaped}.`;
}

/** An item of the list of waivers that a person has to mend. */
export function waiverFault({ claim, because }: Report['waiverFaults'][number]): string {
  return `- ${markdownCode(claim)} ${oneLine(because)}`;
}
