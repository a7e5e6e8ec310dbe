import { describe, expect, test } from 'vitest';
import { multiplyAddsOf, rooflineShader, threads } from '../../../../bench/gpu/roofline-shader.js';

describe('the roofline of a device', () => {
  test('counts the four lanes of each fma that its shader has in a round', () => {
    const [, loop] = /for \(.*\{([^}]*)\}/.exec(rooflineShader())!;
    const fmas = [...loop!.matchAll(/fma\(/g)].length;

    expect(multiplyAddsOf(1, 1)).toBe(threads * 4 * fmas);
    expect(multiplyAddsOf(3, 5)).toBe(15 * multiplyAddsOf(1, 1));
  });

  test('has chains of their own, none of which waits for another', () => {
    const chains = [...rooflineShader().matchAll(/(\w+) = fma\((\w+), half, one\)/g)];

    expect(chains.every(([, to, from]) => to === from)).toBe(true);
    expect(new Set(chains.map(([, to]) => to)).size).toBe(chains.length);
  });
});
