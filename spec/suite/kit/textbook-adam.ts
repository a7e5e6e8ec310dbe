/** Adam and AdamW as the papers print them, in float64. */
import type { Setting } from '../../../src/setting/schema.js';

/**
 * Kingma and Ba 2015, algorithm 1, and Loshchilov and Hutter 2019, algorithm 2, one parameter at a time.
 * `move` is the length of the step if every gradient had pulled the same way: the scale of its rounding.
 */
export function textbook(
  { kind, beta1, beta2, epsilon, decay }: Setting['training']['optimiser'],
  rateAt: (step: number) => number,
): (name: string, t: number, theta: number, gradient: number) => { expected: number; move: number } {
  const moments = new Map<string, { m: number; v: number; scale: number }>();
  return (name, t, theta, gradient) => {
    const rate = rateAt(t);
    const pull = kind === 'adam' ? Math.fround(Math.fround(decay) * theta) : 0;
    const g = Math.fround(gradient + pull);
    const last = moments.get(name) ?? { m: 0, v: 0, scale: 0 };
    const m = beta1 * last.m + (1 - beta1) * g;
    const v = beta2 * last.v + (1 - beta2) * g * g;
    const scale = beta1 * last.scale + (1 - beta1) * Math.abs(g);
    moments.set(name, { m, v, scale });
    const divisor = Math.sqrt(v / (1 - beta2 ** t)) + epsilon;
    const decayed = kind === 'adamw' ? theta * (1 - rate * decay) : theta;
    return {
      expected: decayed - (rate * (m / (1 - beta1 ** t))) / divisor,
      move: (rate * (scale / (1 - beta1 ** t))) / divisor,
    };
  };
}
