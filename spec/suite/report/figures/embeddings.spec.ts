/** What the figures show of the embeddings: as arrows in the plane, and their norms as bars. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { importanceColour, interferenceColour } from '../../../../src/report/figures/colours.js';
import { embeddings2d } from '../../../../src/report/figures/embeddings-2d.js';
import { normsByInterference } from '../../../../src/report/figures/norms-by-interference.js';
import { antipodalPairs, crowded, twentyInFive } from '../example-weights.js';

const importances = [1, 0.9, 0.81, 0.729, 0.6561];

describe('the embeddings in the plane', () => {
  test('are arrows from the origin to each column of W that is long enough, the others are named', () => {
    const svg = embeddings2d(antipodalPairs(), importances, 'two pairs');
    expect(svg).toContain('near 0: 4<');
    expect(svg).toContain('feature 0 at 36° with norm 1, 1 at −144° with norm 1');
    expect(
      parseHTML(svg).document.querySelectorAll('path[stroke^="#"], g[stroke] > path, path[stroke^="rgb"]'),
    ).toHaveLength(4);
  });

  test('are coloured by importance: the first as the most important, equals alike', () => {
    expect(importanceColour(1, importances)).toBe(importanceColour(1, [0, 1]));
    expect(importanceColour(0.6561, importances)).toBe(importanceColour(0, [0, 1]));
    expect(importanceColour(3, [3, 3])).toBe(importanceColour(1, [0, 1]));
  });

  test('are refused where the hidden space is not a plane', () => {
    expect(() => embeddings2d(crowded(4, 3), [1, 1, 1, 1], '')).toThrow('need m = 2, not 3');
  });
});

describe('the norms', () => {
  test('are bars as long as the embeddings, on a scale shared by the figures of a row', () => {
    const lengths = (svg: string): number[] =>
      [...parseHTML(svg).document.querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('width')));
    // The inner width is 210: 1.2 long alone, 2 long beside an embedding of length 2.
    expect(lengths(normsByInterference(antipodalPairs(), ''))).toEqual([175, 175, 175, 175, 0]);
    expect(lengths(normsByInterference(antipodalPairs(), '', 2))).toEqual([105, 105, 105, 105, 0]);
  });

  test('are coloured by interference, clamped at 1', () => {
    expect(interferenceColour(7)).toBe(interferenceColour(1));
    expect(interferenceColour(0)).not.toBe(interferenceColour(0.5));
    const fills = [...parseHTML(normsByInterference(twentyInFive(2), '')).document.querySelectorAll('rect')]
      .slice(0, 7)
      .map((bar) => bar.getAttribute('fill'));
    expect(fills).toEqual([0, 0, 0, 1, 1, 1, 1].map(interferenceColour));
  });

  test('are at most 400 bars, however many features there are', () => {
    const svg = normsByInterference(crowded(1000, 4), '');
    expect(parseHTML(svg).document.querySelectorAll('rect')).toHaveLength(Math.ceil(1000 / 3));
  });
});
