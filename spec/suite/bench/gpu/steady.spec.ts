import { describe, expect, test } from 'vitest';
import { type Clock, nextPilot, runPilot, stepsOfLong } from '../../../../bench/gpu/steady.js';

describe('the pilot of a workload', () => {
  test('goes on to all instances at once where they take less than the limit in proportion', () => {
    expect(nextPilot([{ instances: 10, seconds: 0.04 }], 640, 3)).toEqual({ kind: 'more', instances: 640 });
  });

  test('grows fourfold where its start may be most of it', () => {
    expect(nextPilot([{ instances: 10, seconds: 0.5 }], 640, 3)).toEqual({ kind: 'more', instances: 40 });
  });

  test('takes what does not grow with the instances for a start, and goes on', () => {
    const points = [
      { instances: 10, seconds: 0.5 },
      { instances: 40, seconds: 0.53 },
    ];
    expect(nextPilot(points, 640, 3)).toEqual({ kind: 'more', instances: 160 });
  });

  test('ends with the estimate on the line through its last two sizes where that is above the limit', () => {
    const points = [
      { instances: 10, seconds: 0.5 },
      { instances: 40, seconds: 0.8 },
    ];
    // .01 s an instance, and 600 more of them.
    expect(nextPilot(points, 640, 3)).toEqual({ kind: 'too long', estimate: expect.closeTo(6.8, 12) });
  });

  test('is not given up for an estimate as long as the next one has room below the limit', () => {
    const points = [
      { instances: 10, seconds: 0.2 },
      { instances: 40, seconds: 0.7 },
    ];
    expect(nextPilot(points, 640, 3)).toEqual({ kind: 'more', instances: 160 });
  });

  test('ends at once where a part takes longer than all may', () => {
    const next = nextPilot([{ instances: 10, seconds: 4 }], 640, 3);
    expect(next).toEqual({ kind: 'too long', estimate: 256 });
  });

  test('of a single instance is the whole work', () => {
    expect(nextPilot([{ instances: 1, seconds: 0.1 }], 1, 3)).toEqual({ kind: 'done' });
    expect(nextPilot([{ instances: 1, seconds: 3.1 }], 1, 3)).toEqual({ kind: 'too long', estimate: 3.1 });
  });

  test('never trains all instances of what would take too long', async () => {
    const device = simulated({ start: 0.2, perInstanceStep: 0.01, compile: 0 });

    const pilot = await runPilot(device.train, 1000, 3, device.clock);

    expect(pilot).toEqual({ kind: 'too long', estimate: expect.closeTo(10.2, 9) });
    expect(device.largest()).toBeLessThan(100);
  });

  test('tells what the first training took longer apart from the start, and finds the pace of a step', async () => {
    const device = simulated({ start: 0.2, perInstanceStep: 0.0001, compile: 1.5 });

    const pilot = await runPilot(device.train, 1000, 3, device.clock);

    expect(pilot).toEqual({
      kind: 'ready',
      compileSeconds: expect.closeTo(1.5, 9),
      start: expect.closeTo(0.3, 9),
      step: expect.closeTo(0.1, 9),
    });
  });
});

describe('the long training', () => {
  test('lasts as long as it is asked to', () => {
    expect(stepsOfLong(pilotOf({ start: 0.01, step: 0.002 }), 0.5, 1)).toBe(251);
  });

  test('has steps for as long as its start, which is subtracted', () => {
    expect(stepsOfLong(pilotOf({ start: 2, step: 0.5 }), 0.5, 1)).toBe(5);
  });

  test('has a step to subtract from, however slow it is', () => {
    expect(stepsOfLong(pilotOf({ start: 0.1, step: 60 }), 0.5, 3)).toBe(2);
  });
});

function pilotOf({ start, step }: { start: number; step: number }) {
  return { kind: 'ready', compileSeconds: 0, start, step } as const;
}

/** A device whose time is arithmetic: a start, a time for each step of each instance, and once a compilation. */
function simulated(times: { start: number; perInstanceStep: number; compile: number }) {
  let time = 0;
  let largest = 0;
  let isCompiled = false;
  const train = (instances: number, steps: number) => async (): Promise<void> => {
    largest = Math.max(largest, instances);
    time += times.start + times.perInstanceStep * instances * steps + (isCompiled ? 0 : times.compile);
    isCompiled = true;
  };
  const clock: Clock = async (action) => {
    const begun = time;
    await action();
    return time - begun;
  };
  return { train, clock, largest: () => largest };
}
