/**
 * The length ‖W_i‖ of each feature's embedding as a bar, coloured by its interference
 * Σ_{j≠i} (Ŵ_i · W_j)², clamped at 1, as in the paper's "Demonstrating Superposition". For more than
 * 400 features, the longest embedding of each block is drawn.
 */
import { axisX, axisY, rect, ruleX } from '@observablehq/plot';
import { embeddingNorms } from '../../measures/embedding-norms.js';
import { interference } from '../../measures/interference.js';
import { representedByNorm } from '../../measures/represented.js';
import type { Weights } from '../../models/weights.js';
import { formatNumber } from '../words.js';
import { blocksOf, featuresOf, featureTicks } from './blocks.js';
import { interferenceColour } from './colours.js';
import { drawFigure } from './draw.js';

const margin = { left: 22, top: 6, right: 8, bottom: 30 };
const mostBars = 400;
/** Up to here each bar says its numbers when it is pointed at. */
const mostTitles = 40;

/**
 * @param label whose weights they are, for the title.
 * @param longest the end of the axis or beyond it: the longest embedding of all figures in the row.
 */
export function normsByInterference(weights: Weights, label: string, longest = 0, width = 240): string {
  const norms = embeddingNorms(weights);
  const shared = interference(weights);
  const n = norms.length;
  const blocks = blocksOf(n, mostBars);
  const bars = Array.from({ length: blocks.count }, (_, k) => {
    const [from, to] = featuresOf(blocks, k, n);
    let feature = from;
    for (let i = from + 1; i < to; i++) if (norms[i]! > norms[feature]!) feature = i;
    return { at: k, feature, norm: norms[feature]!, interference: shared[feature]! };
  });
  const ticks = featureTicks(n);
  const thickness = Math.min(22, Math.max(1, 216 / blocks.count));
  return drawFigure(titleOf(weights, norms, shared, label), {
    width,
    height: margin.top + thickness * blocks.count + margin.bottom,
    marginLeft: margin.left,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    x: { domain: [0, Math.max(1.2, longest, ...norms)], axis: null },
    y: { domain: [blocks.count, 0], axis: null },
    color: { type: 'identity' },
    marks: [
      rect(bars, {
        x1: 0,
        x2: 'norm',
        y1: 'at',
        y2: (bar) => bar.at + 1,
        insetTop: thickness > 3 ? 0.75 : 0,
        insetBottom: thickness > 3 ? 0.75 : 0,
        fill: (bar) => interferenceColour(bar.interference),
        ...(n <= mostTitles ? { title: (bar) => barTitle(bar) } : {}),
      }),
      ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
      ruleX([1], { stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '2 3' }),
      axisX([0, 0.5, 1], {
        tickSize: 3,
        tickFormat: (tick) => (tick === 0.5 ? '.5' : String(tick)),
        label: 'norm ‖Wᵢ‖',
        labelAnchor: 'center',
        labelArrow: 'none',
      }),
      axisY(
        ticks.map((i) => (i + 0.5) / blocks.width),
        { tickSize: 0, tickPadding: 4, tickFormat: (_, k) => String(ticks[k]), label: null },
      ),
    ],
  });
}

function barTitle(bar: { feature: number; norm: number; interference: number }): string {
  return `feature ${bar.feature}: norm ${formatNumber(bar.norm)}, interference ${formatNumber(bar.interference)}`;
}

function titleOf(
  weights: Weights,
  norms: readonly number[],
  shared: readonly number[],
  label: string,
): string {
  const represented = representedByNorm(weights);
  const own = represented.filter((i) => shared[i]! < 0.5).length;
  return (
    `Norms of the embeddings of ${label}: ${represented.length} of ${norms.length} features are longer than .5, ` +
    `${own} of them with interference below .5; the longest is ${formatNumber(Math.max(...norms))}`
  );
}
