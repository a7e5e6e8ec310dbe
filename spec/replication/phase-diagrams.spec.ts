/**
 * Elhage et al. 2022, "Superposition as a Phase Change": the trained diagrams beside the theoretical ones,
 * the best of ten trainings in each cell, as the paper trains ten. The closed forms that the theory is made
 * of, and what happens at their borders, stand in phase-change.spec.ts.
 */
import { describe } from 'vitest';
import { claim } from '../../src/claims/claim.js';
import { judgement } from './kit/findings.js';
import { optimalPhase, phaseFigure } from './kit/phase-figure.js';
import { cellsOf, nameOf, phaseGrid, settledCells } from './kit/phase-grid.js';
import { fewTrials } from './kit/strength.js';

const paper = 'Elhage et al. 2022, "Superposition as a Phase Change"';
const notebook = 'github.com/wattenberg/superposition, the notebook of the closed forms';

describe('Superposition as a phase change', () => {
  for (const { id, grid, share } of [
    { id: 'F4', grid: phaseGrid(2, 10), share: '96%' },
    { id: 'F4.three-in-two', grid: phaseGrid(3, 8), share: '95%' },
  ]) {
    const { n } = grid;
    claim({
      id,
      source: `${paper}; the closed form: ${notebook}`,
      statement: `The trained phase diagram of ${n} features in ${n - 1} dimension${n === 2 ? '' : 's'} matches the theoretical one.`,
      criterion:
        'the best of ten trainings is in the closed form’s phase in every cell in which that phase does not change within a factor of 2 in r and in p; ' +
        `nearer to a boundary, agreement is measured only (from single trainings, ten miss no such cell in ${share} of grids)`,
      strength: fewTrials,
      bestOf: 10,
      settings: grid.settings,
      judge: (runs) => {
        const cells = cellsOf(grid, runs);
        const agreeing = (some: typeof cells): number =>
          some.filter(({ trained, theory }) => trained === theory).length;
        const safe = settledCells(n, cells, 2);
        const far = settledCells(n, cells, 1.25);
        const near = cells.filter((cell) => !far.includes(cell));
        const between = far.filter((cell) => !safe.includes(cell));
        const wrong = safe.filter(({ trained, theory }) => trained !== theory);
        return judgement(
          {
            'agree at 2 × and more': agreeing(safe) / safe.length,
            'agree at 1.25 × to 2 ×': agreeing(between) / between.length,
            'agree nearer than 1.25 ×': agreeing(near) / near.length,
            ...(n === 2 && {
              'agree with the exact optimum':
                cells.filter(({ trained, point }) => trained === optimalPhase(point)).length / cells.length,
            }),
          },
          [
            {
              found:
                `${agreeing(safe)} of ${safe.length} settled cells agree, ${agreeing(cells)} of all ${cells.length}` +
                wrong
                  .map(
                    ({ point, trained, theory }) =>
                      `; ${nameOf(point)}: ${trained ?? 'no phase'}, not ${theory}`,
                  )
                  .join(''),
              holds: wrong.length === 0,
            },
          ],
        );
      },
      figures: (runs) => [phaseFigure(grid, runs)],
    });
  }
});
