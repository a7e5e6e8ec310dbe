import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Inspection } from '../../src/cli/inspection.js';
import { matrixOf } from '../../src/models/matrix.js';
import { openSubject } from '../../src/subjects/registry.js';
import { publishedWeights, publishedWeightsMissing } from './helpers/published-weights.js';
import { runCli } from './helpers/run-cli.js';
import { type SavedTensor, safetensorsFile } from './helpers/safetensors-file.js';

const folder = mkdtempSync(join(tmpdir(), 'inspect-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Figures computed from seed 1's published files by other code, kept to three decimals, hence within half of
 * the last one.
 */
const figures = [
  { sparsity: '0', represented: 5, identityDistance: 3.873, responseDistance: 4.665 },
  { sparsity: '0.7', represented: 7, identityDistance: 4.115, responseDistance: 3.634 },
  { sparsity: '0.9', represented: 9, identityDistance: 4.344, responseDistance: 3.236 },
  { sparsity: '0.99', represented: 14, identityDistance: 7.74, responseDistance: 2.461 },
  { sparsity: '0.999', represented: 17, identityDistance: 10.057, responseDistance: 1.755 },
];

describe("inspect on seed 1's published models", () => {
  test.for(figures)(
    'S = $sparsity: $represented represented, ‖WᵀW − I‖_F = $identityDistance, ‖R − I‖_F = $responseDistance',
    ({ sparsity, represented, identityDistance, responseDistance }, { skip }) => {
      if (publishedWeightsMissing) skip(publishedWeightsMissing);

      const { n, m, ...found } = inspectJson(publishedWeights(sparsity));

      expect([n, m, found.represented.byDiagonal.count]).toEqual([20, 5, represented]);
      expect(Math.abs(found.identityDistance - identityDistance)).toBeLessThanOrEqual(0.0005);
      expect(Math.abs(found.responseDistance - responseDistance)).toBeLessThanOrEqual(0.0005);
      expect(found.rankBound).toBe(Math.sqrt(15));
    },
  );

  test('the table shows the same figures in at most 100 columns', ({ skip }) => {
    if (publishedWeightsMissing) skip(publishedWeightsMissing);

    const { code, stdout, stderr } = runCli(['inspect', publishedWeights('0.9')]);

    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('tied weights, n = 20 features, m = 5 hidden dimensions\n');
    expect(stdout).toMatch(/^represented +9 of 20 /m);
    expect(stdout).toMatch(/^‖WᵀW − I‖_F +4\.344 +at least √\(n − m\) = 3\.873 /m);
    expect(stdout).toMatch(/^‖R − I‖_F +3\.236 /m);
    const [, ...lines] = stdout.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe('inspect on a model worked out by hand', () => {
  // W_0 = (2, 0) alone, W_1 = (0, 1) and W_2 = (0, −1) an antipodal pair, W_3 = 0.
  const W = [2, 0, 0, 0, 0, 1, -1, 0];
  const b = [-1, 0, 0.25, 0.5];
  const byHand = {
    W: { shape: [2, 4], values: W },
    b: { shape: [4], values: b },
  };

  test('prints every measure as JSON, in stable keys and full precision', () => {
    const path = save('by-hand.safetensors', byHand);

    const { file, sha256, ...found } = inspectJson(path);

    const none = { interference: 0, rootInterference: 0, unnormalisedInterference: 0 };
    const one = { interference: 1, rootInterference: 1, unnormalisedInterference: 1 };
    expect(file).toBe(path);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(found).toEqual({
      precision: 'float32',
      kind: 'tied',
      n: 4,
      m: 2,
      represented: {
        byDiagonal: { count: 3, features: [0, 1, 2] },
        byNorm: { count: 3, features: [0, 1, 2] },
      },
      // WᵀW − I: 3 and −1 on the diagonal, −1 twice off it.
      identityDistance: Math.sqrt(9 + 1 + 1 + 1),
      rankBound: Math.sqrt(2),
      // R: row 0 is (3, 0, .25, .5), row 1 (0, 1, 0, .5), row 2 (0, 0, 1.25, .5), row 3 (0, 0, .25, .5).
      responseDistance: Math.sqrt(4 + 3 * 0.0625 + 4 * 0.25),
      totalDimensionality: 2,
      dimensionsPerFeature: 2 / 6,
      antipodalPairs: [{ features: [1, 2], cosine: -1 }],
      bias: { min: -1, max: 0.5 },
      features: [
        {
          feature: 0,
          norm: 2,
          diagonal: 4,
          bias: -1,
          dimensionality: 1,
          ...none,
          response: 3,
          antipode: null,
        },
        { feature: 1, norm: 1, diagonal: 1, bias: 0, dimensionality: 0.5, ...one, response: 1, antipode: 2 },
        {
          feature: 2,
          norm: 1,
          diagonal: 1,
          bias: 0.25,
          dimensionality: 0.5,
          ...one,
          response: 1.25,
          antipode: 1,
        },
        {
          feature: 3,
          norm: 0,
          diagonal: 0,
          bias: 0.5,
          dimensionality: 0,
          ...none,
          response: 0.5,
          antipode: null,
        },
      ],
    });
  });

  test('reads n × m and float64 to the same measures', () => {
    const turned = [2, 0, 0, 1, 0, -1, 0, 0];
    const path = save('turned.safetensors', {
      W: { shape: [4, 2], values: turned, dtype: 'F64' },
      b: { shape: [4], values: b },
    });

    const { precision, features } = inspectJson(path);

    expect(precision).toBe('float64');
    expect(features).toEqual(inspectJson(save('by-hand.safetensors', byHand)).features);
  });

  test('measures decoder · encoder of untied weights', () => {
    const path = save('untied.safetensors', {
      encoder: { shape: [1, 2], values: [1, 0] },
      decoder: { shape: [2, 1], values: [1, 2] },
      b: { shape: [2], values: [0, 0] },
    });

    const { kind, identityDistance, responseDistance } = inspectJson(path);

    // DE = [[1, 0], [2, 0]]; row i of R is the response to feature i: [[1, 2], [0, 0]].
    expect([kind, identityDistance, responseDistance]).toEqual(['untied', Math.sqrt(5), Math.sqrt(5)]);
    expect(runCli(['inspect', path]).stdout).toContain('‖DE − I‖_F');
  });

  test('says null, and never NaN, of the dimensions per feature of W = 0', () => {
    const path = save('zero.safetensors', {
      W: { shape: [1, 2], values: [0, 0] },
      b: { shape: [2], values: [0, 0] },
    });

    expect(inspectJson(path)).toMatchObject({ dimensionsPerFeature: null, totalDimensionality: 0 });
    expect(runCli(['inspect', path]).stdout).not.toMatch(/NaN|Infinity/);
  });

  test('takes a square matrix when told how it is stored', () => {
    const path = save('square.safetensors', {
      W: { shape: [2, 2], values: [1, 1, 0, 0] },
      b: { shape: [2], values: [0, 0] },
    });

    const norms = (layout: string): number[] =>
      inspectJson(path, '--orientation', layout).features.map(({ norm }) => norm);

    expect(runCli(['inspect', path]).code).toBe(2);
    expect(norms('m-by-n')).toEqual([1, 1]);
    expect(norms('n-by-m')).toEqual([Math.SQRT2, 0]);
  });

  test('lists 50 of 400 features, and all of them when asked', () => {
    const path = save('wide.safetensors', {
      W: { shape: [1, 400], values: Array.from({ length: 400 }, (_, i) => i / 400) },
      b: { shape: [400], values: new Array<number>(400).fill(0) },
    });

    const listed = (...options: string[]): number =>
      runCli(['inspect', path, ...options]).stdout.match(/^ *\d+ [● ] .*$/gm)?.length ?? 0;

    expect([listed(), listed('--all')]).toEqual([50, 400]);
    expect(runCli(['inspect', path]).stdout).toContain('… 350 more; --all lists them');
  });
});

describe('a weights file as a subject', () => {
  test('is opened by its path, has the weights and no method, and a version that changes with them', async () => {
    const open = async (value: number) => {
      const path = save('subject.safetensors', {
        W: { shape: [2, 1], values: [1, value] },
        b: { shape: [1], values: [0] },
      });
      const opened = await openSubject(path);
      if (opened.kind === 'absent') throw new Error(opened.reason);
      return opened.subject;
    };

    const [first, second] = [await open(2), await open(3)];

    expect(first.saved?.map(({ weights }) => weights)).toEqual([
      {
        kind: 'tied',
        W: matrixOf([[1], [2]]),
        b: Float64Array.of(0),
      },
    ]);
    expect(Object.keys(first).sort()).toEqual(['close', 'describe', 'saved']);
    expect((await first.describe()).version).not.toBe((await second.describe()).version);
    await first.close();
  });
});

describe('inspect refuses with one line on stderr, exit code 2 and nothing on stdout', () => {
  const good = {
    W: { shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
    b: { shape: [3], values: [1, 2, 3] },
  };
  const cases: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['no file named', () => [], /missing required argument 'files'/],
    ['an unknown option', () => ['x.safetensors', '--nope'], /unknown option '--nope'/],
    ['an unknown orientation', () => ['x.safetensors', '--orientation', 'up'], /'up' is invalid/],
    ['a missing file', () => [join(folder, 'missing.safetensors')], /there is no such file; check the path/],
    ['an empty folder', () => [saveFolder('folder.safetensors')], /the folder holds no weights/],
    [
      'another format',
      () => ['weights.csv'],
      /the ending names no format of weights; known are \.safetensors/,
    ],
    ['a PyTorch archive', () => ['weights.pt'], /to unpickle runs code; convert it .* FILE\.safetensors/],
    ['an empty file', () => [write('empty.safetensors', new Uint8Array())], /the file is empty/],
    [
      'a truncated file',
      () => [write('cut.safetensors', safetensorsFile(good).slice(0, -1))],
      /tensor "b": data_offsets \[24, 36\] reach beyond the 35 bytes of data/,
    ],
    [
      'a file above the size limit, before it is read',
      () => {
        const path = write('huge.safetensors', safetensorsFile(good));
        truncateSync(path, 2 ** 40);
        return [path];
      },
      /the file has 1099511627776 bytes, above the limit of 17825792/,
    ],
    [
      'a weight that is not a number',
      () => [save('nan.safetensors', { ...good, b: { shape: [3], values: [0, Number.NaN, 0] } })],
      /tensor "b" has the value NaN at index \[1\]/,
    ],
    [
      'a name with terminal control sequences',
      () => [save('escape.safetensors', { '\u001b[2J\u009b31m': { shape: [3], values: [1, 2, 3] } })],
      /holds "\\u\{1b\}\[2J\\u\{9b\}31m" 3, which fits no model/,
    ],
  ];

  test.each(cases)('%s', (_, args, sentence) => {
    for (const json of [[], ['--json']]) {
      const { code, stdout, stderr } = runCli(['inspect', ...args(), ...json]);

      expect(stderr).toMatch(sentence);
      expect(stderr).toMatch(/^superposition-spec: [^\n]+\n$/);
      expect([code, stdout]).toEqual([2, '']);
    }
  });
});

function inspectJson(
  path: string,
  ...options: string[]
): Inspection & { file: string; sha256: string; precision: string } {
  const { code, stdout, stderr } = runCli(['inspect', path, '--json', ...options]);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

function save(name: string, tensors: Readonly<Record<string, SavedTensor>>): string {
  return write(name, safetensorsFile(tensors));
}

function saveFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
