/**
 * E‖x‖₂, the mean length of an input row: what an attack of the setting is measured by.
 *
 * With X = Σ_i x_i², E √X = (1 / 2√π) ∫₀^∞ (1 − E e^{−tX}) t^{−3/2} dt (put 1 − e^{−tX} = ∫₀^X t e^{−ts} ds
 * and integrate over t first). Independent features that are on with p_i and then uniform (signed or
 * not) have
 *
 *     E e^{−tX} = Π_i (1 − p_i d(t)),   d(t) = 1 − ∫₀¹ e^{−t v²} dv.
 *
 * With t = e^u the integrand is smooth and falls off as e^{−|u|/2} on both sides, so the trapezoidal rule
 * converges faster than any power of its step: 1/4 and |u| ≤ 80 leave less than 1e-14.
 * A row that is divided by its length has length 1, unless it is empty.
 * Limits: independent features.
 */
import { hasNormalisedRows, probabilities } from '../setting/derived.js';
import type { Setting } from '../setting/schema.js';

/** @throws RangeError for features that depend on each other. */
export function meanInputNorm(setting: Pick<Setting, 'n' | 'data'>): number {
  if (setting.data.dependence) throw new RangeError('the mean input norm is known for independent features');
  const p = probabilities(setting);
  if (hasNormalisedRows(setting.data.magnitude)) return 1 - p.reduce((none, pi) => none * (1 - pi), 1);
  const [step, last] = [1 / 4, 320];
  let sum = 0;
  for (let k = -last; k <= last; k++) {
    const d = deficit(Math.exp(k * step));
    // 1 − Π (1 − p_i d) without cancellation where d is tiny.
    const logarithm = p.reduce((total, pi) => total + Math.log1p(-pi * d), 0);
    sum += -Math.expm1(logarithm) * Math.exp((-k * step) / 2);
  }
  return (step * sum) / (2 * Math.sqrt(Math.PI));
}

/** 1 − ∫₀¹ e^{−t v²} dv for t > 0, by whichever of three forms keeps its digits. */
function deficit(t: number): number {
  if (t < 1) {
    // Σ_{k ≥ 1} (−1)^{k+1} t^k / (k! (2k + 1)): the terms fall at once.
    let power = 1;
    let sum = 0;
    for (let k = 1; k <= 20; k++) {
      power *= -t / k;
      sum -= power / (2 * k + 1);
    }
    return sum;
  }
  // Beyond 40 the integral to infinity, √(π / t) / 2, differs by less than e^{−40}.
  if (t > 40) return 1 - Math.sqrt(Math.PI / t) / 2;
  // e^{−t} Σ_k (2t)^k / (1 · 3 · … · (2k + 1)): no signs change.
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (2 * t) / (2 * k + 1);
    sum += term;
  }
  return 1 - Math.exp(-t) * sum;
}

/** ε of the setting's attack, the length of what is added to a row; 0 where it has none. */
export function attackRadius({ n, data, training }: Pick<Setting, 'n' | 'data' | 'training'>): number {
  return training.attack ? training.attack.size * meanInputNorm({ n, data }) : 0;
}
