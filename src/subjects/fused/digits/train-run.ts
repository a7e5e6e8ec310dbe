/** One training of both networks, from setting, seed and digits to the run. */
import type { Digits } from '../../../data/digits/digit-set.js';
import { initialAutoEncoder, initialClassifier, openOrder } from '../../../data/digits/initial-networks.js';
import { type NetworkTraining, stepsOfEpoch } from '../../../setting/digits.js';
import type { DigitsInstance, DigitsOutcome, EpochLoss } from '../../digits.js';
import {
  type DigitsEngine,
  newDigitsEngine,
  readAutoEncoder,
  readClassifier,
  writeAutoEncoder,
  writeClassifier,
  writeOrder,
} from './engine.js';

/** Between two looks at the outside: some milliseconds. */
const stepsAtATime = 50;

type Finished = Extract<DigitsOutcome, { kind: 'finished' }>;
type Diverged = Extract<DigitsOutcome, { kind: 'diverged' }>;

/**
 * @param goOn is told the steps done since the last call; false ends the training.
 * @returns undefined if the training was ended.
 */
export function trainDigits(
  module: WebAssembly.Module,
  { setting, seed }: DigitsInstance,
  digits: Digits,
  goOn: (steps: number) => boolean,
): DigitsOutcome | undefined {
  const { hidden, code, classifier, autoEncoder } = setting;
  const engine = newDigitsEngine(module, setting, digits);
  const { kernels } = engine;
  writeClassifier(engine, initialClassifier(hidden, seed));
  writeAutoEncoder(engine, initialAutoEncoder(hidden, code, seed));
  const classifierEpochs: Finished['classifierEpochs'][number][] = [];
  const autoEncoderEpochs: Finished['autoEncoderEpochs'][number][] = [];

  const classifierOrder = openOrder('classifier', digits.train.count, seed);
  for (let epoch = 0; epoch < classifier.epochs; epoch++) {
    const loss = trainEpoch(engine, kernels.classifierSteps, classifier, classifierOrder, goOn);
    if (!loss) return undefined;
    if (!isKnown(loss)) return diverged('classifier', (epoch + 1) * stepsOfEpoch(setting, classifier));
    classifierEpochs.push({ ...loss, correct: kernels.countCorrect() });
  }
  kernels.computeFeatures();
  const autoEncoderOrder = openOrder('auto-encoder', digits.train.count, seed);
  for (let epoch = 0; epoch < autoEncoder.epochs; epoch++) {
    const loss = trainEpoch(engine, kernels.autoEncoderSteps, autoEncoder, autoEncoderOrder, goOn);
    if (!loss) return undefined;
    if (!isKnown(loss)) return diverged('auto-encoder', (epoch + 1) * stepsOfEpoch(setting, autoEncoder));
    autoEncoderEpochs.push({ ...loss, weights: readAutoEncoder(engine) });
  }
  return {
    kind: 'finished',
    classifier: readClassifier(engine),
    autoEncoder: readAutoEncoder(engine),
    classifierEpochs,
    autoEncoderEpochs,
  };
}

function trainEpoch(
  engine: DigitsEngine,
  steps: (from: number, to: number, batch: number, rate: number) => number,
  { batch, passes, learningRate }: NetworkTraining,
  nextOrder: () => Uint32Array,
  goOn: (steps: number) => boolean,
): EpochLoss | undefined {
  let sum = 0;
  let count = 0;
  for (let pass = 0; pass < passes; pass++) {
    writeOrder(engine, nextOrder());
    for (let from = 0; from < engine.trained; from += batch * stepsAtATime) {
      const to = Math.min(engine.trained, from + batch * stepsAtATime);
      sum += steps(from, to, batch, learningRate);
      const done = Math.ceil((to - from) / batch);
      count += done;
      if (!goOn(done)) return undefined;
    }
  }
  return { mean: sum / count, lastBatch: engine.kernels.lastLoss() };
}

function isKnown({ mean, lastBatch }: EpochLoss): boolean {
  return Number.isFinite(mean) && Number.isFinite(lastBatch);
}

function diverged(network: string, step: number): Diverged {
  return {
    kind: 'diverged',
    step,
    reason: `a batch loss of the ${network} is not a finite number in the epoch that ends there`,
  };
}
