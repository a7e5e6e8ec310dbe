/** Phase diagrams. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { phaseColour, phases } from '../../../../src/report/figures/phases.js';
import { paintApart } from '../colour-vision.js';
import { examplePhases, undecidedPhases } from '../example-phases.js';

describe('the phase diagrams', () => {
  const cellsIn = (svg: string, phase: number): number =>
    parseHTML(svg).document.querySelectorAll(`rect[fill="${phaseColour(phase)}"]`).length;

  test('have a cell for each value in each panel, in the colour of its phase, and one in the legend', () => {
    const figure = examplePhases();
    const svg = phases(figure);
    const all = figure.panels.flatMap(({ cells }) => cells.flat());
    for (const phase of [0, 1, 2]) {
      expect(cellsIn(svg, phase)).toBe(all.filter((cell) => cell === phase).length + 1);
    }
    for (const name of figure.phases) expect(svg).toContain(`>${name}</text>`);
  });

  test('put rising probability upwards and rising importance to the right', () => {
    // One panel of 2 × 2: the least importance at the least probability alone is in phase 1.
    const svg = phases({
      ...examplePhases(),
      x: { label: 'r', values: [0.1, 10] },
      y: { label: 'p', values: [0.01, 1] },
      panels: [
        {
          name: 'one',
          cells: [
            [1, 0],
            [0, 0],
          ],
        },
      ],
    });
    const at = (phase: number) =>
      [...parseHTML(svg).document.querySelectorAll(`rect[fill="${phaseColour(phase)}"]`)].map((cell) => ({
        x: Number(cell.getAttribute('x')),
        y: Number(cell.getAttribute('y')),
      }));
    const [alone] = at(1);
    const others = at(0).slice(0, 3);
    expect(alone!.x).toBe(Math.min(...others.map(({ x }) => x)));
    expect(alone!.y).toBe(Math.max(...others.map(({ y }) => y)));
  });

  test('say in how many cells the first panel agrees with each other', () => {
    expect(phases(examplePhases())).toContain('14 of 16 cells of “trained” are as in “closed form”');
  });

  test('leave a cell without a phase empty, with a cross, which the legend explains', () => {
    const svg = phases(undecidedPhases());
    expect(svg).toContain('none of these');
    expect(phases(examplePhases())).not.toContain('none of these');
  });

  test('have colours that stay apart for each kind of colour vision, and from a light and a dark page', () => {
    const fills = [0, 1, 2, 3].map(phaseColour);
    expect(paintApart(fills)).toBeGreaterThan(20);
    for (const page of ['#fdfdfb', '#15171b']) expect(paintApart([...fills, page])).toBeGreaterThan(20);
  });
});
