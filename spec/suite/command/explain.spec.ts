/** `try` names the mistakes that implementations make: each is made on purpose, and must be named in words. */
import { describe, expect, test } from 'vitest';
import { type Matrix, matrix } from '../../../src/models/matrix.js';
import { mapParameters, parametersOf, type Weights } from '../../../src/models/weights.js';
import { centralDifferences } from '../../../src/oracle/central-difference.js';
import { referenceForward, referenceLoss } from '../../../src/oracle/reference.js';
import { importances } from '../../../src/setting/derived.js';
import { type ModelName, modelNameSchema } from '../../../src/setting/schema.js';
import { explainGradient } from '../../../src/subjects/command/explain/explain-gradient.js';
import { explainLoss } from '../../../src/subjects/command/explain/explain-loss.js';
import { explainOutput } from '../../../src/subjects/command/explain/explain-output.js';
import { explainSample } from '../../../src/subjects/command/explain/explain-sample.js';
import { questionAbout, smallSetting } from '../../../src/subjects/command/explain/question.js';
import { tryOut } from '../../../src/subjects/command/explain/trial.js';
import { openFused } from '../../../src/subjects/fused/fused.js';
import type { Subject } from '../../../src/subjects/subject.js';
import { runCli } from '../helpers/run-cli.js';

const question = questionAbout('relu-output');
const { setting, weights, x } = question;
const I = importances(setting);
const loss = referenceLoss('relu-output', I, weights, x);
const gradient = slopeOf((at) => referenceLoss('relu-output', I, at, x));

describe('An output is explained:', () => {
  test.each<ModelName>(modelNameSchema.options)(
    'nothing is wrong with that of %s, in float32 either',
    (model) => {
      const asked = questionAbout(model);
      const rows = referenceForward(model, asked.weights, asked.x);

      expect(
        explainOutput(
          asked,
          matrix(3, 5, (r, i) => rows[r]![i]!),
        ),
      ).toBeUndefined();
      expect(
        explainOutput(
          asked,
          matrix(3, 5, (r, i) => Math.fround(rows[r]![i]!)),
        ),
      ).toBeUndefined();
    },
  );

  test.each<[of: ModelName, given: ModelName, weights: Weights, sentence: string]>([
    ['relu-output', 'linear', weights, 'the ReLU of the output is missing'],
    ['linear', 'relu-output', weights, 'a ReLU is applied to the output, which this model does not have'],
    ['relu-hidden', 'relu-output', weights, 'the ReLU of the hidden dimensions is missing'],
    [
      'relu-output',
      'relu-hidden',
      weights,
      'a ReLU is applied to the hidden dimensions, which this model does not have',
    ],
    ['relu-output', 'relu-output', { ...weights, b: new Float64Array(5) } as Weights, 'the bias is missing'],
    [
      'relu-output',
      'relu-output',
      { ...weights, b: weights.b.map((b) => -b) } as Weights,
      'the bias is subtracted',
    ],
  ])('of %s, given as of %s: %#', (of, given, used, sentence) => {
    const rows = referenceForward(given, used, x);

    const said = explainOutput(
      questionAbout(of),
      matrix(3, 5, (r, i) => rows[r]![i]!),
    );

    expect(said).toMatch(
      new RegExp(`^${sentence}: for row \\d, \\[.*\\], it is \\[.*\\], but should be \\[.*\\]$`),
    );
  });
});

describe('A loss is explained:', () => {
  test('nothing is wrong with the right one, in float32 either', () => {
    expect(explainLoss(question, loss)).toBeUndefined();
    expect(explainLoss(question, Math.fround(loss))).toBeUndefined();
  });

  test.each<[wrong: number, sentence: string]>([
    [5 * loss, 'it is the sum over the 5 features, not their mean'],
    [3 * loss, 'it is the sum over the 3 rows, not their mean'],
    [15 * loss, 'it is the sum over the 3 rows and 5 features, not their mean'],
    [loss / 2, 'it is half of the mean'],
    [lossWith((importance) => importance ** 2), 'the importance is squared'],
    [lossWith(() => 1), 'the importance is missing'],
    [5 * lossWith(() => 1), 'the importance is missing; it is the sum over the 5 features, not their mean'],
    [referenceLoss('linear', I, weights, x), 'the ReLU of the output is missing'],
    [1.234 * loss, 'the loss is'],
  ])('%d: %s', (wrong, sentence) => {
    expect(explainLoss(question, wrong)).toContain(sentence);
    expect(explainLoss(question, wrong)).toMatch(/the loss is [\d.e-]+, but should be [\d.e-]+$/);
  });
});

