/** The figures of seed 3: a matrix, and a sheet of digits. */
import { crc32, inflateSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { signedPaint } from '../../../../src/report/figures/colours.js';
import { digitsFigure } from '../../../../src/report/figures/digits.js';
import { matrixFigure } from '../../../../src/report/figures/matrix.js';
import { greyPng } from '../../../../src/report/figures/png.js';
import { smallProduct, twoDigits } from '../example-digits.js';

describe('a matrix', () => {
  test('has a square for each entry that is not 0, blue above and red below', () => {
    const { document } = parseHTML(matrixFigure(smallProduct()));
    const paths = [...document.querySelectorAll('path')];
    const squares = paths.map((path) => [
      path.getAttribute('fill'),
      path.getAttribute('fill-opacity'),
      path.getAttribute('d')!.split('z').length - 1,
    ]);
    expect(squares).toEqual([
      [signedPaint(1).fill, '1', 2],
      [signedPaint(-1).fill, '0.5', 1],
    ]);
  });
});

describe('a sheet of digits', () => {
  test('shows each with what it is and what it was taken for', () => {
    const { document } = parseHTML(digitsFigure(twoDigits()));
    expect([...document.querySelectorAll('text')].map((text) => text.textContent)).toEqual([
      '1, not 7',
      '4, not 9',
    ]);
    expect(document.querySelectorAll('image')).toHaveLength(2);
  });

  test('is drawn as PNG that unpacks to its pixels', () => {
    const grey = Uint8Array.from({ length: 6 }, (_, k) => 40 * k);
    const png = Buffer.from(greyPng(3, 2, grey));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([3, 2]);
    const at = png.indexOf('IDAT');
    const data = png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
    expect([...inflateSync(data)]).toEqual([0, 0, 40, 80, 0, 120, 160, 200]);
    expect(png.readUInt32BE(at + 4 + data.length)).toBe(crc32(png.subarray(at, at + 4 + data.length)));
  });
});
