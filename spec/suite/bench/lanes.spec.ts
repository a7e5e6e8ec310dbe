import { describe, expect, test } from 'vitest';
import { openLane } from '../../../bench/lanes.js';
import { workloads } from '../../../bench/workloads.js';

const { work } = workloads[0]!;

describe('a contender', () => {
  test('whose program is not there is absent, with the program named', async () => {
    const lane = openLane(program('no-such-program'));

    expect(await lane.prepare(work)).toEqual({ kind: 'absent' });
    expect(lane.taking()).toMatchObject({ state: 'absent', reason: 'there is no program no-such-program' });
  });

  test('that ends before it is ready is absent, with the last thing that it said', async () => {
    const lane = openLane(script(`console.error('Traceback'); console.error("No module named 'torch'")`));

    expect(await lane.prepare(work)).toEqual({ kind: 'absent' });
    expect(lane.taking()).toMatchObject({ state: 'absent', reason: "No module named 'torch'" });
  });

  test('that ends later failed there, and gets a new process for the next workload', async () => {
    const lane = openLane(
      script(`
        process.stdin.once('data', () => {
          console.log(JSON.stringify({ ready: true, version: '7' }));
          process.stdin.once('data', () => { console.error('out of memory'); process.exit(1); });
        });
      `),
    );

    expect(await lane.prepare(work)).toEqual({ kind: 'ready' });
    expect(await lane.measure(1)).toEqual({ kind: 'failed', reason: 'out of memory' });
    expect(await lane.prepare(work)).toEqual({ kind: 'ready' });
    expect(lane.taking()).toMatchObject({ state: 'present', version: '7' });
    await lane.close();
  });

  test('has the peak memory of its largest answer', async () => {
    const lane = openLane(
      script(`
        const peaks = [30, 20];
        process.stdin.on('data', (line) => {
          const measure = () => ({ steps: 6, seconds: 2, peakMegabytes: peaks.shift() });
          console.log(JSON.stringify('seconds' in JSON.parse(line) ? measure() : { ready: true, version: '7' }));
        });
      `),
    );

    await lane.prepare(work);
    expect(await lane.measure(1)).toMatchObject({ kind: 'measured', steps: 6, seconds: 2 });
    await lane.measure(1);
    expect(lane.taking()).toMatchObject({ peakMegabytes: 30 });
    await lane.close();
  });
});

function program(command: string, ...args: string[]) {
  return { name: 'it', family: 'it', kind: 'peer', command, args } as const;
}

function script(text: string) {
  return program(process.execPath, '-e', text);
}
