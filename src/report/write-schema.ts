/** `npm run schema`: writes the published JSON Schema of the report anew from the zod schema. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { reportJsonSchema } from './schema.js';

const file = fileURLToPath(new URL('../../../src/report/report.schema.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
