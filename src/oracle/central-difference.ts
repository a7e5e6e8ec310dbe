/**
 * The gradient by central differences: (f(θ + h) − f(θ − h)) / 2h in each component, or along a
 * direction.
 *
 * The step. Away from kinks the loss is, in any one component, a polynomial of degree at most 4 (W
 * enters the output squared, the loss squares that again), so the difference is in error by
 * h² f‴ / 6 from the formula and by about ε |f| / h from rounding, ε = 2⁻⁵². With f‴ and f of order
 * 1, their sum is least near h = (3 ε)^(1/3) ≈ 9e-6, where it is about 4e-11; h = 2⁻¹⁷ = 7.6e-6 is the
 * power of two next to it, so that θ ± h rounds as little as can be.
 */
import { mapParameters, parametersOf, type Weights } from '../models/weights.js';

export const differenceStep = 2 ** -17;

/** ∂f/∂θ for every parameter, as weights of the same form. */
export function centralDifferences(f: (weights: Weights) => number, weights: Weights): Weights {
  return mapParameters(weights, (values, name) =>
    values.map((_, at) =>
      slopeAlong(f, weights, (other) =>
        Float64Array.from(values, (__, i) => Number(other === name && i === at)),
      ),
    ),
  );
}

/** The slope of f along a direction, which has the form of the weights. */
export function directionalDifference(
  f: (weights: Weights) => number,
  weights: Weights,
  direction: Weights,
): number {
  const parts = new Map(parametersOf(direction));
  return slopeAlong(f, weights, (name) => parts.get(name)!);
}

function slopeAlong(
  f: (weights: Weights) => number,
  weights: Weights,
  direction: (name: string) => Float64Array,
): number {
  const moved = (by: number): Weights =>
    mapParameters(weights, (values, name) => {
      const along = direction(name);
      return values.map((value, i) => value + by * (along[i] ?? 0));
    });
  return (f(moved(differenceStep)) - f(moved(-differenceStep))) / (2 * differenceStep);
}
