/** The paper's pair of phase diagrams, trained beside theoretical, as data. */
import { bestAntipodalPair } from '../../../src/oracle/antipodal-pair.js';
import {
  closedFormBoundary,
  closedFormLoss,
  closedFormPhase,
  type Phase,
  type PhasePoint,
  phasesOf,
} from '../../../src/oracle/phases.js';
import type { Phases } from '../../../src/report/figures/figure-data.js';
import type { FinishedRun } from '../../../src/subjects/subject.js';
import { cellsOf, type PhaseGrid } from './phase-grid.js';

export function phaseFigure(grid: PhaseGrid, runs: Readonly<Record<string, FinishedRun>>): Phases {
  const { n, importances, probabilities } = grid;
  const cells = cellsOf(grid, runs);
  const names = phasesOf(n);
  const rows = (phaseAt: (cell: (typeof cells)[number]) => Phase | undefined): number[][] =>
    probabilities.map((p) =>
      cells
        .filter(({ point }) => point.p === p)
        .map((cell) => {
          const phase = phaseAt(cell);
          return phase === undefined ? -1 : names.indexOf(phase);
        }),
    );
  return {
    kind: 'phases',
    title:
      `Phases of ${n} features in ${n - 1} hidden dimension${n === 2 ? '' : 's'}, trained and in theory, ` +
      'with the closed-form boundary over both',
    x: {
      label: `importance of the last feature, relative to the ${n === 2 ? 'other' : 'others'}`,
      values: [...importances],
    },
    y: { label: 'feature probability', values: [...probabilities] },
    phases: names,
    panels: [
      { name: 'trained, best of 10', cells: rows(({ trained }) => trained) },
      { name: 'closed form', cells: rows(({ point }) => closedFormPhase(n, point)) },
      ...(n === 2 ? [{ name: 'exact optimum', cells: rows(({ point }) => optimalPhase(point)) }] : []),
    ],
    boundaries: [{ name: 'closed-form boundary', lines: boundaryLines(grid) }],
  };
}

/**
 * Two features in one dimension: the better of dropping one and of the best antipodal pair, which
 * counts where both norms exceed .5, as for trained weights.
 */
export function optimalPhase(point: PhasePoint): Phase {
  const dropped = point.r <= 1 ? 'last dropped' : 'another dropped';
  const { norms, loss } = bestAntipodalPair(point);
  const isPair = norms.every((norm) => norm > 0.5);
  return isPair && loss < closedFormLoss(dropped, point) ? 'last superposed' : dropped;
}

/** Above the boundary of superposition, and with three features below it too, r = 1 parts two phases. */
function boundaryLines({ n, importances }: PhaseGrid): [number, number][][] {
  const [low, high] = [importances[0]!, importances.at(-1)!];
  const steps = 48;
  const curve = Array.from({ length: steps + 1 }, (_, k): [number, number] => {
    const r = low * (high / low) ** (k / steps);
    return [r, closedFormBoundary(n, r)];
  });
  return [
    curve,
    [
      [1, 1],
      [1, n === 2 ? closedFormBoundary(n, 1) : 0.01],
    ],
  ];
}
