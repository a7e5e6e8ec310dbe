/** The strip that has a mark for each seed. */
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { seedStrip } from '../../../../src/report/figures/seed-strip.js';
import { withDiverged } from '../example-seeds.js';

describe('the strip of seeds', () => {
  test('has a dot for each seed that holds, a cross for each that does not, and none is left out', () => {
    const { document } = parseHTML(seedStrip('represented', withDiverged()));
    expect(document.querySelectorAll('circle')).toHaveLength(12);
    const crosses = [...document.querySelectorAll('path > title')].map(({ textContent }) => textContent);
    expect(crosses).toEqual(['seed 6: 4, does not hold']);
    expect(
      [...document.querySelectorAll('text')].filter(({ textContent }) => textContent === '✕'),
    ).toHaveLength(1);
  });

  test.for([[], [{ seed: 3, holds: false, because: 'diverged', measured: {} }]])(
    'is drawn even where no seed has a value',
    (seeds) => {
      expect(seedStrip('represented', seeds)).toContain('no values');
    },
  );
});
