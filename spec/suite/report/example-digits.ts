/** Figures of seed 3 made by hand. */
import { pixels } from '../../../src/data/digits/digit-set.js';
import { generateDigits } from '../../../src/data/digits/generate.js';
import type { Arrows, DigitsFigure, MatrixFigure } from '../../../src/report/figures/figure-data.js';

export function epochsOfArrows(): Arrows {
  return {
    kind: 'arrows',
    title: 'Three units after two epochs',
    importances: [0.9, 0.1, 0.4],
    panels: [
      {
        name: 'after epoch 1',
        vectors: [
          [0.1, 0],
          [0, -0.2],
          [-0.1, 0.1],
        ],
      },
      {
        name: 'after epoch 20',
        vectors: [
          [0.3, 0.4],
          [0, -0.1],
          [-0.2, 0.2],
        ],
      },
    ],
  };
}

export function smallProduct(): MatrixFigure {
  return {
    kind: 'matrix',
    title: 'Decoder · encoder of two units',
    rows: [
      [2, -1],
      [0, 2],
    ],
    full: 2,
  };
}

export function twoDigits(): DigitsFigure {
  const { images } = generateDigits(0, 2);
  const pixelsOf = (k: number): string =>
    Buffer.from(images.subarray(k * pixels, (k + 1) * pixels)).toString('base64');
  return {
    kind: 'digits',
    title: 'Two digits that are misclassified',
    digits: [
      { label: 1, answer: 7, pixels: pixelsOf(0) },
      { label: 4, answer: 9, pixels: pixelsOf(1) },
    ],
  };
}
