/** The other side of the protocol: any subject of this package, served to whoever speaks it. */
import {
  createJSONRPCErrorResponse,
  JSONRPCErrorCode,
  JSONRPCErrorException,
  JSONRPCServer,
} from 'json-rpc-2.0';
import type { z } from 'zod';
import type { Matrix } from '../../models/matrix.js';
import type { Weights } from '../../models/weights.js';
import { InputError } from '../../setting/input-error.js';
import type { Setting } from '../../setting/schema.js';
import { firstFault } from '../../setting/setting.js';
import { knownOptions } from '../capabilities.js';
import { instanceKey } from '../instance-key.js';
import type { Instance, Subject } from '../subject.js';
import { matrixFromWire, type WireMatrix, wireMatrix } from './arrays.js';
import { jsonText } from './json-text.js';
import { lineReader } from './lines.js';
import {
  cancelSchema,
  type descriptionSchema,
  type MethodName,
  methodNames,
  parameterSchemas,
  protocolVersion,
} from './protocol.js';
import { announcementOf } from './runs-on-wire.js';
import { SubjectFault } from './subject-fault.js';
import { type WireWeights, weightsFromWire, wireWeights } from './weights-on-wire.js';

/** Where requests come from and answers go; stdin and stdout when left out. */
export interface ServeOptions {
  readonly input?: AsyncIterable<Uint8Array>;
  /** Gets each line, with its end. */
  readonly write?: (line: string) => void;
  /** The most instances that one `train` may ask for; 64 when left out. */
  readonly instances?: number;
}

/** JSON-RPC has lists of requests; this protocol has one object a line. */
const refusedBatch = createJSONRPCErrorResponse(
  null,
  JSONRPCErrorCode.InvalidRequest,
  'one request a line, not a list of them',
);

/** A request holds the weights and rows that are asked about, or a list of settings. */
const longestRequest = 2 ** 28;

/**
 * Serves a subject on stdin and stdout, or on other streams, until the input ends. Requests are
 * answered one at a time; only `cancel` is heard in between.
 */
export async function serveSubject(
  subject: Subject,
  { input = process.stdin, write = (line) => process.stdout.write(line), instances = 64 }: ServeOptions = {},
): Promise<void> {
  const say = (message: object): void => write(`${jsonText({ jsonrpc: '2.0', ...message })}\n`);
  const server = new JSONRPCServer({ errorListener: () => undefined });
  let training: AbortController | undefined;
  const add = <M extends MethodName>(
    method: M,
    answer: (params: z.output<(typeof parameterSchemas)[M]>) => Promise<unknown>,
  ): void => {
    server.addMethod(method, async (params) => {
      try {
        return await answer(readParameters(method, params));
      } catch (error) {
        const wrongParameters = error instanceof InputError || error instanceof SubjectFault;
        const code = wrongParameters ? JSONRPCErrorCode.InvalidParams : JSONRPCErrorCode.InternalError;
        throw error instanceof JSONRPCErrorException
          ? error
          : new JSONRPCErrorException(error instanceof Error ? error.message : String(error), code);
      }
    });
  };

  add('describe', () => describe(subject, instances));
  if (subject.sample) {
    add('sample', async ({ setting, rows, seed }) => wireMatrix(await subject.sample!(setting, rows, seed)));
  }
  if (subject.forward) {
    add('forward', async ({ setting, weights, x }) =>
      wireMatrix(await subject.forward!(setting, ...inputsFrom(setting, weights, x))),
    );
  }
  if (subject.lossAndGradient) {
    add('lossAndGradient', async ({ setting, weights, x }) => {
      const { loss, gradient } = await subject.lossAndGradient!(setting, ...inputsFrom(setting, weights, x));
      return { loss, gradient: wireWeights(gradient) };
    });
  }
  if (subject.train) {
    add('train', async ({ instances }) => {
      training = new AbortController();
      await train(subject, instances, training.signal, say);
      training = undefined;
      return {};
    });
    server.addMethod('cancel', () => training?.abort());
  }

  let answered: Promise<unknown> = Promise.resolve();
  const reader = lineReader(
    () => longestRequest,
    (line) => {
      if (line.trim() === '') return;
      const receive = async (): Promise<void> => {
        const answer = /^\s*\[/.test(line) ? refusedBatch : await server.receiveJSON(line);
        if (answer) write(`${jsonText(answer)}\n`);
      };
      if (isCancel(line)) void receive();
      else answered = answered.then(receive);
    },
  );
  try {
    for await (const bytes of input) reader.push(bytes);
    await answered;
  } finally {
    training?.abort();
    await answered;
  }
}

async function describe(subject: Subject, instances: number): Promise<z.input<typeof descriptionSchema>> {
  const { name, version, device, precision, models, magnitudes, options } = await subject.describe();
  return {
    protocol: protocolVersion,
    name,
    version,
    device,
    precision,
    methods: methodNames.filter((method) => subject[method]),
    models: [...models],
    magnitudes: [...magnitudes],
    options: [...(options ?? knownOptions)],
    instances,
  };
}

async function train(
  subject: Subject,
  instances: readonly Instance[],
  signal: AbortSignal,
  say: (message: object) => void,
): Promise<void> {
  const keys = instances.map(instanceKey);
  const onProgress = (steps: number): void => say({ method: 'progress', params: { steps } });
  for await (const run of subject.train!(distinct(instances), { signal, onProgress })) {
    const key = instanceKey(run);
    for (const [index, own] of keys.entries()) {
      if (own === key) say({ method: 'run', params: announcementOf(run, index) });
    }
  }
}

/** A subject trains each instance once, however often it is asked for. */
function distinct(instances: readonly Instance[]): readonly Instance[] {
  return [...new Map(instances.map((instance) => [instanceKey(instance), instance])).values()];
}

function readParameters<M extends MethodName>(
  method: M,
  params: unknown,
): z.output<(typeof parameterSchemas)[M]> {
  const parsed = parameterSchemas[method].safeParse(params);
  if (parsed.success) return parsed.data as z.output<(typeof parameterSchemas)[M]>;
  throw new InputError(`${method}: ${firstFault(parsed.error)}`);
}

function inputsFrom(setting: Setting, weights: WireWeights, x: WireMatrix): [Weights, Matrix] {
  const rows = Array.isArray(x) ? x.length : (x.shape[0] ?? 0);
  return [
    weightsFromWire(weights, setting, 'the weights'),
    matrixFromWire(x, rows, setting.n, 'x (rows × n)'),
  ];
}

function isCancel(line: string): boolean {
  try {
    return cancelSchema.safeParse(JSON.parse(line)).success;
  } catch {
    return false;
  }
}
