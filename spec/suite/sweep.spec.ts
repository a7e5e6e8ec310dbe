/** Folders of weights: what is read as a model, the table over sparsity, and the claims on saved weights. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path, { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ModelInspection } from '../../src/cli/inspection.js';
import type { Report } from '../../src/report/report.js';
import { npyFile, npzFile } from './helpers/numpy-file.js';
import { publishedWeights, publishedWeightsMissing } from './helpers/published-weights.js';
import { runCli } from './helpers/run-cli.js';
import { safetensorsFile } from './helpers/safetensors-file.js';

const folder = mkdtempSync(join(tmpdir(), 'sweep-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Three features in two dimensions, from none in superposition to an antipodal pair to a triangle:
 * represented 2, 3, 3; D* 1, 2/3, 2/5.07. b clips what interferes negatively.
 */
const dense = { W: [1, 0, 0, 0, 1, 0], b: [0, 0, 0.5] };
const pair = { W: [1, 0, 0, 0, 1, -1], b: [0, 0, 0] };
const long = Math.sqrt(1.69);
const triangle = {
  W: [long, -long / 2, -long / 2, 0, long * Math.sqrt(0.75), -long * Math.sqrt(0.75)],
  b: [-0.59, -0.59, -0.59],
};

describe('one model', () => {
  test('is the same from safetensors, npz, JSON and a folder of .npy, in either orientation', () => {
    const { W, b } = pair;
    const turned = [1, 0, 0, 1, 0, -1];
    const files = [
      save(
        'one/m.safetensors',
        safetensorsFile({ W: { shape: [2, 3], values: W }, b: { shape: [3], values: b } }),
      ),
      save('one/m.npz', npzFile({ W: { shape: [3, 2], values: turned }, b: { shape: [3], values: b } })),
      save('one/m.json', json(pair)),
      path.dirname(save('one/arrays/W.npy', npyFile({ shape: [2, 3], values: turned, fortranOrder: true }))),
    ];
    save('one/arrays/b.npy', npyFile({ shape: [3], values: b }));

    const features = files.map((file) => inspect(file)[0]?.features);

    expect(features[0]?.map(({ antipode }) => antipode)).toEqual([null, 2, 1]);
    for (const each of features) expect(each).toEqual(features[0]);
  });

  test('takes its setting from a sidecar, and its model from there to the response', () => {
    save('beside/m.json', json({ W: [1, 0, 0, 0, 1, -1], b: [0, 0, 0] }));
    const setting = { model: 'linear', n: 3, m: 2, data: { probability: 0.25 } };
    save('beside/m.setting.json', JSON.stringify({ setting }));

    const [inspected] = inspect(join(folder, 'beside'));

    expect(inspected).toMatchObject({ sparsity: 0.75, model: 'linear' });
    // Without the ReLU, the −1 of the pair counts twice.
    expect(inspected?.responseDistance).toBe(Math.SQRT2);
    expect(inspect(save('alone/m.json', json(pair)))[0]?.responseDistance).toBe(0);
  });

  test.each<[what: string, sidecar: unknown, sentence: RegExp]>([
    [
      'another size',
      { setting: { model: 'linear', n: 4, m: 2, data: { probability: 1 } } },
      /n = 3 and m = 2, but/,
    ],
    ['a model of other weights', { model: 'untied' }, /the weights are tied, but those of the model untied/],
    ['nothing that can be read', [], /m\.setting\.json: the file must hold a JSON object/],
  ])('is refused when its sidecar says %s', (_, sidecar, sentence) => {
    const file = save('contradicted/m.json', json(pair));
    save('contradicted/m.setting.json', JSON.stringify(sidecar));

    expectRefusal(['inspect', file], sentence);
  });

  test('a single .npy is an array of a model, and is told so', () => {
    const file = save('single/W.npy', npyFile({ shape: [2, 3], values: pair.W }));

    expectRefusal(['inspect', file], /W\.npy: holds "W" 2 × 3, which fits no model/);
  });

  test('whose tensors have names of their own is read by --tensors; verify takes the options too', () => {
    const names = { p: { shape: [2, 2], values: [1, 0, 0, 1] }, q: { shape: [2, 2], values: [1, 0, 0, 1] } };
    const file = save(
      'named/m.safetensors',
      safetensorsFile({ ...names, r: { shape: [2], values: [0, 0] } }),
    );
    const options = ['--tensors', 'encoder=p,decoder=q,bias=r', '--orientation', 'm-by-n'];

    expect(inspect(file, ...options)).toMatchObject([{ kind: 'untied', identityDistance: 0 }]);
    const { code, stdout } = verify(file, 'W.rank-bound', ...options);
    expect([code, stdout.includes('✓ upheld')]).toEqual([0, true]);
    expectRefusal(['inspect', file, '--tensors', 'p'], /--tensors.* does not name one/);
  });
});

