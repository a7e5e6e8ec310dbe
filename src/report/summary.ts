/**
 * The summary of a report, in Markdown: how many gates hold, and a table of what fails and what holds.
 * It is what a CI job shows of a verification (GitHub: the file that $GITHUB_STEP_SUMMARY names).
 */
import { appendFile } from 'node:fs/promises';
import { InputError } from '../setting/input-error.js';
import { printable } from '../setting/printable.js';
import { row, statementOf, verdictCell, waiverFault } from './markdown/cells.js';
import type { ClaimReport, Report } from './report.js';
import { escapeMarkdown } from './text.js';
import { gatesInWords, standingOf } from './words.js';

/** GitHub takes a MiB a step; longer evidence (a counterexample of a property) stands in the report. */
const longestEvidence = 1000;

/**
 * Before the work begins, with nothing to append, it shows whether the file can be written at all.
 * @throws InputError when the file cannot be written.
 */
export async function appendSummary(file: string, text: string): Promise<void> {
  try {
    // Other steps of the job, or other verifications, write to the same file.
    await appendFile(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`summary: ${printable(file)} cannot be written (${code})`);
  }
}

/** Failed gates first; what does not apply to the subject is counted, not listed. */
export function reportSummary({ subject, gates, claims, waiverFaults }: Report): string {
  const applying = claims.filter((claim) => standingOf(claim) !== 'absent');
  const failed = applying.filter(({ gate }) => gate === 'fails');
  const others = applying.filter(({ gate }) => gate !== 'fails');
  const absent = claims.length - applying.length;
  const rows = [...failed, ...others].map(summaryRow);
  const [head, line] = [row(['Verdict', 'Claim', 'Expected', 'Evidence']), row(['---', '---', '---', '---'])];
  return [
    `### ${escapeMarkdown(subject.name)} ${escapeMarkdown(subject.version)}: ${gatesInWords(gates)}`,
    ...(waiverFaults.length > 0 ? ['Waivers to mend:', waiverFaults.map(waiverFault).join('\n')] : []),
    ...(absent > 0
      ? [`${absent} ${absent === 1 ? 'claim does' : 'claims do'} not apply to this subject.`]
      : []),
    ...(rows.length > 0 ? [[head, line, ...rows].join('\n')] : []),
  ]
    .join('\n\n')
    .concat('\n\n');
}

function summaryRow(claim: ClaimReport): string {
  const { because, expected } = claim;
  const told = because.length > longestEvidence ? `${because.slice(0, longestEvidence)}…` : because;
  return row([verdictCell(claim), statementOf(claim), expected.verdict, escapeMarkdown(told)]);
}
