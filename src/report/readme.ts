/**
 * The facts of the README, written by the suite: each block between `<!-- generated: name -->` and
 * `<!-- end -->` is a function of the committed report or benchmark, and a spec holds them equal.
 */
import { InputError } from '../setting/input-error.js';
import type { ClaimReport, Report } from './report.js';
import { escapeMarkdown } from './text.js';
import { falseAlarmsInWords, findingsOf, gatesInWords, sectionsOf } from './words.js';

export type Blocks = Readonly<Record<string, string>>;

/**
 * @param text the README.
 * @throws InputError when the README names a block that is not there, or lacks one that is.
 */
export function fillReadme(text: string, blocks: Blocks): string {
  const named = new Set<string>();
  const filled = text.replace(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const block = blocks[name];
      if (block === undefined) throw new InputError(`README.md: no block is called "${name}"`);
      named.add(name);
      return `${begin}${block.trim()}\n${end}`;
    },
  );
  const idle = Object.keys(blocks).find((name) => !named.has(name));
  if (idle) throw new InputError(`README.md: the block "${idle}" has no place`);
  return filled;
}

/** What the built-in subject's report says, for the README. */
export function reportBlocks(report: Report): Blocks {
  const outcomes = report.claims.filter(({ strength: { kind } }) => kind === 'robust' || kind === 'fragile');
  const observed = report.claims.filter(({ strength }) => strength.kind === 'observed');
  const theorems = report.claims.filter(({ strength }) => strength.kind === 'theorem');
  return {
    summary: `Of the built-in implementation (${report.subject.name}): **${gatesInWords(report.gates)}** ${outcomes.length} are outcomes of training, each judged over seeds; ${theorems.length} are theorems, each tried on random input${about(observed.length)}. ${falseAlarmsInWords(report.falseAlarms)}`,
    outcomes: table(['Claim', 'Documented outcome', 'Verdict', 'Evidence'], outcomes.map(outcomeRow)),
    theorems: table(['Theorems about', 'How many', 'Ids'], sectionsOf(theorems).map(sectionRow)),
    findings: findings(report),
  };
}

/** A subject that trains has no weights in files, and those claims do not apply to it. */
function about(observed: number): string {
  return observed === 0 ? '' : `; ${observed} are about weights in files alone`;
}

function outcomeRow({ id, statement, verdict, because }: ClaimReport): string[] {
  return [id, statement, `**${verdict}**`, because];
}

function sectionRow({ section, claims }: { section: string; claims: readonly ClaimReport[] }): string[] {
  const ids = claims.map(({ id }) => id);
  const shown = ids.length > 5 ? [...ids.slice(0, 3), '…', ids.at(-1)!] : ids;
  return [section, String(claims.length), shown.join(', ')];
}

function findings({ claims }: Report): string {
  const found = findingsOf(claims);
  if (found.length === 0) return 'None so far: every documented sentence that the suite claims yet holds.';
  return found
    .map(({ id, statement, source, expected, because }) => {
      const reason = expected.verdict === 'refuted' ? expected.because : because;
      return `- **${id}** “${escapeMarkdown(statement)}” (${escapeMarkdown(source)}) ${escapeMarkdown(reason)}`;
    })
    .join('\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((cells) => line(cells.map((cell) => cell.replaceAll('|', '\\|'))));
  return [line(head), line(head.map(() => '---')), ...body].join('\n');
}
