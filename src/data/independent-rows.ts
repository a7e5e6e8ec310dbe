/**
 * The paper's data: feature i is on with probability p_i, and its value is drawn apart from that.
 * Source: Elhage et al. 2022, "Demonstrating Superposition", the feature vectors.
 */
import type { RandomStream } from './random.js';
import type { RowSource } from './rows.js';

/** @param value draws the value of a feature that is on. */
export function independentRows(p: readonly number[], value: () => number, stream: RandomStream): RowSource {
  // A whole number below p · 2³² has probability p to within 2⁻³², and exactly 1 for p = 1.
  const thresholds = Float64Array.from(p, (probability) => probability * 2 ** 32);
  return (into) => {
    for (let at = 0; at < into.length; at += thresholds.length) {
      for (let i = 0; i < thresholds.length; i++) {
        into[at + i] = stream.next() < thresholds[i]! ? value() : 0;
      }
    }
  };
}
