/**
 * The gradients of seed 3's two networks against central differences of the oracle, in components drawn
 * at random and along a random direction.
 *
 * What a correct implementation may be off by, u its rounding unit and γ_k = k u / (1 − k u):
 * - an input of tanh, a sum of k products: γ_{k+2} times the sum A of their absolute values. A blank pixel
 *   adds an exact 0, so k counts those with ink; digits with little ink make the bound sharp;
 * - tanh: 24 u besides; its slope is ≤ 1. Libraries promise 1 to 4 units in the last place. WGSL gives exp(−2|a|)
 *   within (3 + 4|a|) ulp, at most 6 u since it is below 1, so that (1 − e) / (1 + e) is off by 2 · 6 u, and 8 u
 *   for its sums and its division within 2.5 ulp;
 * - softmax: half the error of its inputs, since Σ_j |∂p_k/∂z_j| = 2 p_k (1 − p_k) ≤ 1/2, and 64 u: in WGSL the
 *   exponentials e^(−x) are within (3 + 2x) ulp, their sum hence within 2 (3 + 2 · ln 10) < 16 u of itself, where
 *   ln 10 bounds the mean of x under the softmax (its entropy), and its logarithm, at most ln 10, within 14 u
 *   more, or 8 u near 1; then once more an exponential, 6 u, and 10 u of sums;
 * - products of such factors, each at most 1 or at most what is written there: the sum over factors of
 *   its error times the others, and γ of the number of summands times their size.
 * The central difference D(h) is off by h² f‴ / 6 + …, of which D(2h) − D(h) is three times as much: its
 * absolute value is added. Inputs of ReLU keep clear of 0 by more than a step can move them.
 * Sources: Higham, "Accuracy and Stability of Numerical Algorithms" (2002), sections 3.1 and 3.5; WebGPU Shading
 * Language, the table of the accuracy of built-in functions.
 */
import fc from 'fast-check';
import { type DigitSet, pixels } from '../../../src/data/digits/digit-set.js';
import { openStream, type RandomStream } from '../../../src/data/random.js';
import {
  type AutoEncoderWeights,
  type ClassifierWeights,
  mapNetwork,
  type NetworkWeights,
  networkParameters,
} from '../../../src/models/digits/weights.js';
import { type Matrix, matrix } from '../../../src/models/matrix.js';
import { differenceStep } from '../../../src/oracle/central-difference.js';
import { type NetworkPass, referenceAutoEncoder, referenceClassifier } from '../../../src/oracle/digits.js';
import { expectWithin } from './assertions.js';
import { gamma, type Precision } from './error-bounds.js';

/** Two steps of 2⁻¹⁷ in each of at most 61 parameters, of inputs up to 1, move an input of ReLU by 1e-3 at most. */
const clearance = 1e-3;

/** Pixels of a digit that have ink, at most. */
const mostInked = 60;

/** Components of each parameter that are looked at. */
const components = 3;

export interface ClassifierQuestion {
  readonly weights: ClassifierWeights;
  readonly digits: DigitSet;
}
export interface AutoEncoderQuestion {
  readonly weights: AutoEncoderWeights;
  readonly features: Matrix;
}

export function classifierQuestions(): fc.Arbitrary<ClassifierQuestion> {
  return fc
    .record({ hidden: fc.integer({ min: 1, max: 9 }), rows: fc.integer({ min: 1, max: 3 }), seed: fc.nat() })
    .map(({ hidden, rows, seed }) => {
      const stream = openStream(seed, 'evaluation');
      const weights: ClassifierWeights = {
        kind: 'classifier',
        W1: signed(stream, hidden, pixels, 0.5),
        b1: signed(stream, 1, hidden, 1).data,
        W2: signed(stream, 10, hidden, 1.5),
        b2: signed(stream, 1, 10, 1).data,
      };
      return { weights, digits: noise(stream, rows) };
    })
    .filter(({ weights, digits }) => isClear(referenceClassifier(weights, digits)));
}

