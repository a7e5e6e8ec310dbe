/**
 * Trainings take turns on the device: in each turn some of them advance by some steps, in one submission.
 * A turn is kept to about a tenth of a second, so that progress, an abort and the drivers' watchdogs are
 * heard; how many steps that is, is learned from the turns before. No result depends on it.
 */
import type { Device } from './device.js';

/** A training on the device that is under way. */
export interface Task {
  readonly instances: number;
  /** An estimate of the operations of a step of all its instances. */
  readonly stepCost: number;
  readonly isDone: () => boolean;
  /** Adds to a submission at most so many steps, at least one; returns how many. */
  readonly advance: (encoder: GPUCommandEncoder, steps: number) => number;
}

export interface Scheduler {
  /** Resolves once the task is done; rejects with the device's fault, or with the reason of the abort. */
  readonly run: (task: Task) => Promise<void>;
}

const secondsOfTurn = 0.1;

/** Operations of the first turn: a small part of a second on anything. */
const firstAllowance = 2e7;

/** Instances that are under way side by side, if there are as many: they fill the largest of GPUs. */
const instancesAtATime = 16_384;

/** @param onSteps told the steps of all instances after each turn. */
export function openScheduler(
  device: Device,
  signal: AbortSignal,
  onSteps: (steps: number) => void,
): Scheduler {
  interface Entry {
    readonly task: Task;
    readonly resolve: () => void;
    readonly reject: (reason: unknown) => void;
  }
  const entries: Entry[] = [];
  let isTurning = false;
  let allowance = firstAllowance;

  const turn = async (): Promise<void> => {
    let room = instancesAtATime;
    const chosen = entries.filter(({ task }, at) => {
      const fits = at === 0 || task.instances <= room;
      if (fits) room -= task.instances;
      return fits;
    });
    const encoder = device.gpu.createCommandEncoder();
    let done = 0;
    let cost = 0;
    for (const { task } of chosen) {
      const share = allowance / chosen.length / task.stepCost;
      const steps = task.advance(encoder, Math.max(1, Math.floor(share)));
      done += steps * task.instances;
      cost += steps * task.stepCost;
    }
    const begun = performance.now();
    device.gpu.queue.submit([encoder.finish()]);
    await device.settle(device.gpu.queue.onSubmittedWorkDone());
    const seconds = Math.max(1e-3, (performance.now() - begun) / 1000);
    // At most doubled at a time, since the estimates of two tasks need not agree.
    allowance = Math.min(2 * allowance, (cost * secondsOfTurn) / seconds);
    onSteps(done);
    for (const entry of chosen.filter(({ task }) => task.isDone())) {
      entries.splice(entries.indexOf(entry), 1);
      entry.resolve();
    }
  };

  const work = async (): Promise<void> => {
    if (isTurning) return;
    isTurning = true;
    try {
      // What was asked for in the same moment begins side by side.
      await Promise.resolve();
      while (entries.length > 0) {
        signal.throwIfAborted();
        await turn();
      }
    } catch (error) {
      for (const { reject } of entries.splice(0)) reject(error);
    } finally {
      isTurning = false;
    }
  };

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        entries.push({ task, resolve, reject });
        void work();
      }),
  };
}
