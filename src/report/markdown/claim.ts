import type { ClaimReport } from '../report.js';
import { escapeMarkdown, markdownCode } from '../text.js';
import { formatNumber, measuredNames, seedsInWords, strengthInWords, waiverInWords } from '../words.js';
import { oneLine, row, verdictCell } from './cells.js';

/** More settings than these are counted only. */
const most = 16;

/** One claim in full, as blocks of Markdown. */
export function claimMarkdown(claim: ClaimReport): string[] {
  const { id, source, statement, criterion, strength, settings, expected, because, seeds, figures } = claim;
  return [
    `#### ${markdownCode(id)}`,
    escapeMarkdown(statement),
    [
      `- Verdict: ${verdictCell(claim)}: ${oneLine(because)}`,
      `- Expected: ${expected.verdict}${expected.verdict === 'refuted' ? `: ${oneLine(expected.because)}` : ''}`,
      ...(claim.waiver ? [`- Gate: ${oneLine(waiverInWords(claim.waiver))}`] : []),
      `- Source: ${escapeMarkdown(source)}`,
      `- Criterion: ${escapeMarkdown(criterion)}`,
      `- Strength: ${escapeMarkdown(strengthInWords(strength))}`,
      ...settings
        .slice(0, most)
        .map(
          ({ name, summary, id: settingId }) =>
            `- Setting “${escapeMarkdown(name)}”: ${escapeMarkdown(summary)} (${markdownCode(settingId)})`,
        ),
      ...(settings.length > most
        ? [`- and ${settings.length - most} more settings, which the JSON and HTML reports list`]
        : []),
      ...figures.map(({ title }) => `- Figure, in the HTML report: ${escapeMarkdown(title)}`),
    ].join('\n'),
    ...(seeds.length > 0 ? [`${seedsInWords(seeds)}:`, seedTable(seeds)] : []),
  ];
}

function seedTable(seeds: ClaimReport['seeds']): string {
  const names = measuredNames(seeds);
  return [
    row(['Seed', 'Holds', ...names.map(escapeMarkdown), 'Because']),
    row(['--:', '---', ...names.map(() => '--:'), '---']),
    ...seeds.map(({ seed, holds, measured, because }) =>
      row([
        String(seed),
        holds ? '✓ yes' : '✗ no',
        ...names.map((name) => (Object.hasOwn(measured, name) ? formatNumber(measured[name]!) : '–')),
        escapeMarkdown(because),
      ]),
    ),
  ].join('\n');
}
