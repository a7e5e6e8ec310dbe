/**
 * A program that does not say what it is, as a subject: whatever it is asked fails with the reason, so
 * that each claim says it, those that need no subject go on, and the report comes out.
 */
import { modelNameSchema } from '../../setting/schema.js';
import type { Instance, Run, Subject } from '../subject.js';
import { failedRun } from './runs-on-wire.js';
import { SubjectFault } from './subject-fault.js';

/** @param session keeps its failed runs from being used again. */
export function faultySubject(command: string, reason: string, session: string): Subject {
  const fail = async (): Promise<never> => {
    throw new SubjectFault(reason);
  };
  return {
    describe: async () => ({
      name: command,
      version: `unknown-${session}`,
      device: 'not said',
      precision: 'float32',
      models: modelNameSchema.options,
      magnitudes: ['uniform', 'signed', 'coupled-normalised'],
    }),
    sample: fail,
    forward: fail,
    lossAndGradient: fail,
    train: (instances) => failAll(instances, reason),
    close: async () => {},
  };
}

async function* failAll(instances: readonly Instance[], reason: string): AsyncGenerator<Run> {
  for (const instance of instances) yield failedRun(instance, reason);
}
