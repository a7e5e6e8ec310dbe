/** A thread that trains one digits instance after the other. The digits lie in memory that all share. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Digits } from '../../../data/digits/digit-set.js';
import type { DigitsInstance, DigitsRun } from '../../digits.js';
import { type Answer, stepCount, stopFlag } from '../threads.js';
import { trainDigits } from './train-run.js';

interface SetUp {
  readonly module: WebAssembly.Module;
  readonly digits: Digits;
  /** Two shared numbers: `stopFlag` and `stepCount`. */
  readonly shared: Int32Array<SharedArrayBuffer>;
}

if (parentPort) serve(parentPort, workerData as SetUp);

function serve(port: NonNullable<typeof parentPort>, { module, digits, shared }: SetUp): void {
  const goOn = (steps: number): boolean => {
    Atomics.add(shared, stepCount, steps);
    return Atomics.load(shared, stopFlag) === 0;
  };
  const answer = (instance: DigitsInstance): Answer<DigitsRun> => {
    try {
      const outcome = trainDigits(module, instance, digits, goOn);
      return outcome ? { kind: 'run', run: { ...instance, outcome } } : { kind: 'stopped' };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  };
  port.on('message', (instance: DigitsInstance) => port.postMessage(answer(instance)));
}
