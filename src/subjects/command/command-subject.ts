/**
 * A program as a subject. It is started when it is needed, asked one thing at a time, and started anew
 * after it was lost; but the method over which it was lost is not asked again, so that a property that
 * tries a hundred inputs does not wait a hundred times.
 */
import { availableParallelism } from 'node:os';
import type { Description, Subject } from '../subject.js';
import { longestLine, weightCount } from './answer-size.js';
import { matrixFromWire, wireMatrix } from './arrays.js';
import { versionOf, type Words } from './command-line.js';
import { LostSubject, type Parameters, type Result } from './conversation.js';
import { type SubjectProcess, startProcess } from './process.js';
import { type MethodName, protocolVersion, type WireDescription } from './protocol.js';
import { SubjectFault } from './subject-fault.js';
import { trainOnProcesses } from './train-on-processes.js';
import { weightsFromWire, wireWeights } from './weights-on-wire.js';

export interface CommandOptions {
  readonly words: Words;
  readonly cwd: string;
  /** The longest that it may be silent while it is asked, in milliseconds. */
  readonly silence: number;
  /** Names what runs belong to when the program gives no version. */
  readonly session: string;
  /** What it said that it is, when that is known already. */
  readonly described?: WireDescription | undefined;
}

/** A subject, and what it said that it is. */
export interface CommandSubject extends Subject {
  readonly described: WireDescription;
}

/** @throws SubjectFault when it does not say what it is. */
export async function openCommand(options: CommandOptions): Promise<CommandSubject> {
  const { words, cwd, silence } = options;
  const running = new Set<SubjectProcess>();
  const broken = new Map<MethodName, string>();
  let idle: SubjectProcess | undefined;
  let before: Promise<unknown> = Promise.resolve();

  const take = (): SubjectProcess => {
    const process = idle && !idle.conversation.isLost() ? idle : startProcess(words, cwd, toStderr);
    idle = undefined;
    running.add(process);
    return process;
  };
  const end = async (process: SubjectProcess): Promise<void> => {
    await process.end();
    running.delete(process);
  };
  const giveBack = async (process: SubjectProcess): Promise<void> => {
    if (idle || process.conversation.isLost()) return end(process);
    idle = process;
  };
  const askNow = async <M extends MethodName>(
    method: M,
    params: Parameters<M>,
    numbers: number,
  ): Promise<Result<M>> => {
    const reason = broken.get(method);
    if (reason !== undefined) throw new SubjectFault(reason);
    const process = take();
    try {
      return await process.conversation.ask(method, params, { silence, longest: longestLine(numbers) });
    } catch (error) {
      if (error instanceof LostSubject) broken.set(method, error.message);
      throw error;
    } finally {
      await giveBack(process);
    }
  };
  /** One after the other, so that one process answers them all. */
  const ask: Ask = (method, params, numbers) => {
    const answer = before.then(() => askNow(method, params, numbers));
    before = answer.catch(() => undefined);
    return answer;
  };
  const closing = new AbortController();
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all([...running].map(end));
  };

  try {
    const described = options.described ?? (await ask('describe', { protocol: protocolVersion }, 0));
    const description = descriptionOf(described, options);
    return {
      described,
      describe: async () => description,
      ...methodsOf(described, ask),
      ...(described.methods.includes('train') && {
        train: (instances, options = {}) => {
          const signal = AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]);
          const processes = described.parallel === true ? availableParallelism() : described.parallel;
          const fleet = { processes, instances: described.instances, silence, take, giveBack };
          return trainOnProcesses(fleet, instances, { ...options, signal });
        },
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The last parameter: how many numbers the answer may have. */
type Ask = <M extends MethodName>(method: M, params: Parameters<M>, numbers: number) => Promise<Result<M>>;

function methodsOf(
  { methods }: WireDescription,
  ask: Ask,
): Pick<Subject, 'sample' | 'forward' | 'lossAndGradient'> {
  const sample: Subject['sample'] = async (setting, rows, seed) => {
    const wire = await ask('sample', { setting, rows, seed }, rows * setting.n);
    return matrixFromWire(wire, rows, setting.n, 'the sample (rows × n)');
  };
  const forward: Subject['forward'] = async (setting, weights, x) => {
    const params = { setting, weights: wireWeights(weights), x: wireMatrix(x) };
    const wire = await ask('forward', params, x.rows * setting.n);
    return matrixFromWire(wire, x.rows, setting.n, 'the output (rows × n)');
  };
  const lossAndGradient: Subject['lossAndGradient'] = async (setting, weights, x) => {
    const params = { setting, weights: wireWeights(weights), x: wireMatrix(x) };
    const { loss, gradient } = await ask('lossAndGradient', params, weightCount(setting));
    return { loss: loss ?? Number.NaN, gradient: weightsFromWire(gradient, setting, 'the gradient') };
  };
  return {
    ...(methods.includes('sample') && { sample }),
    ...(methods.includes('forward') && { forward }),
    ...(methods.includes('lossAndGradient') && { lossAndGradient }),
  };
}

/** Named apart from built-in subjects, whose recorded runs it is not to be taken for. */
function descriptionOf(described: WireDescription, { words, cwd, session }: CommandOptions): Description {
  const { name, version, device, precision, models, magnitudes, options } = described;
  return {
    name: `command:${name}`,
    version: version === undefined ? `unversioned-${session}` : versionOf(version, words, cwd),
    device: device ?? 'not said',
    precision,
    models,
    magnitudes,
    options,
  };
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
