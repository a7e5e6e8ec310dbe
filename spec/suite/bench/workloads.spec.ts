import { describe, expect, test } from 'vitest';
import { instancesOf } from '../../../bench/instances.js';
import { selectNamed } from '../../../bench/select-named.js';
import { workloads } from '../../../bench/workloads.js';

describe('the workloads', () => {
  test('have names of their own', () => {
    expect(new Set(workloads.map(({ id }) => id)).size).toBe(workloads.length);
  });

  test('spread the feature probabilities evenly in the logarithm from 1 to .01', () => {
    const { probabilities } = workNamed('spread/n20-m5-x10');

    expect(probabilities).toHaveLength(10);
    expect(probabilities[0]).toBe(1);
    expect(probabilities[9]).toBeCloseTo(0.01, 12);
    for (let k = 1; k < 10; k++) {
      expect(probabilities[k]! / probabilities[k - 1]!).toBeCloseTo(0.01 ** (1 / 9), 12);
    }
  });

  test('are the same six at p = .01', () => {
    const sizes = (table: string) =>
      workloads
        .filter((workload) => workload.table === table)
        .map(({ work: { probabilities: _, ...size } }) => size);

    expect(sizes('sparse')).toEqual(sizes('spread'));
    expect(sizes('sparse')).toHaveLength(6);
    for (const { work } of workloads.filter(({ table }) => table === 'sparse')) {
      expect(new Set(work.probabilities)).toEqual(new Set([0.01]));
    }
  });

  test('are trained as the peers train: Adam without decay, 1e-3, and signed features for absolute values', () => {
    const [first] = instancesOf(workNamed('spread/n100-m40-x7'), 3);

    expect(first!.setting).toMatchObject({
      model: 'absolute-value',
      data: { probability: 1, magnitude: 'signed', rows: { kind: 'fresh' } },
      training: { steps: 3, batch: 1024, learningRate: 1e-3, optimiser: { kind: 'adam', decay: 0 } },
    });
  });

  test('are chosen by a part of their name', () => {
    const some = chosen('sparse/n5-', 'S0.99');

    expect(some.map(({ id }) => id)).toEqual([
      'sparse/n5-m2-x1',
      'sparse/n5-m2-x8',
      'subjects/n5-m2-S0.99',
      'subjects/n20-m5-S0.99',
      'subjects/n80-m20-S0.99',
    ]);
  });

  test('of an unknown name are refused, with those that there are', () => {
    expect(() => chosen('n=5')).toThrow(/--workloads: "n=5".*spread\/n5-m2-x1/);
  });
});

function chosen(...texts: string[]) {
  return selectNamed('--workloads', workloads, ({ id }) => id, texts);
}

function workNamed(id: string) {
  return workloads.find((workload) => workload.id === id)!.work;
}
