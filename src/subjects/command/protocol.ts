/**
 * Every message of the subject protocol, version 1, as a schema: JSON-RPC 2.0, one object a line, on the
 * stdin and stdout of a program. PROTOCOL.md beside this file is the page for those who write such a
 * program; protocol.schema.json is the published form of these schemas.
 */
import { z } from 'zod';
import { modelNameSchema, type Setting, settingSchema } from '../../setting/schema.js';
import { knownOptions } from '../capabilities.js';

export const protocolVersion = 1;

/** A number, or what stands for one that is not finite. */
const numberSchema = z.number().nullable();

/** An array of float32 numbers, row-major, each as four bytes, the lowest first, in base64. */
const packedSchema = z.strictObject({ shape: z.array(z.int().min(0)), float32: z.base64() });

export const wireVectorSchema = z.union([z.array(numberSchema), packedSchema], {
  error: 'must be a list of numbers, or an object of shape and float32',
});
export const wireMatrixSchema = z.union([z.array(z.array(numberSchema)), packedSchema], {
  error: 'must be a list of rows, each a list of numbers, or an object of shape and float32',
});

/** W and the encoder are m × n, the decoder is n × m, b has length n, c length m. Also the form of a gradient. */
export const wireWeightsSchema = z.union(
  [
    z.strictObject({ W: wireMatrixSchema, b: wireVectorSchema, c: wireVectorSchema.optional() }),
    z.strictObject({ encoder: wireMatrixSchema, decoder: wireMatrixSchema, b: wireVectorSchema }),
  ],
  {
    error:
      'must be an object of W and b (tied models; with a hidden bias also c) or of encoder, decoder and b (untied, absolute-value), each an array of numbers',
  },
);

const seedSchema = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);

export const methodNames = ['sample', 'forward', 'lossAndGradient', 'train'] as const;

const magnitudes = [
  'uniform',
  'signed',
  'coupled-normalised',
  'uniform-normalised',
] as const satisfies readonly Setting['data']['magnitude'][];

/** Shown on terminals and used in keys, hence short and without control characters. */
const label = (longest: number) =>
  z
    .string()
    .regex(new RegExp(`^[^\\p{C}]{1,${longest}}$`, 'u'), `must be 1 to ${longest} printable characters`);

export const descriptionSchema = z.strictObject({
  protocol: z.literal(protocolVersion, `must be ${protocolVersion}, the version of the protocol`),
  name: label(80),
  /** Changes whenever the results could. Without one no run is used again. */
  version: label(80).optional(),
  /** What computes. */
  device: label(200).optional(),
  /** The number type of the arithmetic, from which the bounds on rounding follow. */
  precision: z.enum(['float32', 'float64']),
  methods: z.array(z.enum(methodNames)),
  models: z.array(modelNameSchema),
  magnitudes: z.array(z.enum(magnitudes)).default(['uniform']),
  /** What it can do beyond plain settings: `optimiser=adam`, `rows=fixed`, `warmStart` … */
  options: z.array(z.enum(knownOptions)).default([]),
  /** The most instances that one `train` may ask for. */
  instances: z.int().min(1).default(1),
  /** How many processes may run side by side; `true` for as many as there are cores. */
  parallel: z.union([z.literal(true), z.int().min(1).max(256)]).default(1),
});
export type WireDescription = z.output<typeof descriptionSchema>;

const outcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('finished'), weights: wireWeightsSchema }),
  z.strictObject({ kind: z.literal('diverged'), step: z.int().min(0), reason: z.string() }),
  z.strictObject({ kind: z.literal('failed'), reason: z.string() }),
]);

/** What a `run` notification says. */
export const announcementSchema = z.strictObject({
  /** The place of the instance in the list that `train` was given, from 0. */
  instance: z.int().min(0),
  outcome: outcomeSchema,
  /** Mean batch losses of stretches of the training, by their last step; for reports alone. */
  losses: z.array(z.strictObject({ step: z.int().min(1), loss: numberSchema })).default([]),
  checkpoints: z.array(z.strictObject({ step: z.int().min(1), weights: wireWeightsSchema })).default([]),
});
export type Announcement = z.output<typeof announcementSchema>;

export const lossAndGradientSchema = z.strictObject({ loss: numberSchema, gradient: wireWeightsSchema });

/** The parameters of each method, as the suite sends them. */
export const parameterSchemas = {
  describe: z.strictObject({ protocol: z.literal(protocolVersion) }),
  sample: z.strictObject({ setting: settingSchema, rows: z.int().min(1), seed: seedSchema }),
  forward: z.strictObject({ setting: settingSchema, weights: wireWeightsSchema, x: wireMatrixSchema }),
  lossAndGradient: z.strictObject({
    setting: settingSchema,
    weights: wireWeightsSchema,
    x: wireMatrixSchema,
  }),
  train: z.strictObject({
    instances: z.array(z.strictObject({ setting: settingSchema, seed: seedSchema })).min(1),
  }),
} as const;
export type MethodName = keyof typeof parameterSchemas;

/** The result of each method, as the subject answers. */
export const resultSchemas = {
  describe: descriptionSchema,
  sample: wireMatrixSchema,
  forward: wireMatrixSchema,
  lossAndGradient: lossAndGradientSchema,
  /** The runs have come as notifications by then. */
  train: z.union([z.strictObject({}), z.null()], { error: 'must be {} or null: runs are notifications' }),
} as const satisfies Record<MethodName, z.ZodType>;

const version = z.literal('2.0', 'must be "2.0"');

/** What a subject may say besides answers, while it trains. */
export const notificationSchemas = {
  run: z.strictObject({ jsonrpc: version, method: z.literal('run'), params: announcementSchema }),
  progress: z.strictObject({
    jsonrpc: version,
    method: z.literal('progress'),
    /** Steps done since the last one, summed over instances. */
    params: z.strictObject({ steps: z.number().min(0) }),
  }),
} as const;
export const notificationSchema = z.discriminatedUnion('method', [
  notificationSchemas.run,
  notificationSchemas.progress,
]);
export type Notification = z.output<typeof notificationSchema>;

export const errorAnswerSchema = z.strictObject({
  jsonrpc: version,
  id: z.int(),
  error: z.object({ code: z.int(), message: z.string() }),
});

/** An answer, before it is known which method it answers. */
export const answerSchema = z.union([
  z.strictObject({ jsonrpc: version, id: z.int(), result: z.unknown() }),
  errorAnswerSchema,
]);

/** What the suite may say while `train` is under way. */
export const cancelSchema = z.strictObject({
  jsonrpc: version,
  method: z.literal('cancel'),
  params: z.strictObject({}).optional(),
});

export const requestSchemaOf = (method: MethodName) =>
  z.strictObject({
    jsonrpc: version,
    id: z.int(),
    method: z.literal(method),
    params: parameterSchemas[method],
  });

export const answerSchemaOf = (method: MethodName) =>
  z.strictObject({ jsonrpc: version, id: z.int(), result: resultSchemas[method] });
