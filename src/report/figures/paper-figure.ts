import { arrows } from './arrows.js';
import { curves } from './curves.js';
import { digitsFigure } from './digits.js';
import type { FigureData } from './figure-data.js';
import { matrixFigure } from './matrix.js';
import { phases } from './phases.js';
import { planes } from './planes.js';
import { stacks } from './stacks.js';

/** A figure of the paper as an SVG; undefined for a kind that has no drawing. */
export function paperFigure(figure: FigureData): string | undefined {
  switch (figure.kind) {
    case 'curves':
      return curves(figure);
    case 'phases':
      return phases(figure);
    case 'stacks':
      return stacks(figure);
    case 'planes':
      return planes(figure);
    case 'arrows':
      return arrows(figure);
    case 'matrix':
      return matrixFigure(figure);
    case 'digits':
      return digitsFigure(figure);
    default:
      return undefined;
  }
}
