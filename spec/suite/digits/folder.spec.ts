/** Real digits from a folder: the classic names, plain or gzip, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readDigitsFolder } from '../../../src/data/digits/folder.js';
import { imagesFile, labelsFile, packed, rightFile } from './kit/idx-bytes.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'digits-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a folder of digits', () => {
  test('with all four files is trained on the first two and tested on the others', async () => {
    put('train-images-idx3-ubyte', imagesFile(3));
    put('train-labels-idx1-ubyte', labelsFile([1, 2, 3]));
    put('t10k-images-idx3-ubyte', imagesFile(2));
    put('t10k-labels-idx1-ubyte', labelsFile([4, 5]));

    const { digits } = await readDigitsFolder(folder);

    expect([...digits.train.labels]).toEqual([1, 2, 3]);
    expect([...digits.test.labels]).toEqual([4, 5]);
    expect(digits.train.images).toHaveLength(3 * 784);
  });

  test('with the test files alone is trained on four fifths of them', async () => {
    put('t10k-images-idx3-ubyte.gz', packed(imagesFile(10)));
    put('t10k-labels-idx1-ubyte.gz', packed(rightFile('labels', 10)));

    const { digits } = await readDigitsFolder(folder);

    expect([...digits.train.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...digits.test.labels]).toEqual([8, 9]);
    // The first pixel of image i is (i + 784 i) mod 256.
    expect(digits.test.images[0]).toBe((8 + 784 * 8) % 256);
  });

  test('has one digest, whether it is packed or not', async () => {
    put('t10k-images-idx3-ubyte', imagesFile(5));
    put('t10k-labels-idx1-ubyte', rightFile('labels', 5));
    const plain = await readDigitsFolder(folder);
    rmSync(path.join(folder, 't10k-images-idx3-ubyte'));
    put('t10k-images-idx3-ubyte.gz', packed(imagesFile(5)));

    const gzip = await readDigitsFolder(folder);

    expect(gzip.sha256).toBe(plain.sha256);
  });

  test('that is not there is refused', async () => {
    await expect(readDigitsFolder(path.join(folder, 'none'))).rejects.toThrow(
      /none: cannot be read \(ENOENT\); give the folder of the digits' IDX files$/,
    );
  });

  test.for([
    [['t10k-images-idx3-ubyte'], 't10k-labels-idx1-ubyte'],
    [
      ['train-images-idx3-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
      'train-labels-idx1-ubyte',
    ],
    [
      ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-labels-idx1-ubyte'],
      't10k-images-idx3-ubyte',
    ],
    [[], 't10k-images-idx3-ubyte'],
  ] as const)('with only %o lacks %s, and says so', async ([present, missing]) => {
    for (const name of present) put(name, rightFile(name.includes('images') ? 'images' : 'labels', 5));
    await expect(readDigitsFolder(folder)).rejects.toThrow(`${missing} is missing, with or without .gz`);
  });

  test('whose counts differ is refused with both', async () => {
    put('t10k-images-idx3-ubyte', imagesFile(5));
    put('t10k-labels-idx1-ubyte', rightFile('labels', 6));
    await expect(readDigitsFolder(folder)).rejects.toThrow(
      /images-idx3-ubyte holds 5 images, but .*labels-idx1-ubyte 6 labels; take both from one source/,
    );
  });
});

function put(name: string, bytes: Uint8Array): void {
  writeFileSync(path.join(folder, name), bytes);
}
