/** WᵀW and the bias as a heat map. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { signedPaint } from '../../../../src/report/figures/colours.js';
import { gramWithBias } from '../../../../src/report/figures/gram-with-bias.js';
import { antipodalPairs, crowded, pentagon, twentyInFive, untiedThree } from '../example-weights.js';

describe('the heat map of WᵀW and the bias', () => {
  test('draws as many blue and red cells as there are positive and negative entries', () => {
    // Pentagon: the diagonal and the 2 neighbours of each are positive, the other 2 and the bias negative.
    expect(cellsOf(gramWithBias(pentagon(), ''))).toEqual({ positive: 15, negative: 10 + 5 });
    expect(cellsOf(gramWithBias(antipodalPairs(), ''))).toEqual({ positive: 4, negative: 4 });
    expect(cellsOf(gramWithBias(twentyInFive(2), ''))).toEqual({ positive: 3 + 4 + 13, negative: 4 });
  });

  test('puts output i in row i: feature 2 reaches output 0 of the untied model and not the reverse', () => {
    // decoder · encoder: (0, 2) = 0, (2, 0) = −.4, (2, 2) = .15; row 0 is .8 (1, −.5, 0).
    const words = [...parseHTML(gramWithBias(untiedThree(), '')).document.querySelectorAll('text')].map(
      ({ textContent }) => textContent,
    );
    expect(words.slice(0, 12)).toEqual([
      '.80',
      '−.40',
      '0',
      '0',
      '1.20',
      '.30',
      '−.40',
      '.80',
      '.15',
      '.10',
      '−.20',
      '0',
    ]);
  });

  test('gives equal shades to x and −x, and full shades from 1 on', () => {
    for (const value of [0.05, 0.3, 0.5, 0.99, 1, 1.4, 7]) {
      expect(signedPaint(value).opacity).toBe(signedPaint(-value).opacity);
      expect(signedPaint(value).fill).not.toBe(signedPaint(-value).fill);
    }
    expect([0, 1, 1.4].map((value) => signedPaint(value).opacity)).toEqual([0, 1, 1]);
  });

  test('shows the one large entry among 400 features, in a file of less than 60 kB', () => {
    const weights = crowded(400, 30);
    const W = { ...weights.W, data: weights.W.data.map(() => 0) };
    W.data[217] = 1;
    const svg = gramWithBias({ ...weights, W, b: new Float64Array(400) }, 'one of 400');
    expect(cellsOf(svg)).toEqual({ positive: 1, negative: 0 });
    expect(svg).toContain('in blocks of 5 × 5 by their extreme entry');
    expect(gramWithBias(weights, '').length).toBeLessThan(60_000);
  });
});

/** The number of cells by sign, counted from the strokes of the heat map. */
function cellsOf(svg: string): { positive: number; negative: number } {
  const count = (sign: string): number =>
    [...parseHTML(svg).document.querySelectorAll('path[stroke^="var"]')]
      .filter((path) => path.getAttribute('stroke')!.includes(sign))
      .flatMap((path) => [...path.getAttribute('d')!.matchAll(/h(\d+)/g)].map(([, run]) => Number(run)))
      .reduce((sum, run) => sum + run, 0);
  return { positive: count('positive'), negative: count('negative') };
}
