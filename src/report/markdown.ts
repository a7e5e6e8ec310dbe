/** The report as Markdown (GitHub's flavour): summary, table, each claim in full, findings, environment. */

import { oneLine, row, statementOf, verdictCell, waiverFault } from './markdown/cells.js';
import { claimMarkdown } from './markdown/claim.js';
import type { ClaimReport, Report } from './report.js';
import { escapeMarkdown } from './text.js';
import { environmentInWords, falseAlarmsInWords, findingsOf, gatesInWords, sectionsOf } from './words.js';

export function reportMarkdown(report: Report): string {
  const { subject, suite, claims, gates } = report;
  const sections = sectionsOf(claims);
  const failed = claims.filter(({ gate }) => gate === 'fails');
  return [
    `# Verification report: ${escapeMarkdown(subject.name)} ${escapeMarkdown(subject.version)}`,
    `**${gatesInWords(gates)}** Verified by superposition-spec ${escapeMarkdown(suite.version)}, profile ${report.profile}, against “Toy Models of Superposition” (Elhage et al. 2022).`,
    ...(failed.length > 0 ? ['Failed gates:', failed.map(failure).join('\n')] : []),
    ...(report.waiverFaults.length > 0
      ? ['Waivers to mend:', report.waiverFaults.map(waiverFault).join('\n')]
      : []),
    falseAlarmsInWords(report.falseAlarms),
    '## Claims',
    ...sections.flatMap(({ section, claims: members }) => [
      `### ${escapeMarkdown(section)}`,
      [row(['Verdict', 'Claim', 'Expected', 'Evidence']), row(['---', '---', '---', '---'])]
        .concat(members.map(tableRow))
        .join('\n'),
    ]),
    ...findings(claims),
    '## Claims in full',
    ...sections.flatMap(({ section, claims: members }) => [
      `### ${escapeMarkdown(section)}`,
      ...members.flatMap(claimMarkdown),
    ]),
    '## Environment',
    'What may differ from run to run; all else follows from the subject, the suite and the options.',
    environmentInWords(report)
      .map(([term, words]) => `- ${term}: ${escapeMarkdown(words)}`)
      .join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function tableRow(claim: ClaimReport): string {
  return row([verdictCell(claim), statementOf(claim), claim.expected.verdict, escapeMarkdown(claim.because)]);
}

function failure(claim: ClaimReport): string {
  return `- ${statementOf(claim)} ${claim.verdict}, but ${claim.expected.verdict} was expected: ${oneLine(claim.because)}`;
}

function findings(claims: readonly ClaimReport[]): string[] {
  const found = findingsOf(claims);
  if (found.length === 0) return [];
  return [
    '## Findings',
    'Documented sentences that are expected not to hold, with the reason.',
    ...found.map((claim) =>
      [
        `- ${verdictCell(claim)} ${statementOf(claim)} (${escapeMarkdown(claim.source)})`,
        `  ${claim.expected.verdict === 'refuted' ? oneLine(claim.expected.because) : ''}`,
        `  Evidence: ${oneLine(claim.because)}`,
      ].join('  \n'),
    ),
  ];
}
