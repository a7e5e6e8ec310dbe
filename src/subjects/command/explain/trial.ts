/** The first five minutes with a subject: each method once on something small, and what came of it in words. */
import { populationLoss } from '../../../measures/population-loss.js';
import { type Matrix, matrix, shape } from '../../../models/matrix.js';
import { mapParameters, type Weights } from '../../../models/weights.js';
import type { Setting } from '../../../setting/schema.js';
import { lackingFor } from '../../capabilities.js';
import type { Description, Run, Subject } from '../../subject.js';
import { shown, shownList } from './closeness.js';
import { explainGradient } from './explain-gradient.js';
import { explainLoss } from './explain-loss.js';
import { explainOutput } from './explain-output.js';
import { explainSample } from './explain-sample.js';
import { probability, questionAbout, smallSetting } from './question.js';
import { rowsOf } from './variants.js';

export interface Finding {
  readonly kind: 'right' | 'wrong' | 'absent';
  /** The method, and what it was asked about. */
  readonly about: string;
  /** What it gave, or what is wrong with it. */
  readonly text: string;
}

const sampledRows = 4096;

export async function* tryOut(subject: Subject): AsyncGenerator<Finding> {
  const description = await subject.describe();
  for (const method of ['sample', 'forward', 'lossAndGradient', 'train'] as const) {
    if (!subject[method]) {
      yield { kind: 'absent', about: method, text: 'not listed: claims that need it are not applicable' };
    } else if (description.models.length === 0) {
      yield { kind: 'absent', about: method, text: 'no model is listed' };
    } else {
      yield* trials[method](subject, description);
    }
  }
}

type Trial = (subject: Subject, description: Description) => AsyncGenerator<Finding>;

const trials: Record<'sample' | 'forward' | 'lossAndGradient' | 'train', Trial> = {
  async *sample(subject, { models, magnitudes }) {
    for (const magnitude of magnitudes) {
      const setting = smallSetting(models[0]!, magnitude);
      yield* found(`sample, ${magnitude}`, async () => {
        const x = await subject.sample!(setting, sampledRows, 0);
        const wrong =
          explainSample(setting, probability, x) ??
          sameRows(await subject.sample!(setting, sampledRows, 1), x);
        return (
          wrong ??
          right(
            `${shape(x)}, on at the rate of p = ${probability}; the first row is ${shownList(rowsOf(x)[0]!)}`,
          )
        );
      });
    }
  },
  async *forward(subject, { models }) {
    for (const model of models) {
      const question = questionAbout(model);
      yield* found(`forward, ${model}`, async () => {
        const output = await subject.forward!(question.setting, question.weights, question.x);
        return (
          explainOutput(question, output) ??
          right(`${shape(output)}, as the oracle has it; the first row is ${shownList(rowsOf(output)[0]!)}`)
        );
      });
    }
  },
  async *lossAndGradient(subject, { models }) {
    for (const model of models) {
      const question = questionAbout(model);
      let gradient: Weights | undefined;
      yield* found(`loss, ${model}`, async () => {
        const answer = await subject.lossAndGradient!(question.setting, question.weights, question.x);
        gradient = answer.gradient;
        return explainLoss(question, answer.loss) ?? right(`${shown(answer.loss)}, as the oracle has it`);
      });
      const wrong = gradient && explainGradient(question, gradient);
      if (!wrong) continue;
      if (wrong.length === 0) {
        yield {
          kind: 'right',
          about: `gradient, ${model}`,
          text: 'as the oracle’s central differences have it',
        };
      }
      for (const text of wrong) yield { kind: 'wrong', about: `gradient, ${model}`, text };
    }
  },
  async *train(subject, description) {
    for (const model of description.models) {
      const magnitude = model === 'absolute-value' ? 'signed' : 'uniform';
      const setting = smallSetting(model, magnitude);
      const lacking = lackingFor(description, setting);
      const about = `train, ${model}`;
      if (lacking !== undefined)
        yield { kind: 'absent', about, text: `needs ${lacking}, which is not listed` };
      else yield* found(about, async () => explainRun(await oneRun(subject, setting)));
    }
  },
};

async function oneRun(subject: Subject, setting: Setting): Promise<Run> {
  for await (const run of subject.train!([{ setting, seed: 0 }])) return run;
  throw new Error('gave no run');
}

/** What a model of zeros costs, which answers 0 to everything, is what any training must beat. */
function explainRun({ setting, outcome, losses }: Run): string | Right {
  if (outcome.kind === 'failed') return outcome.reason;
  if (outcome.kind === 'diverged') return `the run diverged at step ${outcome.step}: ${outcome.reason}`;
  const { weights } = outcome;
  const { value } = populationLoss(setting, weights);
  const nothing = populationLoss(
    setting,
    mapParameters(weights, (values) => values.map(() => 0)),
  ).value;
  const { steps } = setting.training;
  const numbers = `after ${steps} steps the population loss is ${shown(value)}, and that of a model of zeros ${shown(nothing)}`;
  if (weights.b.every((b) => b === 0)) return `the bias is still 0: is it trained? ${numbers}`;
  if (!(value < nothing)) return `it has not learned: ${numbers}`;
  const last = losses.at(-1);
  if (!last) return right(`${numbers}; it gives no losses, without which a claim about them cannot hold`);
  if (last.loss > 3 * value || last.loss < value / 3) {
    return `the last of the losses is ${shown(last.loss)}, far from the loss of the weights: ${numbers}`;
  }
  return right(numbers);
}

interface Right {
  readonly right: string;
}

function right(text: string): Right {
  return { right: text };
}

/** A sentence is what is wrong. */
async function* found(about: string, ask: () => Promise<string | Right>): AsyncGenerator<Finding> {
  try {
    const answer = await ask();
    if (typeof answer === 'string') yield { kind: 'wrong', about, text: answer };
    else yield { kind: 'right', about, text: answer.right };
  } catch (error) {
    yield { kind: 'wrong', about, text: error instanceof Error ? error.message : String(error) };
  }
}

function sameRows(a: Matrix, b: Matrix): string | undefined {
  const same = matrix(a.rows, a.columns, (i, j) => a.data[i * a.columns + j]! - b.data[i * a.columns + j]!);
  return same.data.every((difference) => difference === 0)
    ? 'seeds 0 and 1 give the same rows: the seed is not used'
    : undefined;
}
