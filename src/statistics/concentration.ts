/**
 * Is what was drawn what was specified? Bounds that hold for every sample size and any distribution.
 *
 * Problem. A sample never matches its specification exactly. A check must say how far off is too far,
 * with a stated chance of being wrong, and without trusting that a sample is "large enough" for a normal
 * approximation.
 *
 * Vocabulary.
 * - `samples`: how many independent draws there are.
 * - `falseAlarm`: bound on the chance that a check rejects draws that follow the specification. Several
 *   checks share a budget by the union bound: with k checks each gets falseAlarm / k.
 * - `miss`: bound on the chance that a check accepts draws that do not.
 *
 * Naming. For each of three quantities (a `Mean` of values in a range, a `Cdf`, a `Rate` of an event):
 * - `…Tolerance` or `accepted…`: what the check accepts;
 * - `leastDetectable…`: the smallest discrepancy that it rejects except with chance `miss`;
 * - `samplesFor…`: the samples that make a given discrepancy detectable.
 *
 * Theorems, each for both tails together.
 * - Mean (Hoeffding 1963, theorem 2), values in a range of width w:
 *   P(|mean − μ| ≥ t) ≤ 2 exp(−2 N t² / w²).
 * - Cdf (Dvoretzky, Kiefer and Wolfowitz 1956, with the constant of Massart 1990):
 *   P(sup |F̂ − F| > t) ≤ 2 exp(−2 N t²).
 * - Rate (Chernoff 1952, in Hoeffding 1963, theorem 1):
 *   P(N · KL(r̂ ‖ r) ≥ t, r̂ on one given side of r) ≤ exp(−t), so both sides with 2 exp(−t), where
 *   KL(q ‖ r) = q ln(q / r) + (1 − q) ln((1 − q) / (1 − r)).
 *
 * Limit. The bounds need independent draws, and they are not tight: a check rejects what is wrong by
 * `leastDetectable…`, and may accept what is wrong by less.
 */

/** How far a mean may lie from the specified one; `width` is that of the range of the values. */
export function meanTolerance(samples: number, width: number, falseAlarm: number): number {
  return width * cdfTolerance(samples, falseAlarm);
}

export function leastDetectableMeanShift(
  samples: number,
  width: number,
  falseAlarm: number,
  miss: number,
): number {
  return width * leastDetectableCdfDistance(samples, falseAlarm, miss);
}

export function samplesForMeanShift(shift: number, width: number, falseAlarm: number, miss: number): number {
  return samplesForCdfDistance(shift / width, falseAlarm, miss);
}

/** How far, at its widest, an empirical distribution function may lie from the specified one. */
export function cdfTolerance(samples: number, falseAlarm: number): number {
  return Math.sqrt(Math.log(2 / falseAlarm) / (2 * samples));
}

/** The sample is within one tolerance of the truth except with chance `miss`, and so beyond the other. */
export function leastDetectableCdfDistance(samples: number, falseAlarm: number, miss: number): number {
  return cdfTolerance(samples, falseAlarm) + cdfTolerance(samples, miss);
}

export function samplesForCdfDistance(distance: number, falseAlarm: number, miss: number): number {
  const roots = Math.sqrt(Math.log(2 / falseAlarm)) + Math.sqrt(Math.log(2 / miss));
  return Math.ceil((roots / distance) ** 2 / 2);
}

/** The observed rates that are accepted of an event whose rate is specified to lie in [low, high]. */
export function acceptedRates(
  samples: number,
  [low, high]: readonly [number, number],
  falseAlarm: number,
): readonly [number, number] {
  const divergence = Math.log(2 / falseAlarm) / samples;
  return [rateAtDivergence(low, divergence, 0), rateAtDivergence(high, divergence, 1)];
}

/** How far above `rate` the true rate must lie for the check of `rate` to reject it; ∞ if nothing is rejected. */
export function leastDetectableRateExcess(
  samples: number,
  rate: number,
  falseAlarm: number,
  miss: number,
): number {
  const [, accepted] = acceptedRates(samples, [rate, rate], falseAlarm);
  if (accepted >= 1) return Number.POSITIVE_INFINITY;
  const divergence = Math.log(1 / miss) / samples;
  // The true rates q > accepted are detected for which KL(accepted ‖ q) is at least the divergence.
  const q = bisect(accepted, 1, (candidate) => klDivergence(accepted, candidate) < divergence);
  return q - rate;
}

/** The samples that let the check of `rate` reject a true rate that lies `excess` above it. */
export function samplesForRateExcess(rate: number, excess: number, falseAlarm: number, miss: number): number {
  const detects = (samples: number): boolean =>
    leastDetectableRateExcess(samples, rate, falseAlarm, miss) <= excess;
  let enough = 1;
  while (!detects(enough)) {
    enough *= 2;
    if (enough > 2 ** 52) throw new RangeError(`no sample tells ${rate + excess} from ${rate}`);
  }
  let tooFew = enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (detects(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** KL(q ‖ r) of two rates, in nats. */
export function klDivergence(q: number, r: number): number {
  const term = (a: number, b: number): number => (a === 0 ? 0 : a * Math.log(a / b));
  return term(q, r) + term(1 - q, 1 - r);
}

/** The rate between `rate` and `end` (0 or 1) that diverges from `rate` by `divergence`, or `end`. */
function rateAtDivergence(rate: number, divergence: number, end: 0 | 1): number {
  return bisect(rate, end, (q) => klDivergence(q, rate) < divergence);
}

/** The point between `from` and `to` up to which `holds` is true; 64 halvings exhaust a float64. */
function bisect(from: number, to: number, holds: (at: number) => boolean): number {
  if (holds(to)) return to;
  let [inside, outside] = [from, to];
  for (let halving = 0; halving < 64; halving++) {
    const middle = (inside + outside) / 2;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return outside;
}
