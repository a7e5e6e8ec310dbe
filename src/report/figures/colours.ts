/**
 * The colours of the figures. Blue and red (as in the paper's WᵀW) and both ramps are told apart with
 * the common colour blindnesses, and every ramp rises or falls evenly in lightness.
 */
import { scale } from '@observablehq/plot';

export interface Paint {
  readonly fill: string;
  readonly opacity: number;
}

/** How many shades each side of zero has: the eye tells no more apart in a cell of a heat map. */
export const shades = 20;

/**
 * Diverging and symmetric about 0: blue above, red below, deeper with size, full from ±1 on. Zero is
 * transparent, so that it is the colour of the page, light or dark.
 */
export function signedPaint(value: number): Paint {
  const opacity = Math.round(Math.min(Math.abs(value), 1) * shades) / shades;
  return { fill: value < 0 ? 'var(--negative, #b2182b)' : 'var(--positive, #2166ac)', opacity };
}

/** What reads on a full shade of either side. */
export const onFullShade = 'var(--page, #ffffff)';

const ramp = (options: object): ((share: number) => string) => {
  const { apply } = scale({ color: { type: 'linear', domain: [0, 1], clamp: true, ...options } });
  return (share) => String(apply(share));
};

const alongInterference = ramp({
  domain: [0, 0.5, 1],
  range: ['#4a70ad', '#4b9a95', '#e2b23f'],
  interpolate: 'lab',
});
const alongImportance = ramp({ range: ['#d08a35', '#8f57cc'], interpolate: 'hcl' });

/** Interference, clamped at 1 as in the paper: dark for a feature on its own, bright for a shared direction. */
export function interferenceColour(interference: number): string {
  return alongInterference(Math.min(interference, 1));
}

/** The share of the way from the least to the greatest importance; ochre to violet. */
export function importanceColour(importance: number, all: readonly number[]): string {
  const least = Math.min(...all);
  const greatest = Math.max(...all);
  return alongImportance(greatest === least ? 1 : (importance - least) / (greatest - least));
}

/**
 * Colours of kinds that have no order, for lines and dots; after the sixth they begin again. As light
 * variants under a dark scheme, by the page's variables (src/report/html/style.ts).
 */
export function categoryColour(k: number): string {
  const fallback = ['#2166ac', '#b35806', '#1a7f4b', '#8f3f97', '#a3202e', '#5c5f66'];
  const at = k % fallback.length;
  return `var(--kind-${at + 1}, ${fallback[at]})`;
}
