/** Figures and tables as text. */
import { row } from '../src/report/markdown/cells.js';

/** Three significant digits, thousands apart: 96,000; 16.3; 0.912. */
export function formatFigure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** `12.3 ×`. */
export function formatRatio(value: number): string {
  return `${formatFigure(value)} ×`;
}

/** @param words how many columns from the left hold words; the others hold figures. */
export function markdownTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  words = 1,
): string {
  const rules = heading.map((_, at) => (at < words ? '---' : '--:'));
  return [heading, rules, ...rows].map(row).join('\n');
}
