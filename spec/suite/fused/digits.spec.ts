/**
 * The fused engine's training on digits: every step is the one that the textbook's Adam takes with
 * autodiff's gradient, whole trainings agree with TensorFlow.js's, and a run is the same bits whatever is
 * trained beside it.
 */
import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { type Digits, slice } from '../../../src/data/digits/digit-set.js';
import { generateDigits } from '../../../src/data/digits/generate.js';
import { initialAutoEncoder, initialClassifier } from '../../../src/data/digits/initial-networks.js';
import { answersOf, featuresOf } from '../../../src/measures/digits/classification.js';
import { type NetworkWeights, networkParameters } from '../../../src/models/digits/weights.js';
import { type DigitsSettingInput, digitsSteps, parseDigitsSetting } from '../../../src/setting/digits.js';
import type { DigitsInstance, DigitsRun, FinishedDigitsRun } from '../../../src/subjects/digits.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import type { Subject, TrainOptions } from '../../../src/subjects/subject.js';
import { openTfjs } from '../../../src/subjects/tfjs/tfjs-subject.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import { textbook } from '../kit/textbook-adam.js';

const fused = await openFused(2);
const opened = await openTfjs('cpu');
if (opened.kind === 'absent') throw new Error(opened.reason);
const autodiff = opened.subject;
afterAll(() => Promise.all([fused.close(), autodiff.close()]));

const all = generateDigits(3, 400);
const digits: Digits = { train: slice(all, 0, 300), test: slice(all, 300, 400) };
const seed = 11;
const rate = 1e-3;

describe('a step of the fused engine', () => {
  // With one batch an epoch, epoch t is step t.
  const batch: Digits = { train: slice(all, 0, 40), test: digits.test };
  const steps = 4;

  test('on the classifier is that of Adam with autodiff’s gradient', async () => {
    const states = [initialClassifier(7, seed)];
    for (let epochs = 1; epochs <= steps; epochs++) {
      const { outcome } = await trainedOn(batch, { classifier: { epochs }, autoEncoder: { epochs: 1 } });
      states.push(outcome.classifier);
    }
    const gradients: NetworkWeights[] = [];
    for (const state of states.slice(0, steps)) {
      gradients.push((await autodiff.digits!.classifierGradient(state, batch.train)).gradient);
    }
    expectAdam(states, gradients);
  });

  test('on the auto-encoder is that of Adam with autodiff’s gradient', async () => {
    const { outcome } = await trainedOn(batch, {
      classifier: { epochs: 1 },
      autoEncoder: { epochs: steps, learningRate: rate },
    });
    const states = [
      initialAutoEncoder(7, 2, seed),
      ...outcome.autoEncoderEpochs.map(({ weights }) => weights),
    ];
    const features = featuresOf(outcome.classifier, batch.train);
    const gradients: NetworkWeights[] = [];
    for (const state of states.slice(0, steps)) {
      gradients.push((await autodiff.digits!.autoEncoderGradient(state, features)).gradient);
    }
    expectAdam(states, gradients);
  });
});

describe('a training', () => {
  const settings = { classifier: { epochs: 3, passes: 2 }, autoEncoder: { epochs: 2, learningRate: rate } };

  // Both begin with the same weights and take the same batches; what differs is rounding, which 50 steps
  // have not carried far: the mean losses are equal to four digits.
  test('comes to the losses and the answers of TensorFlow.js', async () => {
    const ours = (await trainedOn(digits, settings)).outcome;
    const theirs = (await trainedOn(digits, settings, autodiff)).outcome;
    for (const network of ['classifierEpochs', 'autoEncoderEpochs'] as const) {
      ours[network].forEach(({ mean, lastBatch }, epoch) => {
        const other = theirs[network][epoch]!;
        expectWithin(`the mean loss of epoch ${epoch + 1} (${network})`, mean, other.mean, 1e-4 * other.mean);
        expectWithin('the loss of its last batch', lastBatch, other.lastBatch, 1e-4 * other.lastBatch);
      });
    }
    const corrects = [ours, theirs].map(({ classifierEpochs }) => classifierEpochs.at(-1)!.correct);
    expect(Math.abs(corrects[0]! - corrects[1]!)).toBeLessThanOrEqual(1);
  });

  test('counts the digits that its own weights classify', async () => {
    const { outcome } = await trainedOn(digits, settings);
    const { labels } = digits.test;
    const answers = answersOf(outcome.classifier, featuresOf(outcome.classifier, digits.test));
    const correct = answers.filter((answer, k) => answer === labels[k]).length;
    expect(outcome.classifierEpochs.at(-1)!.correct).toBe(correct);
  });

  test('takes as many steps as the setting says, and reports them', async () => {
    const instance = instanceOf(digits, settings);
    let reported = 0;
    await runsOf([instance], digits, { onProgress: (steps) => (reported += steps) });
    expect(digitsSteps(instance.setting)).toBe(3 * 2 * 5 + 2 * 5);
    expect(reported).toBe(digitsSteps(instance.setting));
  });

  test('is the same bits alone, beside others, and on another machine', async () => {
    const instance = instanceOf(digits, settings);
    const others = [1, 2, 3].map((other) => ({ ...instance, seed: other }));
    const [alone] = await runsOf([instance], digits);
    const beside = (await runsOf([...others, instance], digits)).find((run) => run.seed === seed);
    expect(digestOf(beside!)).toBe(digestOf(alone!));
    expect(digestOf(alone!), 'the engine trains other bits than before: measure the claims again').toBe(
      '3e6210e40c9fcb17',
    );
  });

  test('that diverges says at which step', async () => {
    const [run] = await runsOf(
      [instanceOf(digits, { classifier: { epochs: 2, learningRate: 1e38 } })],
      digits,
    );
    expect(run!.outcome).toMatchObject({ kind: 'diverged', step: 5 });
  });

  test('ends early when it is told to', async () => {
    const controller = new AbortController();
    const runs: DigitsRun[] = [];
    const many = Array.from({ length: 6 }, (_, k) => ({ ...instanceOf(digits, settings), seed: k }));
    for await (const run of fused.digits!.train(many, digits, { signal: controller.signal })) {
      runs.push(run);
      controller.abort();
    }
    expect(runs.length).toBeLessThan(many.length);
  });
});

