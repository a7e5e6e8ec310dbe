/** The legends of the figures' colours, drawn in steps by hand. */
import { importanceColour, interferenceColour, type Paint, shades, signedPaint } from './colours.js';
import { drawByHand, element } from './draw.js';

const steps = 2 * shades + 1;
/** Whole pixels to a step, so that no seams show between translucent neighbours. */
const step = 4;
const bar = { left: 18, width: steps * step, top: 14, height: 8 };
const width = bar.left + bar.width + 18;

/** Of WᵀW and the bias. */
export function signedLegend(): string {
  const values = Array.from({ length: steps }, (_, k) => k / shades - 1);
  return legend(
    'Entries of the matrix and of the bias: red below 0, blue above, full colour from −1 and 1 on',
    values.map(signedPaint),
    ['≤ −1', '0', '≥ 1'],
    'weight',
  );
}

/** Of the norms. */
export function interferenceLegend(): string {
  const values = Array.from({ length: steps }, (_, k) => k / (steps - 1));
  return legend(
    'Interference: dark at 0, a direction of its own; bright from 1 on, a shared direction',
    values.map((value) => ({ fill: interferenceColour(value), opacity: 1 })),
    ['0', '.5', '≥ 1'],
    'interference',
  );
}

/** Of the arrows. */
export function importanceLegend(): string {
  const values = Array.from({ length: steps }, (_, k) => k / (steps - 1));
  return legend(
    'Importance: ochre for the least important feature, violet for the most important',
    values.map((value) => ({ fill: importanceColour(value, [0, 1]), opacity: 1 })),
    ['least', '', 'most'],
    'importance',
  );
}

function legend(
  title: string,
  paints: readonly Paint[],
  ticks: readonly [string, string, string],
  name: string,
): string {
  return drawByHand(title, { width, height: 36 }, (document) => {
    const say = (x: number, y: number, words: string, anchor: string) => {
      const made = element(document, 'text', { x, y, 'text-anchor': anchor });
      made.textContent = words;
      return made;
    };
    return [
      say(width / 2, 9, name, 'middle'),
      ...paints.map(({ fill, opacity }, k) =>
        element(document, 'rect', {
          x: bar.left + k * step,
          y: bar.top,
          width: step,
          height: bar.height,
          fill,
          'fill-opacity': opacity,
          'shape-rendering': 'crispEdges',
        }),
      ),
      element(document, 'rect', {
        x: bar.left,
        y: bar.top,
        width: bar.width,
        height: bar.height,
        fill: 'none',
        stroke: 'currentColor',
        'stroke-opacity': 0.3,
      }),
      ...ticks.map((words, k) =>
        say(bar.left + (k * bar.width) / 2, bar.top + bar.height + 11, words, 'middle'),
      ),
    ];
  });
}
