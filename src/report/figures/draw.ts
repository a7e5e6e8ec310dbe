/**
 * From a plot to the text of an SVG: the same data give the same bytes, on any machine.
 *
 * Colours that must follow a page's light or dark scheme are CSS variables with a fallback, so that a
 * figure is right inside the report and also as a file of its own.
 */
import { type Markish, type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { plain } from '../text.js';

/** What of the DOM is used here: the document comes from linkedom, there is no browser. */
export interface Drawn {
  readonly tagName: string;
  readonly attributes: Iterable<{ readonly name: string; value: string }>;
  textContent: string;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  append(...children: Drawn[]): void;
  prepend(...children: Drawn[]): void;
  remove(): void;
  querySelector(selector: string): Drawn | null;
  querySelectorAll(selector: string): Iterable<Drawn>;
  toString(): string;
}

export interface Drawer {
  createElementNS(namespace: string, name: string): Drawn;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

const newDocument = (): Drawer => parseHTML('<!doctype html><html></html>').document as unknown as Drawer;

export function element(document: Drawer, name: string, attributes: Record<string, string | number>): Drawn {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** The scales of a finished plot, as a mark gets them. */
export interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** A mark that draws one element by hand, where Plot has none that is as small. */
export function markOf(draw: (document: Drawer, scales: Scales) => Drawn): Markish {
  const render = (_index: unknown, scales: unknown, _channels: unknown, _size: unknown, context: unknown) =>
    draw((context as { document: Drawer }).document, scales as Scales);
  return render as unknown as Markish;
}

/** @param title what the figure shows, in one sentence: its name for those who do not see it. */
export function drawFigure(title: string, options: PlotOptions): string {
  const document = newDocument();
  const svg = plot({
    ...options,
    document: document as unknown as NonNullable<PlotOptions['document']>,
  }) as unknown as Drawn;
  return finish(document, svg, title);
}

/** Without Plot: for legends, which it cannot draw here. */
export function drawByHand(
  title: string,
  size: { readonly width: number; readonly height: number },
  draw: (document: Drawer) => Drawn[],
): string {
  const document = newDocument();
  const svg = element(document, 'svg', {
    viewBox: `0 0 ${size.width} ${size.height}`,
    width: size.width,
    height: size.height,
    'font-family': 'system-ui, sans-serif',
    'font-size': 10,
    fill: 'currentColor',
  });
  svg.append(...draw(document));
  return finish(document, svg, title);
}

const geometry = new Set(
  'viewBox x y x1 x2 y1 y2 dx dy cx cy r width height d transform points stroke-width font-size'.split(' '),
);

function finish(document: Drawer, svg: Drawn, title: string): string {
  svg.querySelector('style')?.remove();
  for (const child of [svg, ...svg.querySelectorAll('*')]) {
    for (const name of ['aria-label', 'aria-hidden', 'class']) child.removeAttribute(name);
    for (const attribute of child.attributes) {
      if (geometry.has(attribute.name)) child.setAttribute(attribute.name, rounded(attribute.value));
    }
  }
  svg.setAttribute('xmlns', svgNamespace);
  svg.setAttribute('role', 'img');
  const name = element(document, 'title', {});
  name.textContent = plain(title);
  svg.prepend(name);
  return svg.toString();
}

/** Hundredths of a pixel: finer than can be seen, coarser than how machines differ in sin and cos. */
function rounded(value: string): string {
  return value.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) + 0));
}
