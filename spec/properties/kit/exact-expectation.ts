/**
 * Expectations over a few weighted batches that integrate exactly, with what rounding may do to them:
 * the bounds of error-bounds.ts, summed with the same weights.
 */
import { mapParameters, parametersOf, type Weights } from '../../../src/models/weights.js';
import { centralDifferences } from '../../../src/oracle/central-difference.js';
import type { WeightedBatch } from '../../../src/oracle/one-hot.js';
import { importances } from '../../../src/setting/derived.js';
import type { Setting } from '../../../src/setting/schema.js';
import type { Question } from './arbitraries.js';
import { expectWithin } from './assertions.js';
import { absolute, gamma, lossMajorant, type Precision, roundings } from './error-bounds.js';

export interface Bounds {
  /** γ_k, and the departure. */
  readonly relative: number;
  /** That, times the majorant of the loss. */
  readonly tolerance: number;
  /** That, times the majorant of the gradient. */
  readonly scale: Weights;
}

/** @param departure how far the weights themselves are from those of the closed form, relative to the majorant. */
export function bounds({ setting, weights, x }: Question, precision: Precision, departure = 0): Bounds {
  const relative = gamma(roundings({ ...setting, rows: x.rows }), precision) + departure;
  const majorant = lossMajorant(setting.model, importances(setting), x);
  const positive = absolute(weights);
  const scale = scaledBy(centralDifferences(majorant, positive), relative);
  return { relative, tolerance: relative * majorant(positive), scale };
}

/** The weighted sums of loss, gradient and bounds over batches whose weights sum to 1. */
export async function expectedOver(
  batches: readonly WeightedBatch[],
  setting: Setting,
  weights: Weights,
  precision: Precision,
  ask: (x: Question['x']) => Promise<{ loss: number; gradient: Weights }>,
): Promise<{ loss: number; gradient: Weights; tolerance: number; scale: Weights }> {
  const zero = mapParameters(weights, (values) => values.map(() => 0));
  let total = { loss: 0, gradient: zero, tolerance: 0, scale: zero };
  for (const { weight, x } of batches) {
    const { loss, gradient } = await ask(x);
    const { tolerance, scale } = bounds({ setting, weights, x }, precision);
    total = {
      loss: total.loss + weight * loss,
      gradient: sum(total.gradient, scaledBy(gradient, weight)),
      tolerance: total.tolerance + weight * tolerance,
      scale: sum(total.scale, scaledBy(scale, weight)),
    };
  }
  return total;
}

/** The loss alone, which spares the bounds of the gradient. */
export async function expectedLossOver(
  batches: readonly WeightedBatch[],
  setting: Setting,
  weights: Weights,
  precision: Precision,
  ask: (x: Question['x']) => Promise<{ loss: number }>,
): Promise<{ loss: number; tolerance: number }> {
  let total = { loss: 0, tolerance: 0 };
  for (const { weight, x } of batches) {
    const { loss } = await ask(x);
    const relative = gamma(roundings({ ...setting, rows: x.rows }), precision);
    const majorant = lossMajorant(setting.model, importances(setting), x)(absolute(weights));
    total = {
      loss: total.loss + weight * loss,
      tolerance: total.tolerance + weight * relative * majorant,
    };
  }
  return total;
}

export function expectZero(where: string, gradient: Weights, scale: Weights): void {
  const allowed = new Map(parametersOf(scale));
  for (const [name, values] of parametersOf(gradient)) {
    values.forEach((value, at) => {
      expectWithin(`the gradient in ${name}[${at}] ${where}`, value, 0, allowed.get(name)![at]!);
    });
  }
}

function scaledBy(weights: Weights, factor: number): Weights {
  return mapParameters(weights, (values) => values.map((value) => factor * value));
}

function sum(a: Weights, b: Weights): Weights {
  const other = new Map(parametersOf(b));
  return mapParameters(a, (values, name) => values.map((value, at) => value + other.get(name)![at]!));
}
