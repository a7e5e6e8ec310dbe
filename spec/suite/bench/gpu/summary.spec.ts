import { describe, expect, test } from 'vitest';
import { crossingOf } from '../../../../bench/gpu/summary.js';
import { exampleResults, gpu, measured, software, sweepOf, taking } from './example-results.js';

describe('throughput', () => {
  test('is steps times instances, and 5 · m · n multiply-adds for each row of them', () => {
    const { summary } = exampleResults(gpu, [sweepOf(100, [measured('fused', 1, 3, 2)])]);

    expect(summary.throughputs).toEqual([
      {
        workload: 'sweep/n5-m2-x100',
        contender: 'fused',
        instanceStepsPerSecond: 200,
        multiplyAddsPerSecond: 200 * 5 * 5 * 2 * 10,
        shareOfPeak: 1,
      },
    ]);
  });

  test('is held against the peak of the device that it was had on', () => {
    const rows = ['fused', 'fused:webgpu', 'PyTorch'].map((name) => measured(name, 1));
    const { summary } = exampleResults(gpu, [sweepOf(100, rows)], [taking('PyTorch', gpu)]);

    expect(shares(summary)).toEqual({ fused: 0.5, 'fused:webgpu': 0.05, PyTorch: 0.05 });
  });

  test('of a GPU is not held against the peak of a device in software', () => {
    const rows = ['fused:webgpu', 'PyTorch'].map((name) => measured(name, 1));
    const { summary } = exampleResults(software, [sweepOf(100, rows)], [taking('PyTorch', gpu)]);

    expect(shares(summary)).toEqual({ 'fused:webgpu': 0.05, PyTorch: undefined });
  });
});

describe('the crossing', () => {
  test('is the smallest number of instances at which fused:webgpu is faster', () => {
    expect(crossingOf([race(100, 10, 1), race(1000, 10, 30), race(10_000, 10, 500)])).toEqual({
      kind: 'overtakes',
      instances: 1000,
      ratio: 3,
    });
  });

  test('is not where it falls behind again at more instances', () => {
    expect(crossingOf([race(100, 10, 20), race(1000, 10, 9), race(10_000, 10, 40)])).toEqual({
      kind: 'overtakes',
      instances: 10_000,
      ratio: 4,
    });
  });

  test('is nowhere when it is behind at the most instances that both were measured at', () => {
    const unmatched = sweepOf(10_000, [measured('fused', 10)]);

    expect(crossingOf([race(100, 10, 20), race(1000, 10, 5), unmatched])).toEqual({
      kind: 'stays behind',
      instances: 1000,
      ratio: 0.5,
    });
  });

  test('is not told from one of the two alone', () => {
    const alone = sweepOf(100, [
      measured('fused', 10),
      { contender: 'fused:webgpu', state: 'not run', estimateSeconds: 40 },
    ]);

    expect(crossingOf([alone])).toEqual({ kind: 'not measured' });
  });
});

function race(instances: number, cpu: number, device: number) {
  return sweepOf(instances, [measured('fused', cpu), measured('fused:webgpu', device)]);
}

function shares({ throughputs }: ReturnType<typeof exampleResults>['summary']) {
  return Object.fromEntries(throughputs.map(({ contender, shareOfPeak }) => [contender, shareOfPeak]));
}
