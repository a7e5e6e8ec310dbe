/**
 * A sheet of digits, each with its label and what it was taken for. The pictures are PNG data inside the
 * SVG, dark on light in any scheme, as ink is.
 */
import { side } from '../../data/digits/digit-set.js';
import { drawByHand, element } from './draw.js';
import type { DigitsFigure } from './figure-data.js';
import { greyPng } from './png.js';

const across = 10;
const scale = 2;
const picture = side * scale;
const gap = 6;
const caption = 14;

export function digitsFigure({ title, digits }: DigitsFigure): string {
  const columns = Math.min(across, Math.max(1, digits.length));
  const rows = Math.max(1, Math.ceil(digits.length / across));
  const size = { width: columns * (picture + gap), height: rows * (picture + caption + gap) };
  return drawByHand(title, size, (document) =>
    digits.flatMap(({ label, answer, pixels }, k) => {
      const left = (k % across) * (picture + gap) + gap / 2;
      const top = Math.floor(k / across) * (picture + caption + gap);
      const image = element(document, 'image', {
        x: left,
        y: top,
        width: picture,
        height: picture,
        href: `data:image/png;base64,${inkOnPaper(pixels)}`,
        style: 'image-rendering:pixelated',
      });
      const words = element(document, 'text', {
        x: left + picture / 2,
        y: top + picture + 11,
        'text-anchor': 'middle',
      });
      words.textContent = `${label}, not ${answer}`;
      return [image, words];
    }),
  );
}

/** In the files ink is 255; on a screen black is 0. */
function inkOnPaper(pixels: string): string {
  const grey = Uint8Array.from(Buffer.from(pixels, 'base64'), (ink) => 255 - ink);
  return Buffer.from(greyPng(side, side, grey)).toString('base64');
}