export function autoEncoderQuestions(): fc.Arbitrary<AutoEncoderQuestion> {
  return fc
    .record({
      hidden: fc.integer({ min: 1, max: 49 }),
      code: fc.integer({ min: 1, max: 5 }),
      rows: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    })
    .map(({ hidden, code, rows, seed }) => {
      const stream = openStream(seed, 'evaluation');
      const weights: AutoEncoderWeights = {
        kind: 'auto-encoder',
        encoder: signed(stream, code, hidden, 1),
        codeBias: signed(stream, 1, code, 1).data,
        decoder: signed(stream, hidden, code, 1),
        b: signed(stream, 1, hidden, 1).data,
      };
      // As the classifier's features are: from 0 to 1, and often 0.
      const features = matrix(rows, hidden, () => Math.max(0, 2 * float32(stream.uniform()) - 1));
      return { weights, features };
    })
    .filter(({ weights, features }) => isClear(referenceAutoEncoder(weights, features)));
}

export function checkGradient<W extends NetworkWeights>(
  loss: (weights: W) => number,
  weights: W,
  gradient: W,
  tolerance: (parameter: string) => number,
  seed: number,
): void {
  const stream = openStream(seed, 'evaluation');
  for (const [name, values] of networkParameters(gradient)) {
    // Of a blank pixel every slope is 0: of the others as many are looked at.
    const sloping = [...values.keys()].filter((at) => values[at] !== 0);
    for (let k = 0; k < 2 * components; k++) {
      const any = k < components || sloping.length === 0;
      const at = any
        ? Math.floor(values.length * stream.uniform())
        : sloping[Math.floor(sloping.length * stream.uniform())]!;
      const along = (other: string, i: number): number => Number(other === name && i === at);
      const { slope, error } = slopeAlong(loss, weights, along);
      const what = `the gradient of the ${weights.kind} in ${name}[${at}]`;
      expectWithin(what, values[at]!, slope, tolerance(name) + error);
    }
  }
  const direction = mapNetwork(weights, (values) => values.map(() => 2 * stream.uniform() - 1));
  const parts = new Map(networkParameters(direction));
  let actual = 0;
  let allowed = 0;
  for (const [name, values] of networkParameters(gradient)) {
    values.forEach((value, i) => {
      actual += value * parts.get(name)![i]!;
      allowed += tolerance(name) * Math.abs(parts.get(name)![i]!);
    });
  }
  const { slope, error } = slopeAlong(loss, weights, (name, i) => parts.get(name)![i]!);
  expectWithin(
    `the slope of the loss of the ${weights.kind} along a direction`,
    actual,
    slope,
    allowed + error,
  );
}

/** The tolerances of the header for the classifier's loss and for each of its parameters. */
export function classifierTolerances({ weights, digits }: ClassifierQuestion, precision: Precision) {
  const { W1, b1, W2, b2 } = weights;
  const hidden = W1.rows;
  const u = gamma(1, precision);
  const inked = Array.from({ length: digits.count }, (_, k) =>
    Array.from({ length: pixels }, (__, pixel) => pixel).filter((at) => digits.images[k * pixels + at]! > 0),
  );
  const most = Math.max(...inked.map(({ length }) => length));
  const A = Math.max(
    ...inked.flatMap((seen) =>
      Array.from(b1, (bias, unit) =>
        seen.reduce((sum, at) => sum + Math.abs(W1.data[unit * pixels + at]!), Math.abs(bias)),
      ),
    ),
  );
  const h = gamma(most + 3, precision) * A + 24 * u;
  const z = rowSum(W2) * h + gamma(hidden + 2, precision) * (rowSum(W2) + greatest(b2));
  const p = z / 2 + 64 * u;
  // Σ_k |p_k − [k = label]| ≤ 2, so what comes back through W₂ is at most twice its greatest entry.
  const back = 2 * greatest(W2.data);
  const sums = gamma(digits.count + 16, precision);
  const first = columnSum(W2) * p + back * (2 * h + 4 * u + sums);
  const head = p + h + sums;
  const bounds: Readonly<Record<string, number>> = { W1: first, b1: first, W2: head, b2: head };
  // The loss is a logarithm of at most 10 e^{2 max |z|} less a score.
  const size = 2 * (rowSum(W2) + greatest(b2)) + 4;
  return { loss: 2 * z + 48 * u + sums * size, of: (name: string) => bounds[name]! };
}

