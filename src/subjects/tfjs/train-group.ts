/**
 * Trains a group of instances together, step by step, with one tensor for a parameter of all of them.
 *
 * Nothing is summed or normalised over instances, and the batched kernels compute each instance as they
 * would alone, so a run does not depend on its company.
 */
import { initialWeights } from '../../data/initial-weights.js';
import { openRows } from '../../data/rows.js';
import type { Weights } from '../../models/weights.js';
import type { FinishedRun, Instance, Run } from '../subject.js';
import type { BackendName } from './backends.js';
import { type Recorder, recordInstance } from './recorder.js';
import { type Reading, startTraining } from './training-state.js';

/**
 * Yields after every step, so that whoever drives it can report, pause or stop, and returns the runs in
 * the order of the instances. Stopping it early (`return`) frees its tensors.
 *
 * @param instances share what `groupKey` says.
 */
export async function* trainGroup(
  backend: BackendName,
  instances: readonly Instance[],
): AsyncGenerator<void, Run[]> {
  const previous = instances.flatMap(({ setting: { training }, seed }) =>
    training.warmStart ? [{ setting: training.warmStart, seed }] : [],
  );
  if (previous.length === 0) {
    const initial = instances.map(({ setting, seed }) => initialWeights(setting, seed));
    return yield* trainFrom(backend, instances, initial);
  }
  const earlier = yield* trainGroup(backend, previous);
  const started = earlier.filter(isFinished);
  const runs = yield* trainFrom(
    backend,
    instances.filter((_, at) => isFinished(earlier[at]!)),
    started.map(({ outcome }) => outcome.weights),
  );
  const rest = runs.values();
  return instances.map((instance, at) => {
    const { outcome } = earlier[at]!;
    if (outcome.kind === 'finished') return rest.next().value!;
    const reason = `its warm start: ${outcome.reason}`;
    return { ...instance, outcome: { ...outcome, reason }, losses: [], checkpoints: [] };
  });
}

async function* trainFrom(
  backend: BackendName,
  instances: readonly Instance[],
  initial: readonly Weights[],
): AsyncGenerator<void, Run[]> {
  if (instances.length === 0) return [];
  const { n, training } = instances[0]!.setting;
  const sources = instances.map(({ setting, seed }) => openRows(setting, seed));
  const recorders = instances.map(recordInstance);
  const size = training.batch * n;
  const rows = new Float32Array(instances.length * size);
  const state = startTraining(
    backend,
    instances.map(({ setting }) => setting),
    initial,
  );
  try {
    for (let step = 1; step <= training.steps; step++) {
      sources.forEach((next, at) => {
        next(rows.subarray(at * size, (at + 1) * size));
      });
      state.advance(step, rows);
      if (recorders[0]!.needsWeights(step)) {
        record(recorders, step, await state.read());
        if (recorders.every((recorder) => recorder.diverged())) break;
      }
      yield;
    }
    return recorders.map((recorder) => recorder.run());
  } finally {
    state.dispose();
  }
}

/** The steps up to `step` that were not recorded before, and the weights after the last of them. */
function record(recorders: readonly Recorder[], step: number, { losses, weights }: Reading): void {
  recorders.forEach((recorder, at) => {
    losses.forEach((ofStep, k) => {
      const left = losses.length - 1 - k;
      recorder.record(step - left, ofStep[at]!, left === 0 ? weights(at) : undefined);
    });
  });
}

function isFinished(run: Run): run is FinishedRun {
  return run.outcome.kind === 'finished';
}
