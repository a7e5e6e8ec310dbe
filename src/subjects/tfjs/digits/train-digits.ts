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
import type { NetworkWeights } from '../../../models/digits/weights.js';
import { tf } from '../../../models/tensorflow.js';
import { readAll } from '../../../models/tensors.js';
import { type NetworkTraining, stepsOfEpoch } from '../../../setting/digits.js';
import type { DigitsInstance, DigitsOutcome, EpochLoss } from '../../digits.js';
import { type BackendName, onBackend, readFrom } from '../backends.js';

type Finished = Extract<DigitsOutcome, { kind: 'finished' }>;

const adam = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 } as const;

/** Rows passed through the classifier at once where no gradient is taken. */
const rowsAtOnce = 1000;

/** Yields after every step; stopping it early (`return`) frees its tensors. */
export async function* trainDigits(
  backend: BackendName,
  { setting, seed }: DigitsInstance,
  { train, test }: Digits,
): AsyncGenerator<void, DigitsOutcome> {
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
      const correct = await countCorrect(backend, classifier.parameters(), test);
      classifierEpochs.push({ ...loss, correct });
    }
    const features = await featuresOf(backend, classifier.parameters(), train, hidden);
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
      autoEncoderEpochs.push({ ...loss, weights: await weightsOf(autoEncoder, first.autoEncoder) });
    }
    return {
      kind: 'finished',
      classifier: await weightsOf(classifier, first.classifier),
      autoEncoder: await weightsOf(autoEncoder, first.autoEncoder),
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
  /** One step of Adam. */
  readonly step: (lossOf: () => Loss, learningRate: number) => void;
  /** The losses before each of the steps since the last reading. */
  readonly losses: () => Promise<Float32Array>;
  readonly dispose: () => void;
}

function openNetwork<W>(backend: BackendName, tensorsFor: (weights: W) => Tensor2D[], weights: W): Network {
  let moving: Moving[] = onBackend(backend, () => {
    const begun = tensorsFor(weights).map(atRest);
    for (const tensor of tensorsOf(begun)) tf.keep(tensor);
    return begun;
  });
  let steps = 0;
  let unread: Scalar[] = [];
  return {
    parameters: () => moving.map(({ value }) => value),
    step(lossOf, learningRate) {
      steps++;
      onBackend(backend, () => {
        const values = moving.map(({ value }) => value);
        const { value, gradients } = lossAndGradients(lossOf(), values);
        const next = moving.map((one, k) => adamStep(one, gradients[k]!, adam, learningRate, steps));
        for (const tensor of tensorsOf(next)) tf.keep(tensor);
        tf.dispose(tensorsOf(moving));
        moving = next;
        unread.push(tf.keep(value));
      });
    },
    async losses() {
      const read = unread;
      unread = [];
      const [losses] = await readFrom(backend, () => [tf.stack(read)]).finally(() => tf.dispose(read));
      return losses!;
    },
    dispose: () => tf.dispose([...tensorsOf(moving), ...unread]),
  };
}

async function weightsOf<W extends NetworkWeights>(network: Network, like: W): Promise<W> {
  return networkFrom(await readAll(network.parameters()), like);
}

async function* trainEpoch(
  network: Network,
  { batch, passes, learningRate }: NetworkTraining,
  nextOrder: () => Uint32Array,
  lossOf: (chosen: Uint32Array) => Loss,
): AsyncGenerator<void, EpochLoss> {
  for (let pass = 0; pass < passes; pass++) {
    const order = nextOrder();
    for (let from = 0; from < order.length; from += batch) {
      network.step(() => lossOf(order.subarray(from, from + batch)), learningRate);
      yield;
    }
  }
  const losses = await network.losses();
  return { mean: losses.reduce((sum, loss) => sum + loss, 0) / losses.length, lastBatch: losses.at(-1)! };
}

function* chunks({ count }: DigitSet): Generator<Uint32Array> {
  for (let from = 0; from < count; from += rowsAtOnce) {
    yield Uint32Array.from({ length: Math.min(rowsAtOnce, count - from) }, (_, k) => from + k);
  }
}

/** The highest score is the answer, the first of equal ones. */
async function countCorrect(
  backend: BackendName,
  parameters: readonly Tensor[],
  test: DigitSet,
): Promise<number> {
  let correct = 0;
  for (const chosen of chunks(test)) {
    const [answers] = await readFrom(backend, () => [
      tf.argMax(scores(parameters, digitTensors(test, chosen).x), 1),
    ]);
    answers!.forEach((answer, row) => {
      if (answer === test.labels[chosen[row]!]) correct++;
    });
  }
  return correct;
}

async function featuresOf(
  backend: BackendName,
  parameters: readonly Tensor[],
  train: DigitSet,
  hidden: number,
): Promise<Float32Array> {
  const features = new Float32Array(train.count * hidden);
  for (const chosen of chunks(train)) {
    const [part] = await readFrom(backend, () => [hiddenFeatures(parameters, digitTensors(train, chosen).x)]);
    features.set(part!, chosen[0]! * hidden);
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