/**
 * Every parameter of state t is where the textbook's Adam goes from state t − 1 with these gradients, to a
 * hundredth of a step. The two gradients differ by roundings, some 1e-6 of the largest entry; where an
 * entry cancels to less than a thousandth of that, they may differ by more and Adam would show it in
 * full, so such parameters are left out.
 */
function expectAdam(states: readonly NetworkWeights[], gradients: readonly NetworkWeights[]): void {
  const optimiser = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 } as const;
  const next = textbook(optimiser, () => rate);
  let compared = 0;
  networkParameters(states[0]!).forEach(([name, first], parameter) => {
    const valuesOf = (weights: NetworkWeights): Float64Array => networkParameters(weights)[parameter]![1];
    const slopes = gradients.map(valuesOf);
    const largest = Math.max(...slopes.map((values) => Math.max(...values.map(Math.abs))));
    first.forEach((_, at) => {
      if (slopes.some((values) => Math.abs(values[at]!) < 1e-3 * largest)) return;
      compared++;
      slopes.forEach((values, t) => {
        const from = valuesOf(states[t]!)[at]!;
        const { expected } = next(`${name}/${at}`, t + 1, from, values[at]!);
        const what = `${name}[${at}] after step ${t + 1}`;
        expectWithin(what, valuesOf(states[t + 1]!)[at]!, expected, 0.01 * rate);
      });
    });
  });
  const count = networkParameters(states[0]!).reduce((sum, [, { length }]) => sum + length, 0);
  expect(compared).toBeGreaterThan(count / 4);
}

function instanceOf(
  { train, test }: Digits,
  input: Omit<DigitsSettingInput, 'kind' | 'data'>,
): DigitsInstance {
  const data = { kind: 'generated', seed: 3, train: train.count, test: test.count } as const;
  return { setting: parseDigitsSetting({ kind: 'digits', data, hidden: 7, ...input }), seed };
}

async function runsOf(
  instances: readonly DigitsInstance[],
  on: Digits,
  options: TrainOptions = {},
  subject: Subject = fused,
): Promise<DigitsRun[]> {
  const runs: DigitsRun[] = [];
  for await (const run of subject.digits!.train(instances, on, options)) runs.push(run);
  return runs;
}

async function trainedOn(
  on: Digits,
  input: Omit<DigitsSettingInput, 'kind' | 'data'>,
  subject: Subject = fused,
): Promise<FinishedDigitsRun> {
  const [run] = await runsOf([instanceOf(on, input)], on, {}, subject);
  if (run?.outcome.kind !== 'finished') throw new Error(`the training did not finish: ${run?.outcome.kind}`);
  return { ...run, outcome: run.outcome };
}

function digestOf({ outcome }: DigitsRun): string {
  if (outcome.kind !== 'finished') return outcome.kind;
  const hash = createHash('sha256');
  for (const network of [outcome.classifier, outcome.autoEncoder]) {
    for (const [name, values] of networkParameters(network)) hash.update(name).update(values);
  }
  return hash.digest('hex').slice(0, 16);
}