/** The tolerances of the header for the auto-encoder's loss and for each of its parameters. */
export function autoEncoderTolerances({ weights, features }: AutoEncoderQuestion, precision: Precision) {
  const { encoder, codeBias, decoder, b } = weights;
  const { columns: hidden, rows: code } = encoder;
  const u = gamma(1, precision);
  const c = gamma(hidden + 3, precision) * (rowSum(encoder) + greatest(codeBias)) + 24 * u;
  const y = rowSum(decoder) * c + gamma(code + 3, precision) * (rowSum(decoder) + greatest(b)) + 24 * u;
  const sums = gamma(features.rows * hidden + hidden + 16, precision);
  // |y − f| ≤ 1 and 1 − y² ≤ 1, so a slope before the sum is at most 2 / (rows · hidden).
  const slope = (2 / hidden) * (y + 2 * y + 4 * u + sums);
  const inner = columnSum(decoder);
  const first = inner * slope + (2 / hidden) * inner * (2 * c + 4 * u + sums);
  const last = slope + (2 / hidden) * (c + sums);
  const bounds: Readonly<Record<string, number>> = {
    encoder: first,
    codeBias: first,
    decoder: last,
    b: last,
  };
  return { loss: 2 * y + sums, of: (name: string) => bounds[name]! };
}

function slopeAlong<W extends NetworkWeights>(
  loss: (weights: W) => number,
  weights: W,
  along: (name: string, i: number) => number,
): { slope: number; error: number } {
  const at = (by: number): number =>
    loss(mapNetwork(weights, (values, name) => values.map((value, i) => value + by * along(name, i))));
  const difference = (step: number): number => (at(step) - at(-step)) / (2 * step);
  const [slope, coarse] = [difference(differenceStep), difference(2 * differenceStep)];
  // The rounding of the oracle: some thousand operations on numbers of order 10 or less.
  const rounding = (gamma(2000, 'float64') * 10) / differenceStep;
  return { slope, error: Math.abs(coarse - slope) + rounding };
}

function isClear({ beforeRelu }: NetworkPass): boolean {
  return beforeRelu.every((value) => Math.abs(value) > clearance);
}

function signed(stream: RandomStream, rows: number, columns: number, bound: number): Matrix {
  return matrix(rows, columns, () => float32(bound * (2 * stream.uniform() - 1)));
}

/** Pixels of any shade, most of them blank. */
function noise(stream: RandomStream, count: number): DigitSet {
  const images = new Uint8Array(count * pixels);
  for (let digit = 0; digit < count; digit++) {
    for (let left = Math.ceil(mostInked * stream.uniform()); left > 0; left--) {
      const pixel = Math.floor(pixels * stream.uniform());
      images[digit * pixels + pixel] = Math.floor(256 * stream.uniform());
    }
  }
  const labels = Uint8Array.from({ length: count }, () => Math.floor(10 * stream.uniform()));
  return { count, images, labels };
}

/** The greatest sum of absolute values of a row. */
function rowSum({ rows, columns, data }: Matrix): number {
  const sums = Array.from({ length: rows }, (_, i) =>
    data.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + Math.abs(value), 0),
  );
  return Math.max(...sums);
}

function columnSum({ rows, columns, data }: Matrix): number {
  return rowSum(matrix(columns, rows, (j, i) => data[i * columns + j]!));
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

const float32 = Math.fround;
