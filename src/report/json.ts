/** The report as JSON text: the one form from which the others can be made again. */
import { InputError } from '../setting/input-error.js';
import { firstFault } from '../setting/setting.js';
import { type Report, reportSchema } from './report.js';

/**
 * Keys in the order of the schema, two spaces of indentation, arrays of numbers on one line. The
 * names inside `measured` and `setting` keep the order they were given in, since it is the order in
 * which the other forms show them.
 * @throws InputError one sentence that names the first field that the schema refuses, such as a
 * number that is not finite, for which JSON has no form.
 */
export function reportJson(report: Report): string {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) throw new InputError(`report: ${firstFault(parsed.error)}`);
  return `${write(parsed.data, '')}\n`;
}

function write(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    if (value.every((item) => typeof item === 'number')) return `[${value.map(number).join(', ')}]`;
    return `[\n${value.map((item) => inner + write(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    if (fields.length === 0) return '{}';
    const lines = fields.map(([key, field]) => `${inner}${JSON.stringify(key)}: ${write(field, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return typeof value === 'number' ? number(value) : JSON.stringify(value);
}

/** The record `setting` is not looked into by the schema, so that its numbers are checked here. */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new InputError(`report: a setting holds ${value}, which JSON cannot`);
  return JSON.stringify(value);
}
