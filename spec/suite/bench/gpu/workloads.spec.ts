import { describe, expect, test } from 'vitest';
import { gpuWorkloads } from '../../../../bench/gpu/workloads.js';
import { workloads as standard } from '../../../../bench/workloads.js';

describe('the workloads for GPUs', () => {
  test('have names of their own, and the standard ones are among them', () => {
    const ids = gpuWorkloads.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(standard.map(({ id }) => id)));
  });

  test('sweep n = 5 over a hundred to a hundred thousand instances', () => {
    const swept = gpuWorkloads.filter(({ group, work }) => group === 'sweep' && work.n === 5);

    expect(swept.map(({ work }) => work.instances)).toEqual([100, 1_000, 10_000, 100_000]);
  });

  test('have ten restarts of each cell, whose feature probabilities go from 1 to .01', () => {
    const { probabilities } = gpuWorkloads.find(({ id }) => id === 'sweep/n5-m2-x1000')!.work;

    expect(probabilities).toHaveLength(1000);
    expect(new Set(probabilities).size).toBe(100);
    expect(probabilities.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 1));
    expect(probabilities.at(-1)).toBeCloseTo(0.01, 12);
  });
});
