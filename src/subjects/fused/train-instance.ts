/** One training, from setting and seed to run. The loop is in the kernels; here are its stops. */
import { parametersOf, type Weights } from '../../models/weights.js';
import { type Instance, type Run, traceSteps } from '../subject.js';
import {
  drawInitialWeights,
  type Engine,
  newEngine,
  readWeights,
  setTraining,
  writeWeights,
} from './engine.js';
import { chooseKernel, type KernelName, kernelCosts } from './kernel-choice.js';

/** Between two looks at the outside: 10 million cycles, some milliseconds. */
const cyclesAtATime = 1e7;

export interface Watch {
  /** Told the steps done since the last call; false ends the training. */
  readonly goOn: (steps: number) => boolean;
}

/** @returns undefined if the watch ended the training. */
export function trainInstance(
  module: WebAssembly.Module,
  instance: Instance,
  watch: Watch,
  kernel?: KernelName,
): Run | undefined {
  const { setting, seed } = instance;
  const { warmStart } = setting.training;
  let start: Weights | undefined;
  if (warmStart) {
    const before = trainInstance(module, { setting: warmStart, seed }, watch);
    if (!before) return undefined;
    if (before.outcome.kind !== 'finished') {
      const outcome = { ...before.outcome, reason: `its warm start: ${before.outcome.reason}` };
      return { setting, seed, outcome, losses: [], checkpoints: [] };
    }
    start = before.outcome.weights;
  }
  const engine = newEngine(module, setting, seed, kernel);
  if (start) writeWeights(engine, start);
  else drawInitialWeights(engine, seed);
  setTraining(engine);
  return runToEnd(engine, seed, watch, kernel ?? chooseKernel(setting));
}

function runToEnd(engine: Engine, seed: number, watch: Watch, kernel: KernelName): Run | undefined {
  const { setting, kernels } = engine;
  const { steps, checkpoints: wanted } = setting.training;
  const atATime = Math.max(
    1,
    Math.floor(cyclesAtATime / (kernelCosts(setting).get(kernel) ?? cyclesAtATime)),
  );
  const losses: { step: number; loss: number }[] = [];
  const checkpoints: { step: number; weights: Weights }[] = [];
  const stops = traceSteps(steps);
  let step = 0;
  let lossSum = 0;
  let stretchStart = 0;
  for (const stop of [...new Set([...stops, ...wanted])].sort((a, b) => a - b)) {
    while (step < stop) {
      const reached = kernels.advance(Math.min(atATime, stop - step));
      const done = reached - step;
      step = reached;
      if (kernels.hasDiverged()) {
        const reason = `the loss of the batch of step ${step + 1} is not a finite number`;
        return { setting, seed, outcome: { kind: 'diverged', step: step + 1, reason }, losses, checkpoints };
      }
      if (!watch.goOn(done)) return undefined;
    }
    lossSum += kernels.takeLossSum();
    if (stop === stops[losses.length]) {
      losses.push({ step: stop, loss: lossSum / (stop - stretchStart) });
      lossSum = 0;
      stretchStart = stop;
    }
    if (wanted.includes(stop)) checkpoints.push({ step: stop, weights: readWeights(engine) });
  }
  const weights = readWeights(engine);
  if (!allFinite(weights)) {
    const reason = 'a weight is not a finite number after the last step';
    return { setting, seed, outcome: { kind: 'diverged', step, reason }, losses, checkpoints };
  }
  return { setting, seed, outcome: { kind: 'finished', weights }, losses, checkpoints };
}

function allFinite(weights: Weights): boolean {
  return parametersOf(weights).every(([, values]) => values.every(Number.isFinite));
}
