/** Reading a report that was written earlier, by this suite or by another program. */
import { readFile } from 'node:fs/promises';
import { InputError } from '../setting/input-error.js';
import { firstFault } from '../setting/setting.js';
import { type Report, reportSchema } from './report.js';

/**
 * @param name where the text comes from, for the message.
 * @throws InputError one sentence that names the first offending field.
 */
export function parseReport(text: string, name: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${name}: not JSON: ${(error as SyntaxError).message}`);
  }
  const parsed = reportSchema.safeParse(value);
  if (!parsed.success) throw new InputError(`${name}: not a report: ${firstFault(parsed.error)}`);
  const fault = shapeFault(parsed.data);
  if (fault) throw new InputError(`${name}: not a report: ${fault}`);
  return parsed.data;
}

/** @throws InputError also when the file cannot be read. */
export async function readReport(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${file}: cannot be read (${error.code}): give the path of a report.json`);
  });
  return parseReport(text, file);
}

/** The first matrix or vector whose length contradicts the rest of its exhibit: no schema can say that. */
function shapeFault({ claims }: Report): string | undefined {
  for (const { id, exhibits } of claims) {
    for (const { name, weights, importances } of exhibits) {
      const n = weights.b.length;
      const encoder = weights.kind === 'untied' ? weights.encoder : weights.W;
      const matrices = weights.kind === 'untied' ? [weights.encoder, weights.decoder] : [weights.W];
      const whole =
        n > 0 &&
        importances.length === n &&
        encoder.columns === n &&
        matrices.every(({ rows, columns, data }) => rows > 0 && data.length === rows * columns) &&
        (weights.kind !== 'hidden-biased' || weights.c.length === encoder.rows) &&
        (weights.kind !== 'untied' ||
          (weights.decoder.rows === n && weights.decoder.columns === encoder.rows));
      if (!whole) return `the weights of "${name}" of claim ${id} do not fit together`;
    }
  }
  return undefined;
}
