/** `npm run schema`: writes the published JSON Schemas anew from the zod schemas. */
import { writeFileSync } from 'node:fs';
import { inPackage } from '../claims/package-root.js';
import { protocolJsonSchema } from '../subjects/command/schema.js';
import { reportJsonSchema } from './schema.js';

const schemas = {
  'src/report/report.schema.json': reportJsonSchema(),
  'src/subjects/command/protocol.schema.json': protocolJsonSchema(),
};
for (const [file, schema] of Object.entries(schemas)) {
  writeFileSync(inPackage(file), `${JSON.stringify(schema, null, 2)}\n`);
}
