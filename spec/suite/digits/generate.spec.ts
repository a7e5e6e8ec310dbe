/** The generated digits: the format of the real ones, seeded, and with ink where digits have it. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pixels } from '../../../src/data/digits/digit-set.js';
import { generateDigits } from '../../../src/data/digits/generate.js';

describe('generated digits', () => {
  test('are the same for a seed, and fewer are the beginning of more', () => {
    const [few, many] = [generateDigits(7, 20), generateDigits(7, 50)];
    expect(many.labels.subarray(0, 20)).toEqual(few.labels);
    expect(many.images.subarray(0, 20 * pixels)).toEqual(few.images);
    expect(generateDigits(8, 20).images).not.toEqual(few.images);
  });

  test('are those that the recorded runs were trained on', () => {
    const { images, labels } = generateDigits(0, 1000);
    const digest = createHash('sha256').update(images).update(labels).digest('hex');
    expect(
      digest,
      'the generated digits have changed: claims about them must be measured again before this digest is',
    ).toBe('657b19c5319dfdb417def7db80b8e315c829bf02f36eb0cd6de6004963b2434c');
  });

  test('show each of the ten equally often, within six deviations', () => {
    const count = 5000;
    const { labels } = generateDigits(1, count);
    const deviation = Math.sqrt(count * 0.1 * 0.9);
    for (let digit = 0; digit < 10; digit++) {
      const found = labels.filter((label) => label === digit).length;
      expect(Math.abs(found - count / 10), `${found} of ${count} are a ${digit}`).toBeLessThan(6 * deviation);
    }
  });

  test('have ink in the middle, from a thin line to a thick one, and none at the edge', () => {
    const { images, count } = generateDigits(2, 500);
    for (let k = 0; k < count; k++) {
      const image = images.subarray(k * pixels, (k + 1) * pixels);
      const inked = image.filter((value) => value > 127).length;
      expect(inked, `digit ${k} has ${inked} dark pixels`).toBeGreaterThan(15);
      expect(inked, `digit ${k} has ${inked} dark pixels`).toBeLessThan(pixels / 2);
      const edge = image.filter((_, at) => at % 28 === 0 || at % 28 === 27 || at < 28 || at >= 27 * 28);
      expect(
        edge.every((value) => value === 0),
        `digit ${k} touches the edge`,
      ).toBe(true);
    }
  });
});
