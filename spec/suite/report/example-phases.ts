/** Small phase diagrams made by hand. */
import type { Phases } from '../../../src/report/figures/figure-data.js';

/** Four by four cells; the trained panel differs in two of them. */
export function examplePhases(): Phases {
  const theory = [
    [2, 2, 2, 2],
    [2, 2, 2, 2],
    [0, 2, 2, 1],
    [0, 0, 1, 1],
  ];
  const trained = theory.map((row) => [...row]);
  trained[2] = [2, 2, 2, 2];
  return {
    kind: 'phases',
    title: 'Phases of two features in one dimension',
    x: { label: 'relative importance', values: [0.1, 0.5, 2, 10] },
    y: { label: 'feature probability', values: [0.01, 0.05, 0.2, 1] },
    phases: ['last dropped', 'another dropped', 'last superposed'],
    panels: [
      { name: 'trained', cells: trained },
      { name: 'closed form', cells: theory },
    ],
    boundaries: [
      {
        name: 'closed-form boundary',
        lines: [
          [
            [0.1, 0.16],
            [0.3, 0.343],
            [1, 0.571],
            [3.33, 0.343],
            [10, 0.16],
          ],
          [
            [1, 0.571],
            [1, 1],
          ],
        ],
      },
    ],
  };
}

/** One panel with four phases, where some cells are in none, over less than two powers of ten. */
export function undecidedPhases(): Phases {
  return {
    kind: 'phases',
    title: 'Phases of three features in two dimensions',
    x: { label: 'relative importance', values: [0.5, 1, 2] },
    y: { label: 'feature probability', values: [0.1, 0.3, 0.9] },
    phases: ['last dropped', 'another dropped', 'last superposed', 'others superposed'],
    panels: [
      {
        name: 'trained',
        cells: [
          [2, -1, 3],
          [2, 3, 3],
          [0, -1, 1],
        ],
      },
    ],
    boundaries: [],
  };
}
