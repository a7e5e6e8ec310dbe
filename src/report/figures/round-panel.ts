/** A panel of the plane: its name above it, and a dashed circle around its origin as the measure of length. */
import { type Drawer, type Drawn, element } from './draw.js';

/** Pixels that the name takes. */
export const heading = 18;

export interface RoundPanel {
  readonly name: string;
  /** The origin. */
  readonly middle: { readonly x: number; readonly y: number };
  /** Of the square that the panel takes. */
  readonly side: number;
  /** Of the circle. */
  readonly radius: number;
}

/** The middles of panels in rows of so many, by their place. */
export function middleOf(place: number, across: number, side: number): RoundPanel['middle'] {
  return {
    x: ((place % across) + 0.5) * side,
    y: Math.floor(place / across) * (side + heading) + heading + side / 2,
  };
}

/** What all panels in rows of so many take. */
export function sizeOf(panels: number, across: number, side: number): { width: number; height: number } {
  const columns = Math.min(across, Math.max(1, panels));
  const rows = Math.max(1, Math.ceil(panels / across));
  return { width: columns * side, height: rows * (side + heading) };
}

export function roundPanel(document: Drawer, { name, middle, side, radius }: RoundPanel): Drawn {
  const panel = element(document, 'g', { fill: 'none', stroke: 'currentColor' });
  const words = element(document, 'text', {
    x: middle.x,
    y: middle.y - side / 2 - heading + 12,
    'text-anchor': 'middle',
    fill: 'currentColor',
    stroke: 'none',
  });
  words.textContent = name;
  panel.append(
    words,
    element(document, 'circle', {
      cx: middle.x,
      cy: middle.y,
      r: radius,
      'stroke-opacity': 0.35,
      'stroke-dasharray': '2 3',
    }),
  );
  return panel;
}
