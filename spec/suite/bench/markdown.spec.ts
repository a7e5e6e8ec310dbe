import { describe, expect, test } from 'vitest';
import { formatFigure, formatRatio, markdownTable } from '../../../bench/format.js';
import { benchmarkMarkdown } from '../../../bench/markdown.js';
import type { Results } from '../../../bench/results.js';
import { summarise } from '../../../bench/summary.js';
import { exampleContenders, exampleWorkload } from './example-results.js';

describe('figures', () => {
  test('have three significant digits, and their thousands apart', () => {
    expect([96_012, 16.34, 0.9119, 1].map(formatFigure)).toEqual(['96,000', '16.3', '0.912', '1']);
    expect(formatRatio(20.04)).toBe('20 ×');
  });

  test('stand to the right in tables, words to the left', () => {
    expect(markdownTable(['what', 'how much'], [['a', '1']])).toBe(
      '| what | how much |\n| --- | --: |\n| a | 1 |',
    );
  });
});

describe('the page of a benchmark', () => {
  test('has a column for a family, with the better of its thread counts', () => {
    const page = benchmarkMarkdown(exampleResults());

    expect(page).toContain('| Workload | fused, 2 threads | tfjs:cpu | JAX scan | Ratio to the best |');
    expect(page).toContain('| n=5 m=2, 1 instance | 1,000 | 2 | 50 | 20 × (JAX scan, 1 thread) |');
  });

  test('gives the mean ratio of the table', () => {
    expect(benchmarkMarkdown(exampleResults())).toContain(
      'Geometric mean of the ratios: **20 ×**; least: 20 ×.',
    );
  });

  test('names who was absent and what failed, with the reasons', () => {
    const results = exampleResults();
    const page = benchmarkMarkdown({
      ...results,
      contenders: [
        ...results.contenders,
        {
          name: 'tfjs:tensorflow',
          family: 'tfjs:tensorflow',
          kind: 'subject',
          state: 'absent',
          reason: 'no library',
        },
      ],
      workloads: results.workloads.map((workload) => ({
        ...workload,
        failed: [{ contender: 'PyTorch', reason: 'out of <memory>' }],
      })),
    });

    expect(page).toContain(
      '- tfjs:tensorflow: no library\n- PyTorch on spread/n5-m2-x1: out of &lt;memory&gt;',
    );
  });
});

/** One workload of the first table. */
function exampleResults(): Results {
  const workloads = [
    exampleWorkload('spread', {
      'fused, 2 threads': [1000],
      'tfjs:cpu': [2],
      'JAX scan, 1 thread': [50],
      'JAX scan, 2 threads': [40],
    }),
  ];
  return {
    environment: {
      date: '2022-09-14T00:00:00.000Z',
      suite: '0.1.0',
      node: '20.19.0',
      v8: '11.3',
      processor: 'a processor',
      cores: 2,
      memoryGigabytes: 8,
      platform: 'linux',
      loadBefore: 0.1,
    },
    options: { rounds: 1, seconds: 1 },
    contenders: exampleContenders,
    workloads,
    scaling: [],
    summary: summarise(workloads, exampleContenders),
  };
}
