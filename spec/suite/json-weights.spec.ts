/** Weights as JSON, and what files say of how they were trained. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { InputError } from '../../src/setting/input-error.js';
import { parseSetting } from '../../src/setting/setting.js';
import { readAbout, sparsityInName } from '../../src/subjects/weights-file/about.js';
import { readJsonWeights } from '../../src/subjects/weights-file/json-file.js';
import { parseTensorNames } from '../../src/subjects/weights-file/named-tensors.js';
import { findRoles } from '../../src/subjects/weights-file/roles.js';
import { refuser, type Tensor } from '../../src/subjects/weights-file/tensor.js';

describe('weights in JSON', () => {
  test('are an object of nested lists, row by row', () => {
    const { tensors, metadata } = read('{"W": [[1, 2, 3], [4, 5e0, -6]], "b": [0.1, 0, 1e-3]}');

    expect(tensors.map(({ name, shape, values }) => [name, shape, [...values()]])).toEqual([
      ['W', [2, 3], [1, 2, 3, 4, 5, -6]],
      ['b', [3], [0.1, 0, 0.001]],
    ]);
    expect(metadata).toEqual({});
  });

  test('may stand beside a sparsity, a model and a setting, which are no tensors', () => {
    const { tensors, metadata } = read('{"b": [0], "sparsity": 0.9, "model": "linear", "setting": {"n": 1}}');

    expect(tensors.map(({ name }) => name)).toEqual(['b']);
    expect(metadata).toEqual({ sparsity: 0.9, model: 'linear', setting: { n: 1 } });
  });

  test.each([
    ['is empty', '', 'the file is not JSON (which has no NaN and no Infinity)'],
    ['is a list', '[1]', 'the file must hold a JSON object with the tensors as nested lists'],
    [
      'holds NaN, as Python writes it',
      '{"b": [NaN]}',
      'the file is not JSON (which has no NaN and no Infinity)',
    ],
    ['is cut off', '{"b": [1', 'the file is not JSON (which has no NaN and no Infinity)'],
    ['names a tensor twice', '{"b": [1], "b": [2]}', 'the file has the key "b" twice'],
    ['nests deep', `{"b": ${'['.repeat(1e6)}`, 'the file nests too deep at its character 29'],
    ['has a tensor of four axes', '{"b": [[[[1]]]]}', 'tensor "b" nests more than 3 lists'],
    [
      'holds a million lists',
      `{"b": [${'[],'.repeat(1e6)}[]]}`,
      'the file has more entries than any model, at its character 24577',
    ],
    ['has rows of two lengths', '{"W": [[1, 2], [3]]}', 'tensor "W" has rows of different lengths'],
    ['has a row that is a number', '{"W": [[1, 2], 3]}', 'tensor "W" holds rows of different depths'],
    ['has text for a number', '{"W": [["1", 2]]}', 'tensor "W" holds what is no number'],
    ['has null for a number', '{"b": [null]}', 'tensor "b" holds what is no number'],
    ['has an object for a tensor', '{"b": {"0": 1}}', 'tensor "b" must be nested lists of numbers'],
    ['names a tensor __proto__', '{"__proto__": [1], "b": {}}', 'tensor "b" must be nested lists of numbers'],
    [
      'writes to the terminal',
      '{"\\u001b[2J": 1e, "b": []}',
      'the file is not JSON (which has no NaN and no Infinity)',
    ],
    [
      'names a tensor to write to the terminal',
      '{"\\u001b[2J": ""}',
      'tensor "\\u{1b}[2J" must be nested lists of numbers',
    ],
  ])('are refused in one sentence when the file %s', (_, text, sentence) => {
    expect(() => read(text)).toThrow(new InputError(`w.json: ${sentence}`));
  });

  test('that are no UTF-8 are refused', () => {
    expect(() => readJsonWeights(Uint8Array.of(0x7b, 0xff), 'w.json')).toThrow('the file is not UTF-8');
  });

  test.prop([
    fc.oneof(
      fc.json({ maxDepth: 5 }),
      fc.string(),
      fc.json().map((json) => `{"W": ${json}}`),
    ),
  ])('whatever the text is, the reader ends with tensors or with an InputError', (text) => {
    try {
      for (const { shape, values } of read(text).tensors) {
        expect(values()).toHaveLength(shape.reduce((product, size) => product * size, 1));
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      expect(error.message).toMatch(/^w\.json: [^\p{Cc}]+$/u);
    }
  });
});

describe('what a file says of its training', () => {
  const setting = { model: 'relu-output', n: 5, m: 2, data: { probability: 0.1 } } as const;

  test.each([
    ['a number', { sparsity: 0.9 }, { sparsity: 0.9 }],
    ['text, as in safetensors', { sparsity: '0.9', format: 'pt' }, { sparsity: 0.9 }],
    ['a model', { model: 'linear' }, { model: 'linear' }],
    ['a setting', { setting }, { setting: parseSetting(setting), sparsity: 0.9, model: 'relu-output' }],
    [
      'a setting as text, and the same sparsity',
      { setting: JSON.stringify(setting), sparsity: '0.9' },
      { setting: parseSetting(setting), sparsity: 0.9, model: 'relu-output' },
    ],
    ['nothing', { epochs: '3' }, {}],
  ])('is %s', (_, metadata, about) => {
    expect(readAbout(metadata, refuser('f'))).toEqual(about);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a sparsity of 1', { sparsity: 1 }, /^f: metadata sparsity: must be a number in \[0, 1\)$/],
    ['no sparsity at all', { sparsity: '' }, /^f: metadata sparsity: must be a number in \[0, 1\)$/],
    ['a model that is none', { model: 'mlp' }, /^f: metadata model: /],
    ['a setting that is none', { setting: {} }, /^f: metadata setting: model: /],
    ['a setting that is no JSON', { setting: '{' }, /^f: metadata setting: is not JSON$/],
    [
      'a setting without end',
      { setting: '{"training":'.repeat(1e5) },
      /^f: metadata setting: nests too deep/,
    ],
    [
      'two sparsities',
      { setting, sparsity: 0.5 },
      /^f: metadata have a sparsity of 0\.5, but the setting another$/,
    ],
    [
      'two models',
      { setting, model: 'linear' },
      /^f: metadata name the model linear, but the setting the model/,
    ],
    ['control sequences', { setting: { '\u001b[2J': 1 } }, /^f: metadata setting: [^\p{Cc}]+$/u],
  ])('is refused when it is %s', (_, metadata, sentence) => {
    expect(() => readAbout(metadata, refuser('f'))).toThrow(sentence);
  });

  test.each([
    ['one_w_s0.7.safetensors', 0.7],
    ['one_w_s0.safetensors', 0],
    ['s.999.npz', 0.999],
    ['relu-sparsity=0.99.json', 0.99],
    ['run-S0.5', 0.5],
  ])('the name %s says S = %d', (name, sparsity) => {
    expect(sparsityInName(name)).toEqual({ sparsity });
  });

  test.each(['weights.npz', 'weights0.7.npz', 'steps0.7.npz', 's1.npz', 's0.7-final.npz', 's0.7.8.npz'])(
    'the name %s says nothing',
    (name) => {
      expect(sparsityInName(name)).toEqual({});
    },
  );
});

describe('tensors by role', () => {
  const tensors = [tensor('p', [2, 3]), tensor('q', [3, 2]), tensor('b', [3]), tensor('step', [])];

  test('are those that are named; the others are left aside', () => {
    const names = parseTensorNames('encoder=q,decoder=p,bias=b');

    expect(findRoles(tensors, 'f', names)).toMatchObject({
      kind: 'untied',
      encoder: { name: 'q' },
      decoder: { name: 'p' },
      b: { name: 'b' },
    });
    expect(findRoles(tensors, 'f', parseTensorNames('bias=b,encoder=p'))).toMatchObject({ kind: 'tied' });
  });

  test.each([
    [
      'encoder',
      '"encoder" does not name one; write encoder=NAME,bias=NAME, and decoder=NAME for untied weights',
    ],
    [
      'weights=W,bias=b',
      '"weights=W" does not name one; write encoder=NAME,bias=NAME, and decoder=NAME for untied weights',
    ],
    ['encoder=W,encoder=V', 'encoder is named twice'],
    ['encoder=W', 'the bias is not named; a model has both'],
    ['bias=b', 'the encoder is not named; a model has both'],
  ])('"%s" is refused', (text, sentence) => {
    expect(() => parseTensorNames(text)).toThrow(new InputError(`tensors: ${sentence}`));
  });

  test.each([
    ['encoder=W,bias=b', 'there is no tensor "W"; the file holds "p" 2 × 3, "q" 3 × 2, "b" 3, "step" scalar'],
    ['encoder=b,bias=b', '"b" 3 cannot be a matrix, by its shape'],
    ['encoder=p,bias=q', '"q" 3 × 2 cannot be a bias, by its shape'],
  ])('"%s" does not fit the file', (text, sentence) => {
    expect(() => findRoles(tensors, 'f', parseTensorNames(text))).toThrow(new InputError(`f: ${sentence}`));
  });
});

function read(text: string) {
  return readJsonWeights(new TextEncoder().encode(text), 'w.json');
}

function tensor(name: string, shape: readonly number[]): Tensor {
  return { name, shape, precision: 'float32', values: () => new Float64Array() };
}
