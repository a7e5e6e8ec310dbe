/** What is recorded of one instance while it trains; the end of it is its run. */
import { parametersOf, type Weights } from '../../models/weights.js';
import { type Instance, type Outcome, type Run, traceSteps } from '../subject.js';

export interface Recorder {
  /** Whether the weights have to be looked at after this step. */
  needsWeights(step: number): boolean;
  /** Takes the loss of a step and, where they are needed, the weights after it. */
  record(step: number, loss: number, weights: Weights | undefined): void;
  /** A diverged instance needs no further steps. */
  diverged(): boolean;
  run(): Run;
}

export function recordInstance({ setting, seed }: Instance): Recorder {
  const { steps } = setting.training;
  const marks = new Set(traceSteps(steps));
  const checkpointSteps = new Set(setting.training.checkpoints);
  const losses: Run['losses'][number][] = [];
  const checkpoints: Run['checkpoints'][number][] = [];
  let outcome: Outcome = { kind: 'failed', reason: 'the training ended before its last step' };
  let sum = 0;
  let since = 0;
  return {
    needsWeights: (step) => marks.has(step) || checkpointSteps.has(step),
    record(step, loss, weights) {
      if (outcome.kind === 'diverged') return;
      if (!Number.isFinite(loss)) {
        outcome = { kind: 'diverged', step, reason: `the loss is ${loss}` };
        return;
      }
      sum += loss;
      // The loss alone does not tell: a ReLU can turn NaN into 0.
      const lost = weights && nonFiniteParameter(weights);
      if (lost !== undefined) {
        outcome = { kind: 'diverged', step, reason: `${lost} holds a number that is not finite` };
        return;
      }
      if (marks.has(step)) {
        losses.push({ step, loss: sum / (step - since) });
        sum = 0;
        since = step;
      }
      if (weights && checkpointSteps.has(step)) checkpoints.push({ step, weights });
      if (weights && step === steps) outcome = { kind: 'finished', weights };
    },
    diverged: () => outcome.kind === 'diverged',
    run: () => ({ setting, seed, outcome, losses, checkpoints }),
  };
}

function nonFiniteParameter(weights: Weights): string | undefined {
  return parametersOf(weights).find(([, values]) => !values.every(Number.isFinite))?.[0];
}
