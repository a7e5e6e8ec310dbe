/**
 * The embeddings of a model with m = 2 as arrows in the plane, coloured by importance, with the unit
 * circle, as in the paper's opening figures. Embeddings too short to see are named below.
 */
import { arrow, type Markish, ruleX, ruleY, text } from '@observablehq/plot';
import { embeddingNorms } from '../../measures/embedding-norms.js';
import { entry } from '../../models/matrix.js';
import { encoderOf, type Weights } from '../../models/weights.js';
import { formatNumber } from '../words.js';
import { importanceColour } from './colours.js';
import { drawFigure, element, markOf } from './draw.js';

const footer = 16;
/** Below this length an arrow is shorter than its head. */
const visible = 0.08;
/** Beyond this, labels would cover each other. */
const mostLabels = 24;

/**
 * @param label whose weights they are, for the title.
 * @param longest the longest embedding of all figures in the row, so that they share their scale.
 * @throws RangeError when there are not two hidden dimensions.
 */
export function embeddings2d(
  weights: Weights,
  importances: readonly number[],
  label: string,
  longest = 0,
  size = 240,
): string {
  const W = encoderOf(weights);
  if (W.rows !== 2) throw new RangeError(`embeddings in the plane need m = 2, not ${W.rows}`);
  const norms = embeddingNorms(weights);
  const reach = 1.22 * Math.max(1, longest, ...norms);
  const all = norms.map((norm, i) => ({
    i,
    norm,
    x: entry(W, 0, i),
    y: entry(W, 1, i),
    colour: importanceColour(importances[i]!, importances),
  }));
  const seen = all.filter(({ norm }) => norm >= visible);
  const unseen = all.filter(({ norm }) => norm < visible);
  const beyond = ({ norm }: { norm: number }): number => 1 + (0.11 * reach) / norm;
  return drawFigure(titleOf(all, label), {
    width: size,
    height: size + footer,
    margin: 0,
    marginBottom: footer,
    x: { domain: [-reach, reach], axis: null },
    y: { domain: [-reach, reach], axis: null },
    color: { type: 'identity' },
    marks: [
      ruleX([0], { stroke: 'currentColor', strokeOpacity: 0.15 }),
      ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.15 }),
      unitCircle,
      arrow(seen, {
        x1: 0,
        y1: 0,
        x2: 'x',
        y2: 'y',
        stroke: 'colour',
        strokeWidth: 2.25,
        headLength: 5,
        headAngle: 55,
      }),
      ...(seen.length <= mostLabels
        ? [
            text(seen, {
              x: (feature) => feature.x * beyond(feature),
              y: (feature) => feature.y * beyond(feature),
              text: ({ i }) => String(i),
              fill: 'currentColor',
              fontSize: 11,
            }),
          ]
        : []),
      ...(unseen.length > 0
        ? [text([shortOnes(unseen)], { frameAnchor: 'bottom', dy: footer - 3, fontSize: 10 })]
        : []),
    ],
  });
}

const unitCircle: Markish = markOf((document, { x, y }) =>
  element(document, 'circle', {
    cx: x(0),
    cy: y(0),
    r: x(1) - x(0),
    fill: 'none',
    stroke: 'currentColor',
    'stroke-opacity': 0.35,
    'stroke-dasharray': '2 3',
  }),
);

function shortOnes(features: readonly { i: number }[]): string {
  const named = features.slice(0, 8).map(({ i }) => i);
  const rest = features.length > named.length ? ` and ${features.length - named.length} more` : '';
  return `near 0: ${named.join(', ')}${rest}`;
}

function titleOf(all: readonly { i: number; norm: number; x: number; y: number }[], label: string): string {
  const places = all.slice(0, 12).map(({ i, norm, x, y }) => {
    const degrees = Math.round((Math.atan2(y, x) * 180) / Math.PI) + 0;
    return norm < visible
      ? `${i} near 0`
      : `${i} at ${formatNumber(degrees)}° with norm ${formatNumber(norm)}`;
  });
  const rest = all.length > places.length ? ` and ${all.length - places.length} more` : '';
  return `Embeddings of ${label} in the plane: feature ${places.join(', ')}${rest}`;
}
