/** The figures of seed 3, from one run: arrows over epochs, the five panels, the misclassified digits. */
import { type Digits, pixels } from '../../../src/data/digits/digit-set.js';
import { featuresOf } from '../../../src/measures/digits/classification.js';
import { unitPositions } from '../../../src/measures/digits/unit-positions.js';
import type { AutoEncoderWeights } from '../../../src/models/digits/weights.js';
import { entry, type Matrix, multiply } from '../../../src/models/matrix.js';
import type { FigureData } from '../../../src/report/figures/figure-data.js';
import type { FinishedDigitsRun } from '../../../src/subjects/digits.js';
import { curves, dots, line, linear, type Point } from './curves.js';
import { analyse, firstRows } from './digits-analysis.js';

/** The documented accuracies after each epoch, on 60,000 digits. */
export const documentedAccuracies = [
  0.9274, 0.943, 0.949, 0.9533, 0.9571, 0.9605, 0.96, 0.9628, 0.964, 0.9653,
] as const;

export function accuracyFigure({ outcome, seed }: FinishedDigitsRun, { test }: Digits): FigureData {
  return curves(
    `Accuracy on ${test.count} digits after each epoch (seed ${seed}), and as documented for 60,000`,
    { x: linear('epoch'), y: linear('accuracy') },
    [
      line('here', overEpochs(outcome.classifierEpochs.map(({ correct }) => correct / test.count))),
      line('documented', overEpochs(documentedAccuracies)),
    ],
  );
}

export function lossFigure({ outcome, seed }: FinishedDigitsRun): FigureData {
  const epochs = outcome.autoEncoderEpochs;
  return curves(
    `Loss of the auto-encoder (seed ${seed}): the mean over each epoch, and its last mini-batch, which is what is documented`,
    { x: linear('epoch'), y: linear('mean squared error') },
    [
      line('epoch mean', overEpochs(epochs.map(({ mean }) => mean))),
      line('last mini-batch', overEpochs(epochs.map(({ lastBatch }) => lastBatch))),
    ],
    [
      { name: 'documented, first', y: 0.2728 },
      { name: 'documented, last', y: 0.1584 },
    ],
  );
}

/** Epochs count from 1. */
function overEpochs(values: readonly number[]): Point[] {
  return values.map((value, k) => [k + 1, value]);
}

/** The hidden units as arrows after some epochs: their embeddings, and where they lie in the code. */
export function arrowFigures(run: FinishedDigitsRun, digits: Digits): FigureData[] {
  const { classifier, autoEncoderEpochs } = run.outcome;
  const features = firstRows(featuresOf(classifier, digits.test), 1000);
  const { importances } = analyse(run, digits);
  const shown = [1, 2, 5, 10, 15, 20].filter((epoch) => epoch <= autoEncoderEpochs.length);
  const panels = (vectorsOf: (weights: AutoEncoderWeights) => [number, number][]) =>
    shown.map((epoch) => ({
      name: `after epoch ${epoch}`,
      vectors: vectorsOf(autoEncoderEpochs[epoch - 1]!.weights),
    }));
  return [
    {
      kind: 'arrows',
      importances: [...importances],
      title: `Embeddings of the hidden units over the epochs (seed ${run.seed}), by importance from ochre to violet`,
      panels: panels(({ encoder }) => columnsOf(encoder)),
    },
    {
      kind: 'arrows',
      importances: [...importances],
      title: `Positions of the hidden units over the epochs (seed ${run.seed}): the mean code with only that unit on, by importance from ochre to violet`,
      panels: panels((weights) => rowsOf(unitPositions(weights, features))),
    },
  ];
}

/** Positions, norms, biases and interference by importance, and decoder · encoder. */
export function panelFigures(run: FinishedDigitsRun, digits: Digits): FigureData[] {
  const { autoEncoder } = run.outcome;
  const { importances, norms, positions, interferences } = analyse(run, digits);
  const scaled = minMax(importances);
  const product = multiply(autoEncoder.decoder, autoEncoder.encoder);
  return [
    {
      kind: 'arrows',
      importances: [...importances],
      title: `Positions of the hidden units (seed ${run.seed}), by importance from ochre to violet`,
      panels: [{ name: 'positions', vectors: rowsOf(positions) }],
    },
    scatter('Norm of the embedding by importance', '‖W_i‖', scaled, norms),
    scatter('Bias of the output by importance', 'b', scaled, [...autoEncoder.b]),
    scatter(
      'Interference as published, not normalised, by importance',
      'Σ (W_i · W_j)²',
      scaled,
      interferences,
    ),
    {
      kind: 'matrix',
      title: `Decoder · encoder, ${product.rows} × ${product.columns} (seed ${run.seed}): blue above 0, red below`,
      rows: Array.from({ length: product.rows }, (_, i) => [
        ...product.data.subarray(i * product.columns, (i + 1) * product.columns),
      ]),
      full: Math.max(...product.data.map(Math.abs), 1e-9),
    },
  ];
}

/** The first misclassified digits of the test. */
export function misclassifiedFigure(run: FinishedDigitsRun, digits: Digits): FigureData {
  const { answers } = analyse(run, digits);
  const { test } = digits;
  const wrong = answers.flatMap((answer, k) => (answer === test.labels[k] ? [] : [{ answer, k }]));
  return {
    kind: 'digits',
    title: `${Math.min(wrong.length, most)} of the ${wrong.length} digits of ${test.count} that are misclassified (seed ${run.seed})`,
    digits: wrong.slice(0, most).map(({ answer, k }) => ({
      label: test.labels[k]!,
      answer,
      pixels: Buffer.from(test.images.subarray(k * pixels, (k + 1) * pixels)).toString('base64'),
    })),
  };
}

const most = 40;

function scatter(
  title: string,
  label: string,
  importances: readonly number[],
  values: readonly number[],
): FigureData {
  return curves(
    title,
    { x: linear('importance, from the least (0) to the greatest (1)'), y: linear(label) },
    [
      dots(
        'hidden units',
        values.map((value, unit) => [importances[unit]!, value]),
      ),
    ],
  );
}

/** As the source scales importances: from 0 for the least to 1 for the greatest. */
function minMax(values: readonly number[]): number[] {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (greatest === least ? 0 : (value - least) / (greatest - least)));
}

function columnsOf(plane: Matrix): [number, number][] {
  return Array.from({ length: plane.columns }, (_, i) => [entry(plane, 0, i), entry(plane, 1, i)]);
}

function rowsOf(plane: Matrix): [number, number][] {
  return Array.from({ length: plane.rows }, (_, i) => [entry(plane, i, 0), entry(plane, i, 1)]);
}