describe('a sweep', () => {
  test('is a folder of models; its table runs from dense to sparse', () => {
    const place = saveSweep('sweep', [dense, pair, triangle]);

    const { code, stdout } = runCli(['inspect', place]);

    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'tied weights (relu-output), n = 3, m = 2; 3 models',
      '√(n − m) = 1.000, which no weights go below; represented: (WᵀW)_ii > 0.5',
    ]);
    const rows = stdout.split('\n').slice(3, 6);
    // R − I: .5 three times; nothing; .1 three times on the diagonal.
    expect(rows.map((row) => row.trim().replace(/ +/g, ' '))).toEqual([
      '0 2 1.000 0.866 2.000 1.000 0.000 to 0.500 w_s0.json',
      '0.9 3 1.414 0.000 2.000 0.667 0.000 to 0.000 w_s0.9.json',
      '0.99 3 2.390 0.173 2.000 0.394 −0.590 to −0.590 w_s0.99.json',
    ]);
    expect(code).toBe(0);
  });

  test('lists tied beside untied models apart, and those of unknown sparsity last', () => {
    const place = saveSweep('mixed', [dense, pair]);
    save('mixed/final.json', json(triangle));
    save('mixed/other.json', '{"encoder": [[1, 0]], "decoder": [[1], [0]], "b": [0, 0]}');
    save('mixed/README.md', 'no weights');

    const { stdout } = runCli(['inspect', place]);

    expect(stdout).toMatch(/^ +\? +3 .*final\.json$/m);
    expect(stdout).toContain('untied weights (untied), n = 2, m = 1; 1 models');
    expect(inspect(place)).toHaveLength(4);
  });

  test.each<[what: string, file: string, text: string, sentence: RegExp]>([
    [
      'a PyTorch archive',
      'w_s0.5.pt',
      '',
      /w_s0\.5\.pt: is a PyTorch archive by its ending, and to unpickle runs/,
    ],
    ['a broken file', 'w_s0.5.json', '{', /w_s0\.5\.json: the file is not JSON/],
    ['an array', 'W.npy', '', /holds \.npy files, the arrays of one model, and "w_s0\.9\.json"/],
  ])('is refused as a whole when %s is in it', (_, file, text, sentence) => {
    const place = saveSweep(`spoilt-${file}`, [dense, pair]);
    save(`spoilt-${file}/${file}`, text);

    expectRefusal(['inspect', place], sentence);
    expectRefusal(['verify', '--subject', place, '--out', join(folder, 'never')], sentence);
  });
});

