/**
 * Every step of a training of an engine is the one that TensorFlow.js's gradient and the textbook's Adam would take
 * from the same weights with the same rows.
 *
 * Step by step, because two float32 trainings drift apart without either being wrong: a rounding is
 * carried on by every later step, and Adam divides by the size of the gradient. So the weights after
 * step t − 1 and the rows of step t are those of the engine, and three things are compared:
 * - the gradient with autodiff's on `tfjs:cpu`, within what rounding explains (kit/gradient-majorant.ts);
 * - the weights after step t with Adam in float64 on the engine's gradients up to t, within the bound
 *   derived in spec/suite/optimiser.spec.ts, with one more rounding of the gradient's scale;
 * - the loss trace with the losses of those weights.
 * Besides, an Adam without memory (β1 = β2 = 0) is the same from any step on, so that TensorFlow.js itself can
 * take each step of the engine.
 */
import { expect } from 'vitest';
import type { Matrix } from '../../../src/models/matrix.js';
import { parametersOf, type Weights } from '../../../src/models/weights.js';
import { learningRateAt } from '../../../src/setting/derived.js';
import type { Setting } from '../../../src/setting/schema.js';
import type { Run, Subject } from '../../../src/subjects/subject.js';
import { trainOnBatches } from '../../../src/subjects/tfjs/train-on-batches.js';
import { expectWithin } from '../../properties/kit/assertions.js';
import { gamma } from '../../properties/kit/error-bounds.js';
import { gradientTolerance } from './gradient-majorant.js';
import { batchesOf, trainAll } from './small-settings.js';
import { textbook } from './textbook-adam.js';

/** An engine whose steps are looked at one by one; the settings name every step a checkpoint. */
export interface SteppedEngine {
  readonly subject: Subject;
  /** The weights before the first step. */
  readonly initial: (setting: Setting, seed: number) => Weights;
  /** What computed, for messages. */
  readonly by: (setting: Setting) => string;
  /**
   * Roundings of a step of Adam in units of half the last place, above the 10 of IEEE arithmetic: what
   * the engine's division and square root may be off by.
   */
  readonly extraRoundings: number;
}

export async function compareStepByStep(
  engine: SteppedEngine,
  autodiff: Subject,
  setting: Setting,
  seed: number,
): Promise<void> {
  const { subject } = engine;
  const [run] = await trainAll(subject, [{ setting, seed }]);
  const batches = await batchesOfTraining(subject, setting, seed);
  let before = engine.initial(setting, seed);
  const predict = textbook(setting.training.optimiser, (step) => learningRateAt(setting.training, step));
  expect(run!.checkpoints.length, outcomeInWords(run!)).toBe(setting.training.steps);
  for (const { step, weights } of run!.checkpoints) {
    const x = batches[step - 1]!;
    const { loss, gradient } = await subject.lossAndGradient!(setting, before, x);
    const expected = await autodiff.lossAndGradient!(setting, before, x);
    const tolerance = gradientTolerance({ setting, weights: before, x });
    const wanted = new Map(parametersOf(expected.gradient));
    for (const [name, values] of parametersOf(gradient)) {
      values.forEach((value, at) => {
        const what = `the gradient in ${name}[${at}] at step ${step} with ${engine.by(setting)}`;
        expectWithin(what, value, wanted.get(name)![at]!, 2 * tolerance.get(name)![at]!);
      });
    }
    expect(run!.losses[step - 1]!.loss, `the loss of step ${step}`).toBe(loss);
    expectTextbookStep(engine, setting, predict, step, before, gradient, weights);
    before = weights;
  }
}

/** The bound of spec/suite/optimiser.spec.ts: the gradient is that of the engine, bit for bit. */
export function expectTextbookStep(
  { extraRoundings }: Pick<SteppedEngine, 'extraRoundings'>,
  setting: Setting,
  predict: ReturnType<typeof textbook>,
  step: number,
  before: Weights,
  gradient: Weights,
  after: Weights,
): void {
  const gradients = parametersOf(gradient);
  const reached = parametersOf(after);
  parametersOf(before).forEach(([name, values], p) => {
    values.forEach((value, at) => {
      const { expected, move } = predict(`${name}[${at}]`, step, value, gradients[p]![1][at]!);
      const tolerance =
        gamma(6 * step + 10 + extraRoundings, 'float32') * move + gamma(3, 'float32') * Math.abs(value);
      const what = `${name}[${at}] of ${setting.model} after step ${step}`;
      expectWithin(what, reached[p]![1][at]!, expected, tolerance);
    });
  });
}

/**
 * Both steps start from the same weights and end with 16 roundings of the move and 3 of the weight; the
 * gradients differ by up to twice their tolerance, and with them the steps by up to the rate times that.
 */
export async function compareWithTensorflow(
  engine: SteppedEngine,
  setting: Setting,
  seed: number,
): Promise<void> {
  const { subject, extraRoundings } = engine;
  const [run] = await trainAll(subject, [{ setting, seed }]);
  const batches = await batchesOfTraining(subject, setting, seed);
  const { learningRate } = setting.training;
  let before = engine.initial(setting, seed);
  expect(run!.checkpoints.length, outcomeInWords(run!)).toBe(setting.training.steps);
  for (const { step, weights } of run!.checkpoints) {
    const x = batches[step - 1]!;
    const [theirs] = await trainOnBatches('cpu', setting, before, [x]);
    const tolerance = gradientTolerance({ setting, weights: before, x });
    const expected = new Map(parametersOf(theirs!.weights));
    const start = new Map(parametersOf(before));
    for (const [name, values] of parametersOf(weights)) {
      values.forEach((value, at) => {
        const bound =
          2 * learningRate * tolerance.get(name)![at]! +
          (gamma(16, 'float32') + gamma(16 + extraRoundings, 'float32')) * learningRate +
          2 * gamma(3, 'float32') * Math.abs(start.get(name)![at]!);
        expectWithin(`${name}[${at}] after step ${step}`, value, expected.get(name)![at]!, bound);
      });
    }
    before = weights;
  }
}

async function batchesOfTraining(subject: Subject, setting: Setting, seed: number): Promise<Matrix[]> {
  const { steps, batch } = setting.training;
  return batchesOf(await subject.sample!(setting, steps * batch, seed), batch);
}

function outcomeInWords({ outcome }: Run): string {
  return outcome.kind === 'finished' ? 'its checkpoints' : `the run ${outcome.kind}: ${outcome.reason}`;
}
