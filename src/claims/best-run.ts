import { populationLoss } from '../measures/population-loss.js';
import type { Run } from '../subjects/subject.js';

/**
 * Rows drawn for each loss. Runs are compared on the same rows, so that the differences between them,
 * which are all that counts here, are known far better than the losses themselves.
 */
const sampling = { rows: 4096 } as const;

/**
 * The run of least population loss; of several that did not finish, the first. A run that diverged
 * loses against one that finished, as it would to somebody who restarts a training that got stuck.
 */
export function bestRun(runs: readonly Run[]): Run {
  if (runs.length === 1) return runs[0]!;
  const losses = runs.map(({ setting, outcome }) =>
    outcome.kind === 'finished'
      ? populationLoss(setting, outcome.weights, sampling).value
      : Number.POSITIVE_INFINITY,
  );
  return runs[losses.indexOf(Math.min(...losses))]!;
}

/** Why a run has no weights: `diverged at step 40: the loss is NaN`. */
export function unfinished({ outcome }: Run): string {
  switch (outcome.kind) {
    case 'finished':
      return 'finished';
    case 'diverged':
      return `diverged at step ${outcome.step}: ${outcome.reason}`;
    case 'failed':
      return `failed: ${outcome.reason}`;
  }
}
