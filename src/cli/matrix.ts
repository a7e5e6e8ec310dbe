/** `superposition-spec matrix REPORT…`: several subjects beside each other, from the reports of their verifications. */
import { Command } from 'commander';
import { matrixMarkdown, matrixOf } from '../report/matrix.js';
import { readReport } from '../report/read.js';
import type { Report } from '../report/report.js';
import { printableJson } from '../setting/printable.js';
import { subjectNames } from '../subjects/registry.js';

export function matrixCommand(): Command {
  return new Command('matrix')
    .description('put subjects beside each other: how their gates stand, by section, from their reports')
    .argument('<reports...>', 'a report.json of each subject, as verify writes it')
    .option('--json', 'print one JSON document instead of a Markdown table')
    .action(async (files: string[], { json }: { json?: true }) => {
      const reports: Report[] = [];
      for (const file of files) reports.push(await readReport(file));
      const matrix = matrixOf(inOrder(reports));
      process.stdout.write(json ? `${printableJson(matrix)}\n` : `${matrixMarkdown(matrix)}\n`);
    });
}

/** The built-in subjects first, as `subjects` lists them, and then the others as they were given. */
function inOrder(reports: readonly Report[]): Report[] {
  const names = subjectNames().map(({ name }) => name);
  const place = ({ subject }: Report): number =>
    names.includes(subject.name) ? names.indexOf(subject.name) : names.length;
  return [...reports].sort((a, b) => place(a) - place(b));
}