describe('the claims on saved weights', () => {
  const all = [
    'W.rank-bound',
    'W.dimensions',
    'W.dense',
    'W.represented',
    'W.response',
    'W.dimensions-per-feature',
  ];

  test('hold of a sweep into superposition; verify prints its table before them', () => {
    const { code, stdout, verdicts } = verify(saveSweep('good', [dense, pair, triangle]), 'W');

    expect(verdicts).toEqual(Object.fromEntries(all.map((id) => [id, 'upheld'])));
    expect(stdout).toMatch(/^tied weights \(relu-output\), n = 3, m = 2; 3 models\n/);
    expect(code).toBe(0);
  });

  test('hold of seed 1’s published sweep', ({ skip }) => {
    if (publishedWeightsMissing) skip(publishedWeightsMissing);

    const { code, verdicts } = verify(path.dirname(publishedWeights('0')), 'W');

    expect(verdicts).toEqual(Object.fromEntries(all.map((id) => [id, 'upheld'])));
    expect(code).toBe(0);
  });

  test.each<[what: string, models: readonly Model[], refuted: readonly string[]]>([
    [
      'runs from superposition to none',
      [triangle, pair, dense],
      ['W.dense', 'W.represented', 'W.response', 'W.dimensions-per-feature'],
    ],
    [
      'never changes, as a linear model',
      [dense, dense, dense],
      ['W.represented', 'W.response', 'W.dimensions-per-feature'],
    ],
    [
      'was never trained',
      [silent, silent, silent],
      ['W.dense', 'W.represented', 'W.response', 'W.dimensions-per-feature'],
    ],
    ['drops features on the way', [dense, triangle, dense, pair], ['W.represented']],
  ])('are refuted of a sweep that %s', (what, models, refuted) => {
    const { code, verdicts } = verify(saveSweep(what, models), 'W');

    expect(Object.keys(verdicts).filter((id) => verdicts[id] === 'refuted')).toEqual(refuted);
    expect(code).toBe(1);
  });

  test('about sweeps do not apply to one model, nor to a sweep of a model that is named linear', () => {
    const one = verify(save('lone/w_s0.json', json(dense)), 'W').verdicts;
    const named = [dense, dense].map((model) => ({ ...model, model: 'linear' }));
    const linear = verify(saveSweep('linear', named), 'W').verdicts;

    for (const verdicts of [one, linear]) {
      const absent = Object.keys(verdicts).filter((id) => verdicts[id] === 'not applicable');
      expect(absent).toEqual(['W.represented', 'W.response', 'W.dimensions-per-feature']);
    }
  });

  test('do not apply to a subject that trains', () => {
    expect(verify('fused', 'W.rank-bound').verdicts).toEqual({ 'W.rank-bound': 'not applicable' });
  });
});

type Model = Readonly<Record<string, unknown>> & {
  readonly W: readonly number[];
  readonly b: readonly number[];
};

/** As drawn, not learned: no feature is as long as a represented one. */
const silent = { W: [0.3, 0.1, -0.2, 0.2, -0.4, 0.1], b: [0, 0, 0] };

function json({ W, ...rest }: Model): string {
  return JSON.stringify({ ...rest, W: [W.slice(0, 3), W.slice(3)] });
}

/** One file a model, of sparsities that rise. */
function saveSweep(name: string, models: readonly Model[]): string {
  const sparsities = ['0', '0.9', '0.99', '0.999'];
  models.forEach((model, k) => {
    save(`${name}/w_s${sparsities[k]}.json`, json(model));
  });
  return join(folder, name);
}

function save(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function inspect(file: string, ...options: string[]): readonly ModelInspection[] {
  const { code, stdout, stderr } = runCli(['inspect', file, '--json', ...options]);
  expect([code, stderr]).toEqual([0, '']);
  const parsed = JSON.parse(stdout);
  return parsed.models ?? [parsed];
}

function verify(subject: string, claims: string, ...options: string[]) {
  const out = join(folder, 'report');
  const args = ['verify', '--subject', subject, '--claims', claims, '--out', out, ...options];
  const { code, stdout, stderr } = runCli(args);
  expect(stderr).toContain('report: ');
  const report: Report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  return {
    code,
    stdout,
    verdicts: Object.fromEntries(report.claims.map(({ id, verdict }) => [id, verdict])),
  };
}

function expectRefusal(args: readonly string[], sentence: RegExp): void {
  const { code, stdout, stderr } = runCli(args);
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(/^superposition-spec: [^\n]+\n$/);
  expect([code, stdout]).toEqual([2, '']);
}
