import { describe, expect, test } from 'vitest';
import { openGpuLane } from '../../../../bench/gpu/lanes.js';
import type { Measured, Prepared } from '../../../../bench/gpu/protocol.js';
import { measureWorkload } from '../../../../bench/gpu/rounds.js';
import { gpuWorkloads } from '../../../../bench/gpu/workloads.js';

const workload = gpuWorkloads[0]!;
const options = { rounds: 2, seconds: 0.01, limit: 3 };

const ready: Prepared = {
  kind: 'ready',
  version: '7',
  device: { kind: 'cpu', name: 'one' },
  compileSeconds: 1,
};
const measured: Measured = { steps: 6, seconds: 2, peakMegabytes: 30, deviceMegabytes: 4 };

describe('contenders on one workload', () => {
  test('are measured in every round', async () => {
    const { rows } = await race(speaking(ready, measured));

    expect(rows).toEqual([
      { contender: 'it', state: 'measured', rounds: [3, 3], compileSeconds: 1, deviceMegabytes: 4 },
    ]);
  });

  test('that would take too long are not run, and keep their estimate', async () => {
    const { rows, taking } = await race(speaking({ ...ready, kind: 'too long', estimate: 48 }));

    expect(rows).toEqual([{ contender: 'it', state: 'not run', estimateSeconds: 48 }]);
    expect(taking).toMatchObject({ state: 'present', device: ready.device, peakMegabytes: 0 });
  });

  test('that run out of memory in the second round failed, whatever they did before, and the rest goes on', async () => {
    const failing = speaking(ready, measured, "process.stderr.write('CUDA out of memory'); process.exit(1)");
    const { rows } = await race(failing, speaking(ready, measured));

    expect(rows).toEqual([
      { contender: 'it', state: 'failed', reason: 'CUDA out of memory' },
      expect.objectContaining({ state: 'measured', rounds: [3, 3] }),
    ]);
  });

  test('that are killed in their first work are absent, by which signal', async () => {
    const { rows, taking } = await race("process.kill(process.pid, 'SIGKILL')");

    expect(rows).toEqual([]);
    expect(taking).toMatchObject({ state: 'absent', reason: 'the process ended with SIGKILL' });
  });
});

/** Contenders that run these programs, the first called `it`; the rows, and how the first took part. */
async function race(...scripts: readonly string[]) {
  const lanes = scripts.map((script, at) =>
    openGpuLane({
      name: at === 0 ? 'it' : `other ${at}`,
      kind: 'peer',
      program: { command: process.execPath, args: ['-e', script] },
      isSlowToStart: false,
    }),
  );
  const { rows } = await measureWorkload(workload, lanes, options, () => undefined);
  await Promise.all(lanes.map((lane) => lane.close()));
  return { rows, taking: lanes[0]!.taking() };
}

/** A program that answers each question with the next answer, or does what the next text says; the last repeats. */
function speaking(...turns: readonly (object | string)[]): string {
  const actions = turns.map((turn) =>
    typeof turn === 'string' ? turn : `console.log(${JSON.stringify(JSON.stringify(turn))})`,
  );
  const cases = actions.map((action) => `() => { ${action} }`).join(', ');
  return `
    const actions = [${cases}];
    require('node:readline').createInterface({ input: process.stdin })
      .on('line', () => (actions.length > 1 ? actions.shift() : actions[0])());`;
}
