/** One training of both networks with TensorFlow.js, step by step. */
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { DigitSet, Digits } from '../../../data/digits/digit-set.js';
import { initialAutoEncoder, initialClassifier, openOrder } from '../../../data/digits/initial-networks.js';
import { adamStep, atRest, type Moving, tensorsOf } from '../../../models/adam.js';
import {
  autoEncoderLoss,
  classifierLoss,
  digitTensors,
  hiddenFeatures,
  lossAndGradients,
  networkFrom,
  networkTensors,
  scores,
} from '../../../models/digits/networks.js';
import { tf } from '../../../models/tensorflow.js';
import { type NetworkTraining, stepsOfEpoch } from '../../../setting/digits.js';
import type { DigitsInstance, DigitsOutcome, EpochLoss } from '../../digits.js';
import { type BackendName, onBackend } from '../backends.js';

type Finished = Extract<DigitsOutcome, { kind: 'finished' }>;

const adam = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 } as const;

/** Rows passed through the classifier at once where no gradient is taken. */
const rowsAtOnce = 1000;

/** Yields after every step; stopping it early (`return`) frees its tensors. */
export function* trainDigits(
  backend: BackendName,
  { setting, seed }: DigitsInstance,
  { train, test }: Digits,
): Generator<void, DigitsOutcome> {
  const { hidden, code } = setting;
  const first = {
    classifier: initialClassifier(hidden, seed),
    autoEncoder: initialAutoEncoder(hidden, code, seed),
  };
  const classifier = openNetwork(backend, networkTensors, first.classifier);
  const autoEncoder = openNetwork(backend, networkTensors, first.autoEncoder);
  const classifierEpochs: Finished['classifierEpochs'][number][] = [];
  const autoEncoderEpochs: Finished['autoEncoderEpochs'][number][] = [];
  try {
    const classifierOrder = openOrder('classifier', train.count, seed);
    for (let epoch = 0; epoch < setting.classifier.epochs; epoch++) {
      const loss = yield* trainEpoch(classifier, setting.classifier, classifierOrder, (chosen) => {
        const { x, labels } = digitTensors(train, chosen);
        return (...parameters) => classifierLoss(parameters, x, labels);
      });
      if (!Number.isFinite(loss.mean)) {
        return diverged('classifier', (epoch + 1) * stepsOfEpoch(setting, setting.classifier));
      }
      const correct = onBackend(backend, () => countCorrect(classifier.parameters(), test));
      classifierEpochs.push({ ...loss, correct });
    }
    const features = onBackend(backend, () => featuresOf(classifier.parameters(), train, hidden));
    const autoEncoderOrder = openOrder('auto-encoder', train.count, seed);
    for (let epoch = 0; epoch < setting.autoEncoder.epochs; epoch++) {
      const loss = yield* trainEpoch(autoEncoder, setting.autoEncoder, autoEncoderOrder, (chosen) => {
        const rows = new Float32Array(chosen.length * hidden);
        chosen.forEach((digit, row) => {
          rows.set(features.subarray(digit * hidden, (digit + 1) * hidden), row * hidden);
        });
        const f = tf.tensor2d(rows, [chosen.length, hidden]);
        return (...parameters) => autoEncoderLoss(parameters, f);
      });
      if (!Number.isFinite(loss.mean)) {
        return diverged('auto-encoder', (epoch + 1) * stepsOfEpoch(setting, setting.autoEncoder));
      }
      autoEncoderEpochs.push({ ...loss, weights: networkFrom(autoEncoder.parameters(), first.autoEncoder) });
    }
    return {
      kind: 'finished',
      classifier: networkFrom(classifier.parameters(), first.classifier),
      autoEncoder: networkFrom(autoEncoder.parameters(), first.autoEncoder),
      classifierEpochs,
      autoEncoderEpochs,
    };
  } finally {
    classifier.dispose();
    autoEncoder.dispose();
  }
}

type Loss = (...parameters: Tensor[]) => Scalar;

/** A network under training: its tensors live until it is disposed of. */
interface Network {
  readonly parameters: () => Tensor[];
  /** One step of Adam; returns the loss before it. */
  readonly step: (lossOf: () => Loss, learningRate: number) => number;
  readonly dispose: () => void;
}

function openNetwork<W>(backend: BackendName, tensorsFor: (weights: W) => Tensor2D[], weights: W): Network {
  let moving: Moving[] = onBackend(backend, () => {
    const begun = tensorsFor(weights).map(atRest);
    for (const tensor of tensorsOf(begun)) tf.keep(tensor);
    return begun;
  });
  let steps = 0;
  return {
    parameters: () => moving.map(({ value }) => value),
    step(lossOf, learningRate) {
      steps++;
      return onBackend(backend, () => {
        const values = moving.map(({ value }) => value);
        const { value, gradients } = lossAndGradients(lossOf(), values);
        const next = moving.map((one, k) => adamStep(one, gradients[k]!, adam, learningRate, steps));
        for (const tensor of tensorsOf(next)) tf.keep(tensor);
        tf.dispose(tensorsOf(moving));
        moving = next;
        return value.dataSync()[0]!;
      });
    },
    dispose: () => onBackend(backend, () => tf.dispose(tensorsOf(moving))),
  };
}

function* trainEpoch(
  network: Network,
  { batch, passes, learningRate }: NetworkTraining,
  nextOrder: () => Uint32Array,
  lossOf: (chosen: Uint32Array) => Loss,
): Generator<void, EpochLoss> {
  const losses: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const order = nextOrder();
    for (let from = 0; from < order.length; from += batch) {
      losses.push(network.step(() => lossOf(order.subarray(from, from + batch)), learningRate));
      yield;
    }
  }
  return { mean: losses.reduce((sum, loss) => sum + loss, 0) / losses.length, lastBatch: losses.at(-1)! };
}

function* chunks({ count }: DigitSet): Generator<Uint32Array> {
  for (let from = 0; from < count; from += rowsAtOnce) {
    yield Uint32Array.from({ length: Math.min(rowsAtOnce, count - from) }, (_, k) => from + k);
  }
}

/** The highest score is the answer, the first of equal ones. */
function countCorrect(parameters: readonly Tensor[], test: DigitSet): number {
  let correct = 0;
  for (const chosen of chunks(test)) {
    const answers = tf.argMax(scores(parameters, digitTensors(test, chosen).x), 1).dataSync();
    answers.forEach((answer, row) => {
      if (answer === test.labels[chosen[row]!]) correct++;
    });
  }
  return correct;
}

function featuresOf(parameters: readonly Tensor[], train: DigitSet, hidden: number): Float32Array {
  const features = new Float32Array(train.count * hidden);
  for (const chosen of chunks(train)) {
    const { x } = digitTensors(train, chosen);
    features.set(hiddenFeatures(parameters, x).dataSync() as Float32Array, chosen[0]! * hidden);
  }
  return features;
}

function diverged(network: string, step: number): DigitsOutcome {
  return {
    kind: 'diverged',
    step,
    reason: `a batch loss of the ${network} is not a finite number in the epoch that ends there`,
  };
}
