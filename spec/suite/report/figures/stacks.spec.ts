/** Bars stacked over neurons. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { interferenceColour } from '../../../../src/report/figures/colours.js';
import { stacks } from '../../../../src/report/figures/stacks.js';

describe('the stacks of neurons', () => {
  const bars = (svg: string): { fill: string | null; y: number; height: number }[] =>
    [...parseHTML(svg).document.querySelectorAll('rect')].map((bar) => ({
      fill: bar.getAttribute('fill'),
      y: Number(bar.getAttribute('y')),
      height: Number(bar.getAttribute('height')),
    }));

  test('are as high as the weights, positive ones up from the axis and negative ones down, the largest first', () => {
    // 150 pixels hold −1 … 2, 50 to a unit, below a heading of 16: the axis is at 116.
    const neurons = [
      [2, -1],
      [0.5, 1.5],
    ];
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [{ name: '', neurons }] }));

    expect(found.map(({ y, height }) => [y, height])).toEqual([
      [16, 100],
      [116, 50],
      [41, 75],
      [16, 25],
    ]);
  });

  test('are coloured by the interference of the feature: dark on its own neuron, bright where opposed', () => {
    const neurons = [
      [1, 0, 0],
      [0, 1, -1],
    ];
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [{ name: '', neurons }] }));

    expect(found.map(({ fill }) => fill)).toEqual([0, 1, 1].map(interferenceColour));
  });

  test('keep the height of weights that are too small to be seen one by one', () => {
    // 400 weights of .01 beside one of 1: each is a third of a pixel, together they are four units.
    const neurons = [[1, ...new Array<number>(400).fill(0.01)]];
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [{ name: '', neurons }] }));

    expect(found.map(({ y, height }) => [y, height])).toEqual([
      [136, 30],
      [16, 120],
    ]);
  });

  test('share one scale and break into rows where the page is full', () => {
    const panel = (weight: number) => ({
      name: String(weight),
      neurons: Array.from({ length: 20 }, () => [weight]),
    });
    const found = bars(stacks({ kind: 'stacks', title: '', panels: [panel(2), panel(1)] }));

    expect(found[0]!.height).toBe(150);
    expect(found.at(-1)!.height).toBe(75);
    expect(found.at(-1)!.y).toBeGreaterThan(16 + 150);
  });

  test.for<number[][]>([[], [[0, 0]]])('are drawn even where no weight is to be seen', (neurons) => {
    const panels = [{ name: 'none', neurons }];
    expect(bars(stacks({ kind: 'stacks', title: '', panels }))).toEqual([]);
  });
});
