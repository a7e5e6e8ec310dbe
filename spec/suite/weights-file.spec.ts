import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { matrixOf, transpose } from '../../src/models/matrix.js';
import { InputError } from '../../src/setting/input-error.js';
import { findRoles } from '../../src/subjects/weights-file/roles.js';
import type { Tensor } from '../../src/subjects/weights-file/tensor.js';
import { type Orientation, weightsOf } from '../../src/subjects/weights-file/weights-of.js';

const W = matrixOf([
  [1, 2, 3],
  [4, 5, 6],
]);
const b = [7, 8, 9];

describe('tensors become weights in the orientation of the paper', () => {
  test('one matrix and a bias are tied; m × n stays as it is', () => {
    expect(read([tensor('anything', [2, 3], W.data), tensor('b', [3], b)])).toEqual({
      kind: 'tied',
      W,
      b: Float64Array.from(b),
    });
  });

  test('n × m is found by the length of the bias, and turned', () => {
    expect(read([tensor('b', [3], b), tensor('W', [3, 2], transpose(W).data)])).toMatchObject({ W });
  });

  test('two matrices and a bias are untied, each turned by itself', () => {
    const decoder = matrixOf([
      [1, 0],
      [2, 0],
      [3, 1],
    ]);
    const weights = read([
      tensor('w2_2t', [2, 3], transpose(decoder).data),
      tensor('w1_2t', [3, 2], transpose(W).data),
      tensor('b_2t', [3], b),
    ]);

    expect(weights).toEqual({ kind: 'untied', encoder: W, decoder, b: Float64Array.from(b) });
  });

  test.each([
    ['encoder', 'decoder'],
    ['W_enc', 'W_dec'],
    ['W1', 'W2'],
    ['w_1', 'w_2'],
    ['fc1.weight', 'fc2.weight'],
    ['encoder.weight', 'other'],
  ])('%s encodes and %s decodes, in either order', (encoder, decoder) => {
    const first = tensor(encoder, [2, 3], W.data);
    const second = tensor(decoder, [3, 2], W.data);
    const bias = tensor('b', [3], b);

    expect(findRoles([first, second, bias], 'f')).toMatchObject({ encoder: first, decoder: second });
    expect(findRoles([second, bias, first], 'f')).toMatchObject({ encoder: first, decoder: second });
  });

  test.each<[Orientation, number]>([
    ['m-by-n', 2],
    ['n-by-m', 3],
  ])('a square matrix is read as %s when told so', (orientation, topRight) => {
    const square = [tensor('W', [2, 2], [1, 2, 3, 4]), tensor('b', [2], [0, 0])];

    const weights = read(square, orientation);

    expect(weights.kind === 'tied' && weights.W.data[1]).toBe(topRight);
  });

  test('the square decoder of a square encoder is stored the other way round', () => {
    const tensors = [
      tensor('encoder', [2, 2], [1, 2, 3, 4]),
      tensor('decoder', [2, 2], [5, 6, 7, 8]),
      tensor('b', [2], [0, 0]),
    ];

    expect(read(tensors, 'm-by-n')).toMatchObject({
      encoder: { data: Float64Array.of(1, 2, 3, 4) },
      decoder: { data: Float64Array.of(5, 6, 7, 8) },
    });
    expect(read(tensors, 'n-by-m')).toMatchObject({
      encoder: { data: Float64Array.of(1, 3, 2, 4) },
      decoder: { data: Float64Array.of(5, 7, 6, 8) },
    });
  });
});

