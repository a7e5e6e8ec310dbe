/** Handwritten digits in memory, in the layout of the IDX files: one byte a pixel, one byte a label. */

/** Pixels along a side. */
export const side = 28;
/** Pixels of a digit. */
export const pixels = side * side;
/** The labels are 0 to 9. */
export const classes = 10;

export interface DigitSet {
  readonly count: number;
  /** count × 784, row by row from the top left: 0 is paper, 255 is ink. */
  readonly images: Uint8Array;
  /** count labels from 0 to 9. */
  readonly labels: Uint8Array;
}

/** What is trained on, and what is held back to test on. */
export interface Digits {
  readonly train: DigitSet;
  readonly test: DigitSet;
}

/** Bytes that threads share without copying. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** The digits from … to − 1, without copying them. */
export function slice({ images, labels }: DigitSet, from: number, to: number): DigitSet {
  return {
    count: to - from,
    images: images.subarray(from * pixels, to * pixels),
    labels: labels.subarray(from, to),
  };
}
