/** Saved models for people, side by side: a table over sparsity for each series of one form. */
import path from 'node:path';
import { excerpt } from '../setting/printable.js';
import type { SavedModel } from '../subjects/weights-file/read-weights.js';
import { type Series, seriesOf } from '../subjects/weights-file/series.js';
import { colours } from './colours.js';
import { inspectModel, type ModelInspection } from './inspection.js';
import { fixed } from './numbers.js';

interface Column {
  readonly head: (series: Series) => string;
  readonly width: number;
  readonly cell: (model: ModelInspection) => string;
}

const columns: readonly Column[] = [
  { head: () => 'S', width: 6, cell: ({ sparsity }) => (sparsity === undefined ? '?' : String(sparsity)) },
  { head: () => 'represented', width: 12, cell: ({ represented }) => String(represented.byDiagonal.count) },
  {
    head: ({ kind }) => (kind === 'tied' ? '‖WᵀW − I‖_F' : '‖DE − I‖_F'),
    width: 13,
    cell: ({ identityDistance }) => fixed(identityDistance),
  },
  { head: () => '‖R − I‖_F', width: 11, cell: ({ responseDistance }) => fixed(responseDistance) },
  { head: () => 'Σ D_i', width: 7, cell: ({ totalDimensionality }) => fixed(totalDimensionality) },
  {
    head: () => 'm/‖W‖²',
    width: 8,
    cell: ({ dimensionsPerFeature }) => (dimensionsPerFeature === null ? '·' : fixed(dimensionsPerFeature)),
  },
  { head: () => 'bias', width: 17, cell: ({ bias }) => `${fixed(bias.min)} to ${fixed(bias.max)}` },
];

/** Series one after the other; in each the densest model first. */
export function sweepText(models: readonly SavedModel[]): string {
  return seriesOf(models).map(seriesText).join('\n');
}

function seriesText(series: Series): string {
  const { bold, dim } = colours();
  const { kind, model, n, m, models } = series;
  const bound = fixed(Math.sqrt(Math.max(0, n - m)));
  const head = columns.map((column) => column.head(series).padStart(column.width)).join('');
  const rows = models.map((saved) => {
    const inspected = inspectModel(saved);
    const cells = columns.map(({ width, cell }) => cell(inspected).padStart(width)).join('');
    return `${cells}  ${dim(excerpt(path.basename(saved.file)))}`;
  });
  return [
    bold(`${kind} weights (${model}), n = ${n}, m = ${m}; ${models.length} models`),
    dim(
      `√(n − m) = ${bound}, which no weights go below; represented: (${kind === 'tied' ? 'WᵀW' : 'DE'})_ii > 0.5`,
    ),
    bold(head),
    ...rows,
    '',
  ].join('\n');
}