describe('A gradient is explained:', () => {
  test('nothing is wrong with the right one, in float32 either', () => {
    expect(explainGradient(question, gradient)).toEqual([]);
    expect(
      explainGradient(
        question,
        mapParameters(gradient, (values) => values.map(Math.fround)),
      ),
    ).toEqual([]);
  });

  test.each<[change: (values: Float64Array, name: string) => Float64Array, sentences: string[]]>([
    [(values, name) => (name === 'b' ? values.map(() => 0) : values), ['dL/db: it is 0 everywhere']],
    [(values) => values.map((g) => g / 2), ['dL/dW: the factor 2 of', 'dL/db: the factor 2 of']],
    [(values) => values.map((g) => -g), ['dL/dW: its sign is wrong', 'dL/db: its sign is wrong']],
    [
      (values) => values.map((g) => 5 * g),
      ['dL/dW: it is the sum over the 5 features', 'dL/db: it is the sum'],
    ],
    [(values, name) => (name === 'W' ? values.map((g) => 1.5 * g) : values), ['dL/dW: it is 1.5 times']],
    [(values, name) => (name === 'W' ? values.map(() => Number.NaN) : values), ['dL/dW: it is not finite']],
    [(values, name) => (name === 'W' ? values.toReversed() : values), ['dL/dW: it is [']],
  ])('changed in place: %#', (change, sentences) => {
    const said = explainGradient(question, mapParameters(gradient, change));

    expect(said).toHaveLength(sentences.length);
    said.forEach((sentence, k) => {
      expect(sentence).toContain(sentences[k]);
    });
  });

  test.each<[wrong: Weights, sentence: string]>([
    [
      slopeOf((at) =>
        referenceLoss(
          'relu-output',
          I.map((i) => i ** 2),
          at,
          x,
        ),
      ),
      'the importance is squared',
    ],
    [
      slopeOf((at) =>
        referenceLoss(
          'relu-output',
          I.map(() => 1),
          at,
          x,
        ),
      ),
      'the importance is missing',
    ],
    [
      slopeOf((at) =>
        referenceLoss(
          'relu-output',
          I.map(() => 5),
          at,
          x,
        ),
      ),
      'the importance is missing; it is the sum over the 5',
    ],
    [
      slopeOf((at) =>
        referenceLoss(
          'untied',
          I,
          { kind: 'untied', encoder: matrixOf(weights), decoder: turned(at), b: at.b },
          x,
        ),
      ),
      'the path through the encoder is left out',
    ],
    [
      slopeOf((at) =>
        referenceLoss(
          'untied',
          I,
          { kind: 'untied', encoder: matrixOf(at), decoder: turned(weights), b: weights.b },
          x,
        ),
      ),
      'the path through the decoder is left out',
    ],
    [slopeOf((at) => referenceLoss('linear', I, at, x)), 'the ReLU of the output is missing'],
  ])('derived wrongly: %#', (wrong, sentence) => {
    expect(explainGradient(question, wrong)[0]).toContain(`dL/dW: ${sentence}`);
  });
});

