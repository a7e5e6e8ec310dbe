/** Subjects beside each other: how the gates of each section stand for each of them, in its profile. */
import { z } from 'zod';
import { profiles } from '../claims/profile.js';
import { countGates } from './build.js';
import type { Report } from './report.js';
import { escapeMarkdown } from './text.js';
import { sectionsOf } from './words.js';

const gatesSchema = z.strictObject({
  held: z.int(),
  waived: z.int(),
  failed: z.int(),
  notApplicable: z.int(),
});

export const matrixSchema = z.strictObject({
  format: z.literal('superposition-spec/matrix'),
  version: z.literal(1),
  subjects: z.array(
    z.strictObject({
      name: z.string(),
      version: z.string(),
      profile: z.enum(profiles),
      /** What computed, as the subject says it. */
      device: z.string(),
      gates: gatesSchema,
      seconds: z.strictObject({ training: z.number(), judging: z.number() }),
    }),
  ),
  /** A cell for each subject, in their order. */
  sections: z.array(z.strictObject({ section: z.string(), cells: z.array(gatesSchema) })),
});

export type Matrix = z.output<typeof matrixSchema>;
type Gates = z.output<typeof gatesSchema>;

export function matrixOf(reports: readonly Report[]): Matrix {
  const sections = sectionsOf(reports.flatMap(({ claims }) => claims)).map(({ section }) => section);
  return {
    format: 'superposition-spec/matrix',
    version: 1,
    subjects: reports.map(({ subject, profile, claims, environment }) => ({
      ...subject,
      profile,
      device: environment.device,
      gates: countGates(claims),
      seconds: environment.seconds,
    })),
    sections: sections.map((section) => ({
      section,
      cells: reports.map(({ claims }) => countGates(claims.filter((claim) => claim.section === section))),
    })),
  };
}

/** A table with a column for each subject, and below it what each of them is. */
export function matrixMarkdown({ subjects, sections }: Matrix): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const names = subjects.map(({ name }) => `\`${name}\``);
  return [
    [
      row(['', ...names]),
      row(['---', ...subjects.map(() => '---')]),
      ...sections.map(({ section, cells }) => row([escapeMarkdown(section), ...cells.map(cellInWords)])),
      row(['**all**', ...subjects.map(({ gates }) => `**${cellInWords(gates)}**`)]),
    ].join('\n'),
    subjects
      .map(({ name, version, profile, device, seconds }) => {
        const time = `${Math.round(seconds.training)} s of training and ${Math.round(seconds.judging)} s of judging`;
        return `- \`${name}\`: ${escapeMarkdown(device)}; version ${version}; profile ${profile}, ${time}`;
      })
      .join('\n'),
  ].join('\n\n');
}

/** `12 hold`, `10 hold, 2 n/a`, `11 hold, 1 FAILS`; `n/a` where nothing applies, nothing where nothing was judged. */
export function cellInWords({ held, waived, failed, notApplicable }: Gates): string {
  const parts = [
    ...(held > 0 ? [`${held} ${held === 1 ? 'holds' : 'hold'}`] : []),
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'FAILS' : 'FAIL'}`] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(notApplicable > 0 && held + failed + waived > 0 ? [`${notApplicable} n/a`] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  return notApplicable > 0 ? 'n/a' : '';
}
