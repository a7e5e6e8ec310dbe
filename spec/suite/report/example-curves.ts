/** Curves made by hand. */
import type { Curves } from '../../../src/report/figures/figure-data.js';

/** D* along a plateau, and a scatter of dimensionalities on five levels, two of them near each other. */
export function stickyLevels(): Curves {
  const levels = [
    { name: '3/4', y: 3 / 4 },
    { name: '1/2', y: 1 / 2 },
    { name: '2/5', y: 2 / 5 },
    { name: '3/8', y: 3 / 8 },
    { name: '1/3', y: 1 / 3 },
  ];
  const sparser = [1, 1.5, 2, 3, 5, 8, 12, 20];
  return {
    kind: 'curves',
    title: 'Dimensions per feature against sparsity, and the dimensionality of each feature',
    x: { label: '1/(1 − S)', scale: 'log' },
    y: { label: 'dimensions', scale: 'linear' },
    series: [
      {
        name: 'D* = m/‖W‖²',
        mark: 'line',
        points: sparser.map((x, k) => [x, [1, 0.95, 0.55, 0.5, 0.4, 0.3, 0.24, 0.18][k]!]),
      },
      {
        name: 'D of each feature',
        mark: 'dots',
        points: sparser.flatMap((x, k) =>
          levels.map(({ y }, at): [number, number] => [x * 1.03 ** at, y - k / 200]),
        ),
      },
    ],
    levels,
  };
}

export function fallingLosses(): Curves {
  const lossAt = (name: string, rate: number): Curves['series'][number] => ({
    name,
    mark: 'line',
    points: [0, 250, 500, 750, 1000].map((step) => [step, 0.02 * Math.exp(-rate * step)]),
  });
  return {
    kind: 'curves',
    title: 'Loss over steps',
    x: { label: 'step', scale: 'linear' },
    y: { label: 'loss', scale: 'log' },
    series: [lossAt('dense', 0.001), lossAt('S = .9', 0.004), lossAt('S = .99', 0.008)],
    levels: [{ name: 'floor', y: 0.004 }],
  };
}
