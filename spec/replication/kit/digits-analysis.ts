/** What all claims of seed 3 look at, measured once a run: everything on the digits to test on. */
import { createHash } from 'node:crypto';
import type { Digits } from '../../../src/data/digits/digit-set.js';
import { answersOf, featuresOf } from '../../../src/measures/digits/classification.js';
import { gatheredShare } from '../../../src/measures/digits/directions.js';
import { reconstructionError, unitImportances } from '../../../src/measures/digits/unit-importance.js';
import { unitPositions } from '../../../src/measures/digits/unit-positions.js';
import { embeddingNorms } from '../../../src/measures/embedding-norms.js';
import { unnormalisedInterference } from '../../../src/measures/interference.js';
import { leastSquaredCosine, meanSquaredCosine } from '../../../src/measures/mean-squared-cosine.js';
import type { AutoEncoderWeights } from '../../../src/models/digits/weights.js';
import { entry, type Matrix } from '../../../src/models/matrix.js';
import type { UntiedWeights } from '../../../src/models/weights.js';
import { settingId } from '../../../src/setting/setting.js';
import type { FinishedDigitsRun } from '../../../src/subjects/digits.js';

export interface Analysis {
  /** What each digit to test on is taken for. */
  readonly answers: readonly number[];
  readonly correct: number;
  /** The share of features that are exactly 0. */
  readonly zeros: number;
  readonly error: number;
  /** By how much the error grows without each unit. */
  readonly importances: readonly number[];
  readonly norms: readonly number[];
  /** units × code. */
  readonly positions: Matrix;
  /** Σ_{j≠i} (W_i · W_j)² of each unit, as published: nothing normalised. */
  readonly interferences: readonly number[];
  readonly squaredCosine: number;
  readonly leastSquaredCosine: number;
  /** The share of Σ importance · norm within the two best windows of 30°. */
  readonly inTwoDirections: number;
}

/** Rows on which importances and positions are measured: their sampling error is far below their spread. */
const rows = 1000;

/** The last results: claims look at the same runs one after the other. */
const known = new Map<string, Analysis>();

export function analyse(run: FinishedDigitsRun, digits: Digits): Analysis {
  const key = keyOf(run);
  const before = known.get(key);
  if (before) return before;
  const fresh = analyseNow(run, digits);
  known.set(key, fresh);
  return fresh;
}

function analyseNow({ outcome }: FinishedDigitsRun, { test }: Digits): Analysis {
  const { classifier, autoEncoder } = outcome;
  const features = featuresOf(classifier, test);
  const answers = answersOf(classifier, features);
  const some = firstRows(features, rows);
  const importances = unitImportances(autoEncoder, some);
  const untied = asUntied(autoEncoder);
  const norms = embeddingNorms(untied);
  const { encoder } = autoEncoder;
  const arrows = norms.map((norm, unit) => ({
    x: entry(encoder, 0, unit),
    y: entry(encoder, 1, unit),
    weight: norm * Math.max(0, importances[unit]!),
  }));
  return {
    answers,
    correct: answers.filter((answer, k) => answer === test.labels[k]).length,
    zeros: features.data.filter((value) => value === 0).length / features.data.length,
    error: reconstructionError(autoEncoder, features),
    importances,
    norms,
    positions: unitPositions(autoEncoder, some),
    interferences: unnormalisedInterference(untied),
    squaredCosine: meanSquaredCosine(encoder),
    leastSquaredCosine: leastSquaredCosine(encoder),
    inTwoDirections: gatheredShare(arrows, 2, 30),
  };
}

/** The auto-encoder's matrices and output bias, for the measures of untied models. */
export function asUntied({ encoder, decoder, b }: AutoEncoderWeights): UntiedWeights {
  return { kind: 'untied', encoder, decoder, b };
}

export function firstRows({ rows: all, columns, data }: Matrix, count: number): Matrix {
  const some = Math.min(all, count);
  return { rows: some, columns, data: data.subarray(0, some * columns) };
}

/** By content, so that runs of two subjects are never taken for each other. */
function keyOf({ setting, seed, outcome }: FinishedDigitsRun): string {
  const { classifier, autoEncoder } = outcome;
  return createHash('sha256')
    .update(`${settingId(setting)}/${seed}`)
    .update(classifier.W1.data)
    .update(classifier.W2.data)
    .update(autoEncoder.encoder.data)
    .update(autoEncoder.decoder.data)
    .digest('hex');
}
