/**
 * Subjects beside each other: how the gates of each section stand for each of them. Only claims that all the
 * reports have are counted, so that a longer profile of one does not make it look better.
 */
import { z } from 'zod';
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

/** @param reports at least one. */
export function matrixOf(reports: readonly Report[]): Matrix {
  const [first, ...others] = reports;
  const ids = others.map(({ claims }) => new Set(claims.map(({ id }) => id)));
  const shared = new Set(first!.claims.map(({ id }) => id).filter((id) => ids.every((set) => set.has(id))));
  const judged = reports.map(({ claims }) => claims.filter(({ id }) => shared.has(id)));
  return {
    format: 'superposition-spec/matrix',
    version: 1,
    subjects: reports.map(({ subject, environment }, k) => ({
      ...subject,
      device: environment.device,
      gates: countGates(judged[k]!),
      seconds: environment.seconds,
    })),
    sections: sectionsOf(judged[0]!).map(({ section }) => ({
      section,
      cells: judged.map((claims) => countGates(claims.filter((claim) => claim.section === section))),
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
      .map(({ name, version, device, seconds }) => {
        const time = `${Math.round(seconds.training)} s of training and ${Math.round(seconds.judging)} s of judging`;
        return `- \`${name}\`: ${escapeMarkdown(device)}; version ${version}; ${time}`;
      })
      .join('\n'),
  ].join('\n\n');
}

/** `12 hold`, `10 hold, 2 n/a`, `11 hold, 1 FAILS`; `n/a` where nothing applies. */
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
