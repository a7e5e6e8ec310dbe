import { describe, expect, test } from 'vitest';
import { nominalMultiplyAdds, pairedRatio, summarise } from '../../../bench/summary.js';
import { exampleContenders, exampleWorkload } from './example-results.js';

describe('the summary of a benchmark', () => {
  test('compares fused on two threads with the fastest of the others, roofline and one thread left aside', () => {
    const workload = exampleWorkload('spread', {
      'fused, 2 threads': [800],
      'fused, 1 thread': [900],
      'tfjs:cpu': [2],
      'JAX scan, 2 threads': [40],
      'roofline, 2 threads': [1e9],
    });

    const { workloads } = summarise([workload], exampleContenders);

    expect(workloads[0]!.againstBest).toEqual({ contender: 'JAX scan, 2 threads', ratio: 20 });
  });

  test('takes the ratio within each round, and then the median: a slow round slows both', () => {
    const fused = { contender: 'fused', rounds: [100, 10, 300] };
    const peer = { contender: 'peer', rounds: [10, 1, 20] };

    expect(pairedRatio(fused, peer)).toBe(10);
  });

  test('gives the geometric mean and the least ratio of each table by itself', () => {
    const workloads = [
      exampleWorkload('spread', { 'fused, 2 threads': [4], 'tfjs:cpu': [1] }),
      exampleWorkload('spread', { 'fused, 2 threads': [900], 'tfjs:cpu': [9] }),
      exampleWorkload('sparse', { 'fused, 2 threads': [7], 'tfjs:cpu': [1] }),
    ];

    const { ratios } = summarise(workloads, exampleContenders);

    expect(ratios.map(({ table }) => table)).toEqual(['spread', 'sparse']);
    expect(ratios[0]!.geometricMean).toBeCloseTo(20, 12);
    expect(ratios[0]!.least).toBe(4);
    expect(ratios[1]!.least).toBe(7);
  });

  test('says nothing about a workload on which nothing else was measured', () => {
    const { workloads, ratios } = summarise(
      [exampleWorkload('spread', { 'fused, 2 threads': [4] })],
      exampleContenders,
    );

    expect(workloads[0]).toMatchObject({ againstBest: undefined, roofline: undefined });
    expect(ratios).toEqual([]);
  });

  test('counts 5 · m · n multiply-adds for each row of each instance', () => {
    const { work } = exampleWorkload('spread', {});

    expect(nominalMultiplyAdds({ ...work, n: 7, m: 3, batch: 11, instances: 2 })).toBe(5 * 7 * 3 * 11 * 2);
  });

  test('holds the nominal work of fused against the roofline of as many threads', () => {
    const workload = exampleWorkload('spread', {
      'fused, 2 threads': [1000],
      'roofline, 1 thread': [1],
      'roofline, 2 threads': [1e9],
    });

    const { workloads } = summarise([workload], exampleContenders);

    const perSecond = 1000 * nominalMultiplyAdds(workload.work);
    expect(workloads[0]!.roofline).toEqual({
      multiplyAddsPerSecond: perSecond,
      mostPerSecond: 1e9,
      share: expect.closeTo(perSecond / 1e9, 12),
    });
  });
});
