/** Runs as the notifications that announce them, and back: what is wrong with one becomes its outcome. */
import { parametersOf, type Weights } from '../../models/weights.js';
import { excerpt } from '../../setting/printable.js';
import type { Instance, Outcome, Run } from '../subject.js';
import type { Announcement } from './protocol.js';
import { SubjectFault } from './subject-fault.js';
import { weightsFromWire, wireWeights } from './weights-on-wire.js';

/** As for weights files: just above float32's largest number, so that all measures stay finite. */
const weightLimit = 2 ** 128;

/** The parameters of a `run` notification. */
export function announcementOf(run: Run, instance: number): Announcement {
  const { outcome, losses, checkpoints } = run;
  return {
    instance,
    outcome: outcome.kind === 'finished' ? { ...outcome, weights: wireWeights(outcome.weights) } : outcome,
    losses: [...losses],
    checkpoints: checkpoints.map(({ step, weights }) => ({ step, weights: wireWeights(weights) })),
  };
}

/** A run with weights of a wrong shape has failed; one with weights that are not finite has diverged. */
export function runFrom(announced: Announcement, instance: Instance): Run {
  const losses = announced.losses.flatMap(({ step, loss }) => (loss === null ? [] : [{ step, loss }]));
  try {
    const checkpoints = checkpointsFrom(announced, instance);
    return { ...instance, outcome: outcomeFrom(announced, instance), losses, checkpoints };
  } catch (error) {
    if (!(error instanceof SubjectFault)) throw error;
    return { ...failedRun(instance, error.message), losses };
  }
}

export function failedRun(instance: Instance, reason: string): Run {
  return { ...instance, outcome: { kind: 'failed', reason }, losses: [], checkpoints: [] };
}

function outcomeFrom({ outcome }: Announcement, { setting }: Instance): Outcome {
  switch (outcome.kind) {
    case 'finished': {
      const weights = weightsFromWire(outcome.weights, setting, 'the weights');
      const reason = notFinite(weights);
      const { steps } = setting.training;
      return reason === undefined ? { kind: 'finished', weights } : { kind: 'diverged', step: steps, reason };
    }
    case 'diverged':
    case 'failed':
      return { ...outcome, reason: excerpt(outcome.reason) };
  }
}

/** Asked of finished runs alone: one that diverged has those that it came to. */
function checkpointsFrom({ outcome, checkpoints }: Announcement, { setting }: Instance): Run['checkpoints'] {
  const asked = setting.training.checkpoints;
  const given = checkpoints.map(({ step }) => step);
  if (outcome.kind === 'finished' && given.join() !== asked.join()) {
    throw new SubjectFault(`the checkpoints are of steps [${given}], but those of [${asked}] were asked for`);
  }
  return checkpoints.map(({ step, weights }) => {
    const read = weightsFromWire(weights, setting, `the weights of step ${step}`);
    const reason = notFinite(read);
    if (reason !== undefined) throw new SubjectFault(`at step ${step}, ${reason}`);
    return { step, weights: read };
  });
}

function notFinite(weights: Weights): string | undefined {
  for (const [name, values] of parametersOf(weights)) {
    const at = values.findIndex((value) => !(Math.abs(value) < weightLimit));
    if (at >= 0) return `${name}[${at}] is ${values[at]}`;
  }
  return undefined;
}
