/**
 * The gradient check must reject the wrong gradients that published implementations had,
 * and accept the right one. Each mutant is the hand-derived gradient of the relu-output model with one
 * mistake, and claims float32, whose bound is the looser one.
 */
import { describe, expect, test } from 'vitest';
import { matrix } from '../../src/models/matrix.js';
import type { Weights } from '../../src/models/weights.js';
import { importances } from '../../src/setting/derived.js';
import type { Subject } from '../../src/subjects/subject.js';
import { checkByComponent, checkByDirection } from '../properties/kit/gradient-check.js';

describe('the gradient check accepts', () => {
  test('the right gradient, rounded to float32', async () => {
    await expect(
      checkByComponent(handWritten('none'), 'float32', ['relu-output'], 50),
    ).resolves.toBeUndefined();
    await expect(
      checkByDirection(handWritten('none'), 'float32', ['relu-output'], 50),
    ).resolves.toBeUndefined();
  });
});

describe('the gradient check rejects', () => {
  const mutations = [
    'the path through the encoder is dropped',
    'the path through the decoder is dropped',
    'the bias gradient is doubled',
    'the importance is missing in the bias gradient',
    'the sign is wrong',
    'the slope of ReLU is left out',
    'the mean over features is left out',
    'one component is off by a thousandth',
  ] as const satisfies readonly Mutation[];

  test.each(mutations)('a gradient in which %s, by component', async (mutation) => {
    await expect(checkByComponent(handWritten(mutation), 'float32', ['relu-output'], 50)).rejects.toThrow(
      /the gradient of relu-output in (W|b)\[\d+\] is/,
    );
  });

  test.each(mutations)('a gradient in which %s, by direction', async (mutation) => {
    await expect(checkByDirection(handWritten(mutation), 'float32', ['relu-output'], 200)).rejects.toThrow(
      'the slope of the loss of relu-output along a direction is',
    );
  });
});

type Mutation =
  | 'none'
  | 'the path through the encoder is dropped'
  | 'the path through the decoder is dropped'
  | 'the bias gradient is doubled'
  | 'the importance is missing in the bias gradient'
  | 'the sign is wrong'
  | 'the slope of ReLU is left out'
  | 'the mean over features is left out'
  | 'one component is off by a thousandth';

/** With g = 2 I (y − x) 1[pre > 0] / (n r): dW = (W g) xᵀ + h gᵀ and db = g, summed over rows. */
function handWritten(mutation: Mutation): NonNullable<Subject['lossAndGradient']> {
  return async (setting, weights, x) => {
    if (weights.kind !== 'tied') throw new TypeError('the mutants are of the relu-output model');
    const { n, m } = setting;
    const { W, b } = weights;
    const I = importances(setting);
    const dW = new Float64Array(m * n);
    const db = new Float64Array(n);
    const scale = 2 / (x.rows * (mutation === 'the mean over features is left out' ? 1 : n));
    for (let r = 0; r < x.rows; r++) {
      const row = x.data.subarray(r * n, (r + 1) * n);
      const h = Array.from({ length: m }, (_, k) =>
        row.reduce((sum, xi, i) => sum + W.data[k * n + i]! * xi, 0),
      );
      const error = Array.from({ length: n }, (_, i) => {
        const before = h.reduce((sum, hk, k) => sum + W.data[k * n + i]! * hk, b[i]!);
        const slope = before > 0 || mutation === 'the slope of ReLU is left out' ? 1 : 0;
        return scale * slope * (Math.max(before, 0) - row[i]!);
      });
      const g = error.map((e, i) => I[i]! * e);
      for (let k = 0; k < m; k++) {
        const back = g.reduce((sum, gi, i) => sum + W.data[k * n + i]! * gi, 0);
        for (let i = 0; i < n; i++) {
          if (mutation !== 'the path through the encoder is dropped') dW[k * n + i]! += back * row[i]!;
          if (mutation !== 'the path through the decoder is dropped') dW[k * n + i]! += h[k]! * g[i]!;
        }
      }
      for (let i = 0; i < n; i++) {
        db[i]! += mutation === 'the importance is missing in the bias gradient' ? error[i]! : g[i]!;
      }
    }
    if (mutation === 'the bias gradient is doubled') for (let i = 0; i < n; i++) db[i]! *= 2;
    if (mutation === 'one component is off by a thousandth') dW[0]! *= 1.001;
    const sign = mutation === 'the sign is wrong' ? -1 : 1;
    const rounded = (values: Float64Array): Float64Array => values.map((value) => Math.fround(sign * value));
    const gradient: Weights = {
      kind: 'tied',
      W: matrix(m, n, (k, i) => rounded(dW)[k * n + i]!),
      b: rounded(db),
    };
    return { loss: Number.NaN, gradient };
  };
}
