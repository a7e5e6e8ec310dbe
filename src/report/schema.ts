import { z } from 'zod';
import { reportSchema } from './report.js';

/** The published JSON Schema (draft 2020-12) of the report: what src/report/report.schema.json holds. */
export function reportJsonSchema(): object {
  return { title: 'superposition-spec report', ...z.toJSONSchema(reportSchema) };
}
