/** `superposition-spec subjects`: which built-in subjects work on this machine, and why the others do not. */
import { Command } from 'commander';
import { printableJson } from '../setting/printable.js';
import { openSubject, subjectNames } from '../subjects/registry.js';
import type { Description } from '../subjects/subject.js';
import { colours } from './colours.js';

export type Listed = { readonly name: string; readonly about: string } & (
  | ({ readonly kind: 'present' } & Pick<
      Description,
      'version' | 'device' | 'precision' | 'models' | 'magnitudes'
    >)
  | { readonly kind: 'absent'; readonly reason: string }
);

export function subjectsCommand(): Command {
  return new Command('subjects')
    .description('list the built-in subjects: present with device and version, or absent with the reason')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: true }) => {
      const listed = await listSubjects();
      process.stdout.write(json ? `${printableJson({ subjects: listed })}\n` : subjectsText(listed));
    });
}

/** Opens each subject in turn, so that no two share the machine while they start. */
async function listSubjects(): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const { name, about } of subjectNames()) {
    const opened = await openSubject(name);
    if (opened.kind === 'absent') {
      listed.push({ name, about, kind: 'absent', reason: opened.reason });
      continue;
    }
    const { version, device, precision, models, magnitudes } = await opened.subject.describe();
    await opened.subject.close();
    listed.push({ name, about, kind: 'present', version, device, precision, models, magnitudes });
  }
  return listed;
}

/** Two lines a subject: whether it is there and what it is, then where it runs or why not. */
export function subjectsText(listed: readonly Listed[]): string {
  const { bold, green, yellow, dim } = colours();
  const width = Math.max(0, ...listed.map(({ name }) => name.length));
  const lines = listed.map((subject) => {
    const name = bold(subject.name.padEnd(width));
    const indent = ' '.repeat(width + 2);
    return subject.kind === 'present'
      ? `${name}  ${green('present')}  ${subject.about}\n${indent}${dim(`${subject.device}; ${subject.precision}; version ${subject.version}`)}\n`
      : `${name}  ${yellow('absent')}   ${subject.about}\n${indent}${dim(subject.reason)}\n`;
  });
  return lines.join('');
}
