/**
 * The response R, n × n: row i is the output of the model when feature i alone is on, at value 1.
 * For the ReLU models without a hidden ReLU it is R = ReLU(WᵀW + b), with decoder · encoder in place
 * of WᵀW where the weights are untied and b added to every row: R_ij = ReLU(W_i · W_j + b_j). Models
 * with a hidden ReLU respond through it; the linear model has no ReLU, R = WᵀW + b.
 *
 * R is what comes near the identity at high sparsity, while WᵀW must move away from it: the negative
 * bias clips small interference when features are on one at a time.
 *
 * Source: the suite's own; it falls with sparsity in the weights of seed 1 and of VeraChristina/Superposition.
 * Limits: R probes the value 1 only. With a negative bias it is below the identity unless norms grow;
 * and of the absolute-value model it says nothing about negative inputs (the target of −e_i is e_i too).
 */
import { type Matrix, matrix } from '../models/matrix.js';
import type { Weights } from '../models/weights.js';
import type { ModelName } from '../setting/schema.js';
import { distanceFromIdentity } from './identity-distance.js';
import { outputOf } from './output.js';

/** R, n × n: row i is the output of the model when feature i alone is on, at value 1. */
export function response(model: ModelName, weights: Weights): Matrix {
  const output = outputOf(model, weights);
  const n = weights.b.length;
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from(output({ active: [i], values: [1] })));
  return matrix(n, n, (i, j) => rows[i]![j]!);
}

/** ‖R − I‖_F: 0 when every feature alone is reproduced exactly at value 1. */
export function responseDistance(model: ModelName, weights: Weights): number {
  return distanceFromIdentity(response(model, weights));
}
