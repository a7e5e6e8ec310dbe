/**
 * A question's loss by the oracle, with what its setting has besides (a hidden penalty, an attack), and how
 * far rounding may take a correct implementation from it.
 *
 * The penalty adds a sum of m r terms |h|, hence m r roundings to k. Under an attack the input is x + δ,
 * δ_j = ε G_ij / ‖G_i‖. With Ḡ = |D| |E| each entry of G is off by γ Ḡ_ij and its length by γ ‖Ḡ_i‖ at
 * most, so that δ_j is off by γ times
 *
 *     ε (Ḡ_ij / ‖G_i‖) (1 + ‖Ḡ_i‖ / ‖G_i‖):
 *
 * this, for the worst i, joins |x| as the majorant of the input, and k grows by the roundings of G, of its
 * length and of ε: m + n + 8. Questions whose answer rounding could turn are left out: a G_i that is
 * nearly cancelled, another attack that is nearly as bad, an input of a ReLU or |h| near 0.
 */
import type { Matrix } from '../../../src/models/matrix.js';
import type { Weights } from '../../../src/models/weights.js';
import {
  type Attacked,
  referenceAttack,
  referenceMeanNorm,
  referenceProduct,
} from '../../../src/oracle/attack.js';
import { distanceToKink } from '../../../src/oracle/kinks.js';
import { type Extras, pass, referenceLoss } from '../../../src/oracle/reference.js';
import { importances, probabilities } from '../../../src/setting/derived.js';
import type { Question } from './arbitraries.js';
import { absolute, absoluteMatrix, clearance, gamma, lossMajorant, roundings } from './error-bounds.js';

export interface Objective {
  /** L as a function of the weights, at fixed x and δ. */
  readonly loss: (weights: Weights) => number;
  /** Its majorant, as a function of |θ|. */
  readonly majorant: (positive: Weights) => number;
  readonly k: number;
}

export function objectiveOf(question: Question): Objective {
  const { setting, x } = question;
  const { hiddenPenalty } = setting.training;
  const I = importances(setting);
  const attacked = attackOf(question);
  const extras: Extras = { hiddenPenalty, input: attacked?.x };
  const majorantExtras: Extras = { hiddenPenalty, input: inputMajorant(question) };
  return {
    loss: (weights) => referenceLoss(setting.model, I, weights, x, extras),
    majorant: lossMajorant(setting.model, I, x, majorantExtras),
    k: countOf(question),
  };
}

/** Whether the gradient is beyond doubt: no kink and no other attack within reach of rounding. */
export function isSmooth(question: Question): boolean {
  const { setting, weights, x } = question;
  const attacked = attackOf(question);
  const input = attacked?.x ?? x;
  const penalised = setting.training.hiddenPenalty !== undefined;
  if (distanceToKink(setting.model, weights, input, penalised) <= clearance) return false;
  return attacked === undefined || isCertain(question, attacked);
}

/** Whether float32 finds the same attack, and inputs of ReLUs within half of the clearance. */
export function isCertain(question: Question, attacked: Attacked): boolean {
  const { setting, weights } = question;
  const bound = gamma(countOf(question), 'float32');
  const I = importances(setting);
  const { rows, columns, data } = inputMajorant(question);
  if (!data.every(Number.isFinite)) return false;
  return Array.from({ length: rows }, (_, r) => r).every((r) => {
    const row = [...data.subarray(r * columns, (r + 1) * columns)];
    const { output } = pass(setting.model, absolute(weights), row);
    const most = output.reduce((sum, value, i) => sum + I[i]! * (value + row[i]!) ** 2, 0);
    return bound * Math.max(...output) < clearance / 2 && attacked.leads[r]! > 2 * bound * most;
  });
}

/** x under the attack of the question's weights; undefined where the setting has none. */
export function attackOf(question: Question): Attacked | undefined {
  const { setting, weights, x } = question;
  if (!setting.training.attack) return undefined;
  return referenceAttack(setting.model, importances(setting), weights, x, radiusOf(question));
}

function radiusOf({ setting }: Question): number {
  return (setting.training.attack?.size ?? 0) * referenceMeanNorm(probabilities(setting));
}

export function countOf({ setting, x }: Question): number {
  const { n, m, training } = setting;
  const penalty = training.hiddenPenalty === undefined ? 0 : m * x.rows;
  return roundings({ n, m, rows: x.rows }) + penalty + (training.attack ? m + n + 8 : 0);
}

/** |x| and the majorant of δ, above; not finite where some G_i is cancelled wholly. */
export function inputMajorant(question: Question): Matrix {
  const { setting, weights, x } = question;
  if (!setting.training.attack) return absoluteMatrix(x);
  const radius = radiusOf(question);
  const G = referenceProduct(weights);
  const positive = referenceProduct(absolute(weights));
  const delta = Array.from({ length: x.columns }, () => 0);
  G.forEach((row, i) => {
    const [length, most] = [Math.hypot(...row), Math.hypot(...positive[i]!)];
    if (most === 0) return;
    positive[i]!.forEach((value, j) => {
      delta[j] = Math.max(delta[j]!, ((radius * value) / length) * (1 + most / length));
    });
  });
  const size = absoluteMatrix(x);
  return { ...size, data: size.data.map((value, at) => value + delta[at % x.columns]!) };
}
