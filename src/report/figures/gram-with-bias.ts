/**
 * WᵀW (decoder · encoder where the weights are untied) as a heat map, with the bias as a column beside
 * it, as in the paper's "Demonstrating Superposition". Row i is what output i gets from each feature.
 *
 * Cells of one shade are one path of strokes in units of cells, a few bytes a cell: an exact heat map
 * of 80 features is 45 kB at most. Beyond that, blocks are drawn (blocks.ts).
 */
import { axisX, axisY, type Markish, text } from '@observablehq/plot';
import { gram } from '../../measures/gram.js';
import { entry, type Matrix, matrix } from '../../models/matrix.js';
import { encoderOf, type Weights } from '../../models/weights.js';
import { formatNumber } from '../words.js';
import { type Blocks, blocksOf, extremeOf, featuresOf, featureTicks } from './blocks.js';
import { onFullShade, signedPaint } from './colours.js';
import { drawFigure, element, markOf } from './draw.js';

const margin = { left: 22, top: 20, right: 2, bottom: 4 };
const mostCells = 80;
/** Below this side, in pixels, a cell has no room for its number. */
const roomForNumber = 26;

/** @param label whose weights they are, for the title. */
export function gramWithBias(weights: Weights, label: string, width = 240): string {
  const product = gram(weights);
  const n = product.rows;
  const blocks = blocksOf(n, mostCells);
  const cells = inBlocks(product, blocks);
  const bias = inBlocks({ rows: n, columns: 1, data: weights.b }, blocks);
  const { count } = blocks;
  const gap = Math.max(0.35, count / 28);
  const breadth = Math.max(1, count / 16);
  const across = count + gap + breadth;
  const side = (width - margin.left - margin.right) / across;
  const biasAt = count + gap;
  const ticks = featureTicks(n);
  return drawFigure(titleOf(weights, product, label, blocks), {
    width,
    height: margin.top + count * side + margin.bottom,
    marginLeft: margin.left,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    x: { domain: [0, across], axis: null },
    y: { domain: [count, 0], axis: null },
    marks: [
      ...cellMarks(cells, 0, 1, side),
      ...cellMarks(bias, biasAt, breadth, side),
      outline(0, count, count, side),
      outline(biasAt, breadth, count, side),
      ...(side >= roomForNumber ? [numbers(cells, 0), numbers(bias, biasAt)] : []),
      axisX(
        ticks.map((i) => (i + 0.5) / blocks.width),
        { anchor: 'top', tickSize: 0, tickPadding: 4, tickFormat: (_, k) => String(ticks[k]), label: null },
      ),
      axisY(
        ticks.map((i) => (i + 0.5) / blocks.width),
        { tickSize: 0, tickPadding: 4, tickFormat: (_, k) => String(ticks[k]), label: null },
      ),
      text(['b'], {
        x: [biasAt + breadth / 2],
        frameAnchor: 'top',
        lineAnchor: 'bottom',
        dy: -4,
        fontStyle: 'italic',
      }),
    ],
  });
}

function inBlocks(a: Matrix, blocks: Blocks): Matrix {
  const columns = a.columns === 1 ? 1 : blocks.count;
  return matrix(blocks.count, columns, (row, column) => {
    const [top, bottom] = featuresOf(blocks, row, a.rows);
    const [left, right] = columns === 1 ? [0, 1] : featuresOf(blocks, column, a.columns);
    return extremeOf(top, bottom, (i) => extremeOf(left, right, (j) => entry(a, i, j)));
  });
}

/** One path a shade; a run of equal cells in a row is one stroke. */
function cellMarks(a: Matrix, left: number, breadth: number, side: number): Markish[] {
  const paths = new Map<string, { fill: string; opacity: number; d: string }>();
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < a.columns; ) {
      const { fill, opacity } = signedPaint(entry(a, row, column));
      const key = `${fill} ${opacity}`;
      let end = column + 1;
      for (; end < a.columns; end++) {
        const next = signedPaint(entry(a, row, end));
        if (`${next.fill} ${next.opacity}` !== key) break;
      }
      if (opacity > 0) {
        const path = paths.get(key) ?? { fill, opacity, d: '' };
        path.d += `M${column} ${row}h${end - column}`;
        paths.set(key, path);
      }
      column = end;
    }
  }
  const sorted = [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
  return sorted.map(({ fill, opacity, d }) =>
    markOf((document, { x, y }) => {
      const place = `translate(${x(left)},${y(0.5)}) scale(${(side * breadth).toFixed(4)},${side.toFixed(4)})`;
      const path = element(document, 'path', { d, stroke: fill, 'stroke-opacity': opacity });
      const group = element(document, 'g', { transform: place, 'shape-rendering': 'crispEdges' });
      group.append(path);
      return group;
    }),
  );
}

function outline(left: number, breadth: number, height: number, side: number): Markish {
  return markOf((document, { x, y }) =>
    element(document, 'rect', {
      x: x(left),
      y: y(0),
      width: breadth * side,
      height: height * side,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-opacity': 0.3,
    }),
  );
}

function numbers(a: Matrix, left: number): Markish {
  const cells = [...a.data].map((value, at) => ({
    value,
    x: left + (at % a.columns) + 0.5,
    y: Math.floor(at / a.columns) + 0.5,
  }));
  return text(cells, {
    x: 'x',
    y: 'y',
    text: ({ value }) => numberInCell(value),
    fill: ({ value }) => (signedPaint(value).opacity > 0.55 ? onFullShade : 'currentColor'),
    fontSize: 9,
    fontVariant: 'tabular-nums',
  });
}

/** Two decimals without the leading zero. */
function numberInCell(value: number): string {
  const fixed = Math.abs(value).toFixed(2).replace(/^0/, '');
  if (fixed === '.00') return '0';
  return value < 0 ? `−${fixed}` : fixed;
}

function titleOf(weights: Weights, product: Matrix, label: string, { width }: Blocks): string {
  const name = weights.kind === 'untied' ? 'decoder · encoder' : 'WᵀW';
  const n = product.rows;
  const off = extremeOf(0, n * n, (at) => (Math.floor(at / n) === at % n ? 0 : product.data[at]!));
  const drawn = width === 1 ? '' : `, drawn in blocks of ${width} × ${width} by their extreme entry`;
  return (
    `${name} and the bias of ${label}: ${n} features in ${encoderOf(weights).rows} hidden dimensions${drawn}; ` +
    `diagonal from ${formatNumber(least(product))} to ${formatNumber(greatest(product))}, ` +
    `greatest entry off the diagonal ${formatNumber(off)}, ` +
    `bias from ${formatNumber(Math.min(...weights.b))} to ${formatNumber(Math.max(...weights.b))}`
  );
}

const diagonal = (a: Matrix): number[] => Array.from({ length: a.rows }, (_, i) => entry(a, i, i));
const least = (a: Matrix): number => Math.min(...diagonal(a));
const greatest = (a: Matrix): number => Math.max(...diagonal(a));
