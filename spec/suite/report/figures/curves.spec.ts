/** Lines and dots over a pair of axes. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { categoryColour } from '../../../../src/report/figures/colours.js';
import { curves } from '../../../../src/report/figures/curves.js';
import { style } from '../../../../src/report/html/style.js';
import { fallingLosses, stickyLevels } from '../example-curves.js';

describe('the curves', () => {
  const places = (svg: string, mark: string): [x: number, y: number][] =>
    [...parseHTML(svg).document.querySelectorAll(`path[stroke="${mark}"]`)]
      .slice(0, 1)
      .flatMap((path) => [...path.getAttribute('d')!.matchAll(/[ML]([\d.]+),([\d.]+)/g)])
      .map(([, x, y]) => [Number(x), Number(y)]);
  const wordsOf = (svg: string): { words: string; y: number }[] =>
    [...parseHTML(svg).document.querySelectorAll('text')].map((text) => ({
      words: text.textContent!,
      y: Number(text.getAttribute('y')),
    }));

  test('put equal steps at equal distances on a linear axis, and equal factors on a logarithmic one', () => {
    const line = { ...fallingLosses(), levels: [] };
    const svg = curves({
      ...line,
      series: [
        {
          name: 'one',
          mark: 'line',
          points: [
            [0, 1],
            [10, 0.1],
            [20, 0.01],
          ],
        },
      ],
    });
    const [first, second, third] = places(svg, categoryColour(0));
    expect(second![0] - first![0]).toBeCloseTo(third![0] - second![0], 1);
    expect(second![1] - first![1]).toBeCloseTo(third![1] - second![1], 1);
    expect(second![1], 'a smaller loss lies lower').toBeGreaterThan(first![1]);
  });

  test('label the ticks at 1, 2 and 5 of a logarithmic axis, none left out where the plot is narrow', () => {
    const narrow = {
      ...stickyLevels(),
      levels: [{ name: 'a level with a name that takes its room', y: 0.5 }],
    };
    const words = wordsOf(curves(narrow)).map((one) => one.words);
    expect(words).toEqual(expect.arrayContaining(['1', '2', '5', '10', '20']));
  });

  test('have a dot for each point of a scatter, in one path', () => {
    const data = stickyLevels();
    const scatter = data.series.findIndex(({ mark }) => mark === 'dots');
    expect(places(curves(data), categoryColour(scatter))).toHaveLength(data.series[scatter]!.points.length);
  });

  test('name every level at the right, at its line where there is room and apart where there is none', () => {
    const data = stickyLevels();
    const named = wordsOf(curves(data)).filter(({ words }) => /^[123]\/[2348]$|^2\/5$/.test(words));
    expect(named.map(({ words }) => words)).toEqual(data.levels.map(({ name }) => name));
    const heights = named.map(({ y }) => y).sort((a, b) => a - b);
    for (const [k, height] of heights.entries()) {
      if (k > 0) expect(height - heights[k - 1]!).toBeGreaterThan(10);
    }
    const lines = [...parseHTML(curves(data)).document.querySelectorAll('line')].map((rule) =>
      Number(rule.getAttribute('y1')),
    );
    expect(lines, 'the level 3/4 is far from others').toContain(named[0]!.y);
  });

  test('leave out what a logarithmic axis cannot show, and say how much', () => {
    const data = fallingLosses();
    const [first, ...others] = data.series;
    const withZero = {
      ...data,
      series: [{ ...first!, points: [...first!.points, [5, 0] as [number, number]] }, ...others],
    };
    expect(curves(withZero)).toContain('(1 point at 0 or below, which a logarithmic axis cannot show)');
    expect(places(curves(withZero), categoryColour(0))).toEqual(places(curves(data), categoryColour(0)));
    const turned = { ...withZero, x: { ...data.x, scale: 'log' as const }, levels: [] };
    expect(curves(turned), 'the steps 0 of three series, and the loss 0').toContain(
      '(4 points at 0 or below',
    );
  });

  test('have six colours, each with a light and a dark variant in the page', () => {
    const colours = [0, 1, 2, 3, 4, 5].map(categoryColour);
    expect(new Set(colours).size).toBe(6);
    expect(categoryColour(6)).toBe(colours[0]);
    for (const [k, colour] of colours.entries()) {
      const [, fallback] = /, (#[0-9a-f]{6})\)$/.exec(colour)!;
      const variants = [...style.matchAll(new RegExp(`--kind-${k + 1}: (#[0-9a-f]{6});`, 'g'))];
      expect(variants.map(([, variant]) => variant)).toEqual([
        fallback,
        expect.not.stringMatching(fallback!),
      ]);
    }
  });
});
