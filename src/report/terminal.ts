/** The table of claims for a terminal. Marks and words say all that colours say. */
import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';
import type { ClaimReport, Report } from './report.js';
import { plain } from './text.js';
import {
  gatesInWords,
  passes,
  type Standing,
  sectionsOf,
  standingOf,
  verdictMarks,
  waiverInWords,
} from './words.js';

export interface TerminalOptions {
  /** Width of the terminal in columns; lines are wrapped to between 60 and 120 of them. */
  readonly columns: number;
  /** 0 for none, as under NO_COLOR; chalk's `supportsColor` knows what a stream can show. */
  readonly colours: ColorSupportLevel;
}

/** `✓ not applicable`, the longest mark and word, and two columns of air. */
const verdictWidth = 18;
const margin = 2;

/** Sections as headings, a line or more for each claim, failed gates with their reasons, the count. */
export function reportTable(report: Report, { columns, colours }: TerminalOptions): string {
  const chalk = new Chalk({ level: colours });
  const width = Math.min(120, Math.max(60, columns));
  const failed = report.claims.filter(({ gate }) => gate === 'fails');
  const blocks = [
    ...sectionsOf(report.claims).map(({ section, claims }) =>
      [
        chalk.bold(wrap(plain(section), width).join('\n')),
        ...claims.map((claim) => claimLines(claim, width, chalk)),
      ].join('\n'),
    ),
    ...(failed.length > 0
      ? [[chalk.bold('Failed gates'), ...failed.map((claim) => failureLines(claim, width, chalk))].join('\n')]
      : []),
    ...(report.waiverFaults.length > 0
      ? [
          [
            chalk.bold('Waivers to mend'),
            ...report.waiverFaults.map((fault) => faultLines(fault, width, chalk)),
          ].join('\n'),
        ]
      : []),
    paint(
      passes(report) ? 'success' : 'failure',
      chalk,
    )(`${gatesInWords(report.gates)} Profile: ${report.profile}.`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function claimLines(claim: ClaimReport, width: number, chalk: ChalkInstance): string {
  const colour = paint(standingOf(claim), chalk);
  const label = `${verdictMarks[claim.verdict]} ${claim.verdict}`;
  const indent = margin + verdictWidth;
  const inner = width - indent;
  const id = plain(claim.id);
  const statement = wrap(`${id} ${plain(claim.statement)}`, inner);
  const note = noteOf(claim);
  const lines = [
    // An id that a line does not hold is broken, and then not told apart.
    ...statement.map((line, at) =>
      at === 0 && line.startsWith(id) ? chalk.bold(id) + line.slice(id.length) : line,
    ),
    ...(note ? wrap(note, inner).map((line) => chalk.dim(line)) : []),
  ];
  return lines
    .map((line, at) =>
      at === 0
        ? `${' '.repeat(margin)}${colour(label)}${' '.repeat(verdictWidth - label.length)}${line}`
        : ' '.repeat(indent) + line,
    )
    .join('\n');
}

/** What the verdict means where it is not simply as documented. */
function noteOf(claim: ClaimReport): string | undefined {
  if (claim.gate === 'fails') return `gate fails, ${claim.expected.verdict} was expected`;
  if (claim.waiver) return plain(waiverInWords(claim.waiver));
  if (claim.verdict === 'refuted') return 'as expected, a finding';
  return claim.verdict === 'not applicable' ? plain(claim.because) : undefined;
}

function failureLines(claim: ClaimReport, width: number, chalk: ChalkInstance): string {
  const { id, verdict, expected, because } = claim;
  return crossed(`${id}: ${verdict}, but ${expected.verdict} was expected: ${because}`, width, chalk);
}

function faultLines(fault: Report['waiverFaults'][number], width: number, chalk: ChalkInstance): string {
  return crossed(`${fault.claim}: ${fault.because}`, width, chalk);
}

function crossed(text: string, width: number, chalk: ChalkInstance): string {
  const lines = wrap(plain(text), width - 2 * margin);
  return lines.map((line, at) => (at === 0 ? `  ${chalk.red('✗')} ${line}` : `    ${line}`)).join('\n');
}

function paint(standing: Standing, chalk: ChalkInstance): ChalkInstance {
  switch (standing) {
    case 'success':
      return chalk.green;
    case 'finding':
    case 'waived':
      return chalk.yellow;
    case 'failure':
      return chalk.red;
    case 'absent':
      return chalk.dim;
  }
}

/** Lines of at most `width` characters, broken at spaces; a longer word is broken where it must be. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  for (const word of text.split(/ +/).filter((part) => part !== '')) {
    for (const piece of pieces(characters(word), width)) {
      if (line.length > 0 && line.length + 1 + piece.length > width) {
        lines.push(line.join(''));
        line = [];
      }
      line = line.length > 0 ? [...line, ' ', ...piece] : piece;
    }
  }
  return [...lines, line.join('')];
}

function pieces(word: string[], width: number): string[][] {
  return Array.from({ length: Math.ceil(word.length / width) }, (_, k) =>
    word.slice(k * width, (k + 1) * width),
  );
}

/** As a reader counts them: a letter with its accents is one. */
function characters(text: string): string[] {
  return Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
}
