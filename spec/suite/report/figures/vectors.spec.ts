/** Vectors in the plane: as spokes, and as arrows over epochs. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { arrows } from '../../../../src/report/figures/arrows.js';
import { importanceColour } from '../../../../src/report/figures/colours.js';
import { planes } from '../../../../src/report/figures/planes.js';
import { epochsOfArrows } from '../example-digits.js';

describe('vectors in the plane', () => {
  test('end where they point, on the scale of the longest, beside a unit circle of that scale', () => {
    const svg = planes({
      kind: 'planes',
      title: '',
      panels: [
        {
          name: 'one',
          vectors: [
            [0, 4],
            [-2, 0],
          ],
        },
      ],
    });

    const { document } = parseHTML(svg);
    const circle = document.querySelector('circle')!;
    const [cx, cy, r] = ['cx', 'cy', 'r'].map((name) => Number(circle.getAttribute(name)));
    const ends = [
      ...document
        .querySelectorAll('path')[1]!
        .getAttribute('d')!
        .matchAll(/M([\d.]+),([\d.]+)h0/g),
    ].map(([, x, y]) => [(Number(x) - cx!) / r!, (cy! - Number(y)) / r!]);
    // Pixels are rounded to hundredths, of a unit circle of 22.
    expect(ends.flat().map((value) => Math.round(value * 100) / 100 + 0)).toEqual([0, 4, -2, 0]);
  });
});

describe('arrows over epochs', () => {
  test('share one scale, and the most important lies on top', () => {
    const { document } = parseHTML(arrows(epochsOfArrows()));
    const panels = [...document.querySelectorAll('svg > g')];
    const radii = panels.map((panel) => Number(panel.querySelector('circle')!.getAttribute('r')));
    // The longest vector of all, .5 long, takes 88 pixels; the circle is .5.
    expect(radii).toEqual([88, 88]);
    expect(panels[0]!.querySelector('text')!.textContent).toBe('after epoch 1 (circle: 0.5)');
    const colours = [...panels[0]!.querySelectorAll('g')].map((spoke) => spoke.getAttribute('stroke'));
    expect(colours).toEqual([0.1, 0.4, 0.9].map((own) => importanceColour(own, [0.9, 0.1, 0.4])));
  });
});