describe('A sample is explained:', () => {
  const drawn = smallSetting('relu-output', 'uniform');
  const sampleOf = (value: () => number, p = 0.2): Matrix =>
    matrix(4096, 5, () => (Math.random() < p ? value() : 0));

  test.each<[what: string, x: Matrix, sentence: RegExp | undefined]>([
    ['nothing is wrong', sampleOf(Math.random), undefined],
    [
      '1 − p',
      sampleOf(Math.random, 0.8),
      /is on in 0\.[78]\d* of 4096 rows, but p = 0.2; sparsity and probability are exchanged$/,
    ],
    ['another rate', sampleOf(Math.random, 0.3), /is on in 0\.\d+ of 4096 rows, but p = 0.2$/],
    ['signed values', sampleOf(() => 2 * Math.random() - 1), /has the value -0\.\d+, outside of \[0, 1\)/],
    ['values of a normal distribution', sampleOf(() => 5 + Math.random()), /has the value 5\.\d+, outside/],
    ['ones', sampleOf(() => 1), /is always 1 when it is on/],
    [
      'squares',
      sampleOf(() => Math.random() ** 2),
      /has the mean 0\.\d+ when it is on, but values from \[0, 1\) have the mean 0.5/,
    ],
  ])('%s', (_, rows, sentence) => {
    if (sentence) expect(explainSample(drawn, 0.2, rows)).toMatch(sentence);
    else expect(explainSample(drawn, 0.2, rows)).toBeUndefined();
  });
});

describe('try', () => {
  test('has nothing to say against the built-in engine', async () => {
    const fused = await openFused(1);

    const findings = await findingsOf(fused);

    expect(findings.filter(({ kind }) => kind === 'wrong')).toEqual([]);
    const { models, magnitudes } = await fused.describe();
    expect(findings).toHaveLength(magnitudes.length + 4 * models.length);
  });

  test('says what does not work, and goes on', async () => {
    const fused = await openFused(1);
    const { sample, ...rest } = fused;
    const broken: Subject = {
      ...rest,
      forward: async () => {
        throw new Error('out of paper');
      },
      async *train([instance]) {
        const zeros = { kind: 'tied', W: matrix(2, 5, () => 0), b: new Float64Array(5) } as const;
        yield { ...instance!, outcome: { kind: 'finished', weights: zeros }, losses: [], checkpoints: [] };
      },
      describe: async () => ({ ...(await fused.describe()), models: ['relu-output'] }),
    };

    expect(await findingsOf(broken)).toEqual([
      { kind: 'absent', about: 'sample', text: expect.stringContaining('not listed') },
      { kind: 'wrong', about: 'forward, relu-output', text: 'out of paper' },
      { kind: 'right', about: 'loss, relu-output', text: expect.stringContaining('as the oracle has it') },
      { kind: 'right', about: 'gradient, relu-output', text: expect.stringContaining('central differences') },
      { kind: 'wrong', about: 'train, relu-output', text: expect.stringContaining('the bias is still 0') },
    ]);
  });

  test('finds nothing wrong with the example in JavaScript', () => {
    const { code, stdout } = runCli(['try', '--subject', `${process.execPath} fixtures/subjects/plain.mjs`]);

    expect(stdout).not.toContain('✗');
    expect(stdout).toMatch(/Nothing is wrong so far; verify it\.\n$/);
    expect(code).toBe(0);
  });

  test('gives 1 and the reason for a program that does not say what it is', () => {
    const { code, stdout } = runCli(['try', '--subject', 'echo hello']);

    expect(stdout).toBe(
      '✗ describe  echo hello wrote "hello" on stdout, which is not JSON; stdout is for answers alone, so print to stderr\n',
    );
    expect(code).toBe(1);
  });
});

async function findingsOf(subject: Subject) {
  const findings = [];
  for await (const finding of tryOut(subject)) findings.push(finding);
  return findings;
}

function slopeOf(f: (at: Weights) => number): Weights {
  return centralDifferences(f, weights);
}

function lossWith(change: (importance: number) => number): number {
  return referenceLoss('relu-output', I.map(change), weights, x);
}

function matrixOf(some: Weights): Matrix {
  const [, values] = parametersOf(some)[0]!;
  return { rows: 2, columns: 5, data: values };
}

function turned(some: Weights): Matrix {
  const W = matrixOf(some);
  return matrix(5, 2, (i, k) => W.data[k * 5 + i]!);
}