describe('tensors that are no model are refused in one sentence', () => {
  const noModel = (held: string): string =>
    `${held}, which fits no model; save one matrix and a bias of length n (tied), or two matrices and a bias (untied), and nothing else, or name them with --tensors encoder=NAME,decoder=NAME,bias=NAME`;
  const bias = tensor('b', [3], b);
  const sideways = tensor('W', [2, 3], W.data);

  test.each<[string, Tensor[], string]>([
    ['nothing', [], noModel('holds no tensor')],
    ['no bias', [sideways], noModel('holds "W" 2 × 3')],
    ['no matrix', [bias], noModel('holds "b" 3')],
    ['two biases', [bias, sideways, bias], noModel('holds "b" 3, "W" 2 × 3, "b" 3')],
    ['a stack of instances', [tensor('W', [1, 2, 3], W.data), bias], noModel('holds "W" 1 × 2 × 3, "b" 3')],
    ['a scalar', [sideways, bias, tensor('step', [], [1])], noModel('holds "W" 2 × 3, "b" 3, "step" scalar')],
    [
      'more than can be named',
      [sideways, sideways, sideways, bias, bias, bias],
      noModel('holds "W" 2 × 3, "W" 2 × 3, "W" 2 × 3, "b" 3 and 2 more'),
    ],
    [
      'two matrices without telling names',
      [tensor('p', [2, 3], W.data), tensor('q', [2, 3], W.data), bias],
      'the names "p" and "q" do not say which matrix is the encoder; name them "encoder" and "decoder", or say so with --tensors encoder=NAME,decoder=NAME,bias=NAME',
    ],
    [
      'two encoders',
      [tensor('enc_a', [2, 3], W.data), tensor('enc_b', [2, 3], W.data), bias],
      'the names "enc_a" and "enc_b" do not say which matrix is the encoder; name them "encoder" and "decoder", or say so with --tensors encoder=NAME,decoder=NAME,bias=NAME',
    ],
    [
      'a bias of another length',
      [sideways, tensor('b', [4], [1, 2, 3, 4])],
      '"W" 2 × 3 has no side of length 4, the length of the bias',
    ],
    [
      'no hidden dimension',
      [tensor('W', [3, 0], []), bias],
      '"W" 3 × 0 has a side of length 0; n and m must be at least 1',
    ],
    [
      'more features than measures can take',
      [tensor('W', [1025, 1], []), tensor('b', [1025], [])],
      '"W" 1025 × 1 has a side above 1024, the limit for n and m',
    ],
    [
      'a square matrix',
      [tensor('W', [3, 3], []), bias],
      '"W" 3 × 3 is square, which does not say whether its columns (m-by-n) or its rows (n-by-m) are the embeddings; say so with --orientation m-by-n or --orientation n-by-m',
    ],
    [
      'an encoder and a decoder of different m',
      [tensor('encoder', [2, 3], W.data), tensor('decoder', [3, 1], b), bias],
      '"encoder" 2 × 3 and "decoder" 3 × 1 differ in m, the side that is not the bias\'s 3',
    ],
    [
      'a weight that is not a number',
      [tensor('W', [2, 3], [0, 0, 0, 0, Number.NaN, 0]), bias],
      'tensor "W" has the value NaN at index [1, 1]; weights must be finite and within the range of float32',
    ],
    [
      'an infinite bias',
      [sideways, tensor('b', [3], [0, 0, -Infinity])],
      'tensor "b" has the value -Infinity at index [2]; weights must be finite and within the range of float32',
    ],
    [
      'a weight whose fourth power is not finite',
      [sideways, tensor('b', [3], [1e300, 0, 0])],
      'tensor "b" has the value 1e+300 at index [0]; weights must be finite and within the range of float32',
    ],
  ])('%s', (_, tensors, sentence) => {
    expect(() => read(tensors)).toThrow(new InputError(`f: ${sentence}`));
  });

  test('an orientation that the bias contradicts', () => {
    expect(() => read([sideways, bias], 'n-by-m')).toThrow(
      new InputError('f: "W" 2 × 3 is stored m-by-n, since the bias has length 3, and not n-by-m'),
    );
  });

  const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
  const names = fc.constantFrom('W', 'b', 'encoder', 'w2', '\u001b[31m');

  test.prop([fc.array(fc.tuple(names, shapes), { maxLength: 4 })])(
    'any shapes at all end with weights or with an InputError',
    (forms) => {
      const tensors = forms.map(([name, shape]) => {
        const length = shape.reduce((product, size) => product * size, 1);
        return tensor(name, shape, new Float64Array(length));
      });
      try {
        read(tensors);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.message).toMatch(/^[\x20-\x7e×]+$/);
      }
    },
  );
});

function read(tensors: readonly Tensor[], orientation?: Orientation) {
  return weightsOf(findRoles(tensors, 'f'), 'f', orientation);
}

function tensor(name: string, shape: readonly number[], values: ArrayLike<number>): Tensor {
  return { name, shape, precision: 'float32', values: () => Float64Array.from(values) };
}
