/** An inspection for people: the numbers of the whole model, then a row for each feature. */
import type { ChalkInstance } from 'chalk';
import { printable } from '../setting/printable.js';
import { colours } from './colours.js';
import type { FeatureMeasures, Inspection } from './inspection.js';
import { fixed } from './numbers.js';

/** Rows that fit on a screen or two; the paper's larger models have up to 400 features. */
const defaultRows = 50;
const barWidth = 16;

/**
 * @param source what was inspected.
 * @param rows list at most so many features.
 */
export function inspectionText(inspection: Inspection, source: string, rows = defaultRows): string {
  const colour = colours();
  const { kind, n, m, features } = inspection;
  const hidden = features.length - rows;
  return [
    colour.bold(printable(source)),
    `${kind} weights, n = ${n} ${plural(n, 'feature')}, m = ${m} hidden ${plural(m, 'dimension')}`,
    '',
    ...summary(inspection, colour),
    '',
    ...table(inspection, rows, colour),
    ...(hidden > 0 ? [colour.dim(`… ${hidden} more; --all lists them, --json has every number`)] : []),
    '',
  ].join('\n');
}

function summary(inspection: Inspection, { bold, dim }: ChalkInstance): string[] {
  const { kind, n, m, represented, antipodalPairs, bias, dimensionsPerFeature } = inspection;
  const gram = kind === 'untied' ? 'DE' : 'WᵀW';
  const lines: (readonly [label: string, value: string, note: string])[] = [
    [
      'represented',
      `${represented.byDiagonal.count} of ${n}`,
      `(${gram})_ii > 0.5; ${represented.byNorm.count} by ‖W_i‖ > 0.5`,
    ],
    [
      `‖${gram} − I‖_F`,
      fixed(inspection.identityDistance),
      `at least √(n − m) = ${fixed(inspection.rankBound)} for any weights`,
    ],
    ['‖R − I‖_F', fixed(inspection.responseDistance), `R = ReLU(${gram} + b): each feature alone, at 1`],
    ['Σ D_i', fixed(inspection.totalDimensionality), `feature dimensionality; at most m = ${m}`],
    [
      'm / ‖W‖_F²',
      dimensionsPerFeature === null ? 'none' : fixed(dimensionsPerFeature),
      dimensionsPerFeature === null ? 'W is 0' : 'hidden dimensions per feature',
    ],
    [
      'antipodal pairs',
      String(antipodalPairs.length),
      listPairs(antipodalPairs.map(({ features: [i, j] }) => `${i}–${j}`)),
    ],
    ['bias', fixed(bias.min), `to ${fixed(bias.max)}`],
  ];
  return lines.map(([label, value, note]) =>
    `${label.padEnd(16)}${bold(value.padStart(10))}   ${dim(note)}`.trimEnd(),
  );
}

/** As many as a line of 100 columns holds. */
function listPairs(pairs: readonly string[]): string {
  const shown = pairs.slice(0, 7);
  const more = pairs.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function table({ kind, represented, features }: Inspection, rows: number, colour: ChalkInstance): string[] {
  const isRepresented = new Set(represented.byDiagonal.features);
  const longest = Math.max(...features.map(({ norm }) => norm));
  const gram = kind === 'untied' ? '(DE)_ii' : '(WᵀW)_ii';
  const header = cells(
    'feature  ',
    `‖W_i‖${' '.repeat(barWidth + 1)}`,
    gram,
    'D_i',
    'interference',
    'R_ii',
    'b_i',
    'antipode',
  );
  const lines = features.slice(0, rows).map((feature) => {
    const stands = isRepresented.has(feature.feature);
    const line = cells(
      `${feature.feature} ${stands ? '●' : ' '}`,
      `${fixed(feature.norm)} ${bar(feature, longest)}`,
      fixed(feature.diagonal),
      fixed(feature.dimensionality),
      fixed(feature.interference),
      fixed(feature.response),
      fixed(feature.bias),
      feature.antipode === null ? '·' : String(feature.antipode),
    );
    return stands ? line : colour.dim(line);
  });
  return [
    colour.bold(header.trimEnd()),
    ...lines,
    colour.dim('● represented; interference: Σ_{j≠i} (Ŵ_i · W_j)²'),
  ];
}

const widths = [9, 9 + barWidth, 10, 7, 14, 7, 8, 10];

function cells(...texts: readonly string[]): string {
  return texts.map((text, k) => text.padStart(widths[k]!)).join('');
}

function bar({ norm }: FeatureMeasures, longest: number): string {
  const length = longest === 0 ? 0 : Math.round((barWidth * norm) / longest);
  return '█'.repeat(length).padEnd(barWidth);
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
