/** The published JSON Schema (draft 2020-12) of every message: what protocol.schema.json holds. */
import { z } from 'zod';
import { settingSchema } from '../../setting/schema.js';
import {
  answerSchemaOf,
  cancelSchema,
  errorAnswerSchema,
  type MethodName,
  notificationSchemas,
  parameterSchemas,
  requestSchemaOf,
  wireMatrixSchema,
  wireVectorSchema,
  wireWeightsSchema,
} from './protocol.js';

type Named = readonly [id: string, schema: z.ZodType];

/** A definition for each message and for what several have in common. */
export function protocolJsonSchema(): object {
  const methods = Object.keys(parameterSchemas) as MethodName[];
  const fromSuite: Named[] = [
    ...methods.map((method): Named => [`${method}Request`, requestSchemaOf(method)]),
    ['cancel', cancelSchema],
  ];
  const fromSubject: Named[] = [
    ...methods.map((method): Named => [`${method}Answer`, answerSchemaOf(method)]),
    ['errorAnswer', errorAnswerSchema],
    ['run', notificationSchemas.run],
    ['progress', notificationSchemas.progress],
  ];
  const shared: Named[] = [
    ['setting', settingSchema],
    ['matrix', wireMatrixSchema],
    ['vector', wireVectorSchema],
    ['weights', wireWeightsSchema],
  ];
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of [...fromSuite, ...fromSubject, ...shared]) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/$defs/${id}` });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'superposition-spec subject protocol, version 1',
    description: 'A line that the suite writes (fromSuite) or a subject answers (fromSubject).',
    anyOf: [reference('fromSuite'), reference('fromSubject')],
    $defs: {
      fromSuite: { oneOf: fromSuite.map(([id]) => reference(id)) },
      fromSubject: { oneOf: fromSubject.map(([id]) => reference(id)) },
      ...Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutAddress(schema)])),
    },
  };
}

function reference(id: string): object {
  return { $ref: `#/$defs/${id}` };
}

/** zod writes each as a document of its own. */
function withoutAddress({ $schema, $id, ...schema }: Record<string, unknown>): object {
  return schema;
}
