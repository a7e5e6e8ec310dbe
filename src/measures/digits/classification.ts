/** What a classifier makes of digits, in float64: its features and its answers. */
import { classes, type DigitSet, pixels } from '../../data/digits/digit-set.js';
import type { ClassifierWeights } from '../../models/digits/weights.js';
import { type Matrix, transpose } from '../../models/matrix.js';

/** The hidden features h = max(0, tanh(W₁ x + b₁)) of every digit: count × hidden, in [0, 1). */
export function featuresOf({ W1, b1 }: ClassifierWeights, { count, images }: DigitSet): Matrix {
  const hidden = W1.rows;
  const byPixel = transpose(W1).data;
  const data = new Float64Array(count * hidden);
  for (let digit = 0; digit < count; digit++) {
    const row = data.subarray(digit * hidden, (digit + 1) * hidden);
    row.set(b1);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const x = images[digit * pixels + pixel]! / 255;
      if (x === 0) continue;
      for (let unit = 0; unit < hidden; unit++) row[unit]! += x * byPixel[pixel * hidden + unit]!;
    }
    for (let unit = 0; unit < hidden; unit++) row[unit] = Math.max(0, Math.tanh(row[unit]!));
  }
  return { rows: count, columns: hidden, data };
}

/** The digit with the highest score for every row of features, the first of equal ones. */
export function answersOf({ W2, b2 }: ClassifierWeights, { rows, columns, data }: Matrix): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const scores = Array.from({ length: classes }, (__, k) => {
      let score = b2[k]!;
      for (let unit = 0; unit < columns; unit++) {
        score += W2.data[k * columns + unit]! * data[row * columns + unit]!;
      }
      return score;
    });
    return scores.indexOf(Math.max(...scores));
  });
}
